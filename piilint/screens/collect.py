"""From the flows' sinks to the screens that they are part of, and what stands before each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import reduce

from piilint.ir.program import Program
from piilint.screens.before import Before
from piilint.screens.callers import ENTERED, Callers
from piilint.screens.checks import in_both
from piilint.screens.declared import Declarations
from piilint.screens.scene import Scene
from piilint.screens.users import Users
from piilint.terms.config import Config
from piilint.terms.finding import GuardFact
from piilint.terms.flow import Flow
from piilint.terms.rulebook import Rulebook
from piilint.terms.screen import Screen, Screens, SinkContext

NO_CONFIG = Config()


def screens(program: Program, flows: Sequence[Flow], rulebook: Rulebook, config: Config = NO_CONFIG) -> Screens:
    """One screen for each name that a flow's sink bears, and for each flow what stands before its sink.

    A flow sees its screen as it is reached on the flow's own way; the screen as a whole is all that its flows see.
    """
    scene = Scene.of(program, rulebook)
    before = Before.of(scene)
    callers = Callers(scene)
    users, declared = Users.of(scene, callers, rulebook), Declarations(scene, before.routes, rulebook, config)
    found: dict[str, Screen] = {}
    contexts: dict[int, SinkContext] = {}
    for position, flow in enumerate(flows):
        chain = (*flow.call_chain, (flow.sink.function, flow.sink.instruction))
        ways = ENTERED
        if scene.checks or declared:
            ways = users.ways(chain[0][0])
        by_way = [before.checks((*way, *chain)) for way in ways]
        name, path = flow.sink.screen, flow.sink.place.path
        seen = [declared.screen(name, path, (*way, *chain), checks) for way, checks in zip(ways, by_way, strict=True)]
        screen = reduce(_on_either_way, seen)
        checks = reduce(in_both, by_way[1:], list(by_way[0]))
        facts = sorted({fact for one in checks for fact in one.facts()}, key=_reading_order)
        audits = tuple(sorted({(one.path, one.line) for one in checks if one.is_audit}))
        contexts[position] = SinkContext(tuple(facts), bool(audits), audits, screen)
        found[screen.name] = _joined(found[screen.name], screen) if screen.name in found else screen
    return Screens(found, contexts)


def _on_either_way(one: Screen, other: Screen) -> Screen:
    """A screen that one flow comes to in two ways: it is for what both say that it is for."""
    return replace(_joined(one, other), purpose=one.purpose if one.purpose == other.purpose else None)


def _reading_order(fact: GuardFact) -> tuple[str, int, str, str]:
    return fact.path, fact.line, fact.kind, fact.role or ""


def _joined(one: Screen, other: Screen) -> Screen:
    """One screen that is reached in two ways: the first purpose, all audiences and regions."""
    return replace(
        one,
        purpose=one.purpose if one.purpose is not None else other.purpose,
        audiences=tuple(dict.fromkeys((*one.audiences, *other.audiences))),
        regions=tuple(dict.fromkeys((*one.regions, *other.regions))),
        route=one.route if one.route is not None else other.route,
    )
