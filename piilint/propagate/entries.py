"""Entries: functions that nobody in the program calls are called by somebody all the same.

Routes, commands, handlers and tests have no caller in the code. At them, what a parameter carries is decided by what
is left as evidence: its class's fields, the modules' and classes' shared memory, and names.
"""

from __future__ import annotations

from functools import partial

from piilint.propagate.atoms import Fact, Maybe, Value
from piilint.propagate.engine import Engine
from piilint.propagate.hops import Hop, first_of
from piilint.propagate.kept import ROOT, keep_settled
from piilint.propagate.settled import Settled
from piilint.propagate.shared import share
from piilint.propagate.summary import SHOWN, Chain, SinkKey
from piilint.terms.flow import Verb

MAX_ROUNDS = 6
"""How often what names decide there is put into shared memory again."""


def entries_of(engine: Engine) -> list[int]:
    """The functions that were looked at and that have no caller but themselves."""
    callers: dict[int, set[int]] = {}
    for (callee, _), readers in engine.readers().items():
        callers.setdefault(callee, set()).update(reader for reader, _ in readers if reader != callee)
    functions = sorted({function for function, _ in engine.summaries})
    found = []
    reached: set[int] = set()
    for function in functions:
        own = engine.program.functions[function].module.in_test_code
        others = {
            caller
            for caller in callers.get(function, ())
            if own or not engine.program.functions[caller].module.in_test_code
        }
        if not others or function in engine.escaped or engine.program.functions[function].ir.kind == "module":
            found.append(function)
    called: dict[int, list[int]] = {}
    for callee, those in callers.items():
        for caller in those:
            called.setdefault(caller, []).append(callee)
    stack = list(found)
    while stack:
        current = stack.pop()
        if current not in reached:
            reached.add(current)
            stack.extend(called.get(current, ()))
    # a circle of functions that nothing outside it calls has to start somewhere
    found.extend(function for function in functions if function not in reached)
    return sorted(found)


def entry_reports(engine: Engine) -> dict[tuple[SinkKey, Fact, Chain, int], Hop | None]:
    """The facts that reach sinks where a function is called from outside."""
    found: dict[tuple[SinkKey, Fact, Chain, int], Hop | None] = {}
    settled = Settled(engine)
    for function in entries_of(engine):
        summary = engine.summaries.get((function, ()))
        if summary is None:
            continue
        for (key, chain), taints in summary.hits.items():
            if key.kind == SHOWN:
                continue
            for taint, hop in taints.items():
                for told_there, before in settled.of(function, taint).items():
                    if isinstance(told_there, Fact):
                        inside = (
                            Hop(before, Verb.PASS, *_first_place(hop, function), "", hop) if before is not None else hop
                        )
                        found.setdefault((key, told_there, chain, function), inside)
    return found


def share_guesses(engine: Engine) -> None:
    """What functions without a caller put into shared memory, where only a caller could tell more of it."""
    for _ in range(MAX_ROUNDS):
        fresh = False
        settled = Settled(engine)
        for function in entries_of(engine):
            summary = engine.summaries.get((function, ()))
            for effect, value in list(summary.effects.items()) if summary is not None else ():
                if effect.target.root[0] == ROOT and summary is not None:
                    tell = partial(settled.of, function)
                    fresh = keep_settled(engine, effect, summary, tell) or fresh
                    continue
                told: Value = {}
                for atom in value:
                    if isinstance(atom, Maybe):
                        told.update(settled.of(function, atom))
                if told and summary is not None:
                    fresh = share(engine, function, effect, told, summary) or fresh
        if not fresh:
            return
        engine.run([])


def _first_place(hop: Hop | None, function: int) -> tuple[int, int]:
    first = first_of(hop) if hop is not None else None
    return (first.function, first.instruction) if first is not None else (function, 0)
