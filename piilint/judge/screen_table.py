"""From flows and screens to the table of screens."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from piilint.judge.candidate import Candidate, candidates
from piilint.judge.fingerprint import within_file
from piilint.terms.config import Config
from piilint.terms.finding import GuardFact
from piilint.terms.flow import Flow, Verb
from piilint.terms.rulebook import Rulebook
from piilint.terms.screen import RoutedScreen, RoutedScreens, Screen, Screens
from piilint.terms.screen_table import ScreenRow, ShownData

NOTHING_ROUTED = RoutedScreens()


def screen_table(
    flows: Sequence[Flow],
    screens: Screens,
    rulebook: Rulebook,
    config: Config,
    routed: RoutedScreens = NOTHING_ROUTED,
) -> tuple[ScreenRow, ...]:
    """One row for each screen, in the order of files and lines; of those that are `routed` also where no flow ends."""
    shown: dict[tuple[str, str], list[Candidate]] = defaultdict(list)
    position = {id(flow): at for at, flow in enumerate(flows)}
    for candidate in candidates(flows, screens, rulebook, config):
        seen = routed.by_flow.get(position[id(candidate.flow)], ())
        for screen, context in seen or ((candidate.screen, candidate.context),):
            shown[_key(screen, config)].append(replace(candidate, screen=screen, context=context))
    views = {_key(one.screen, config): one for one in routed.screens}
    rows = [_row(those, config, views.get(key)) for key, those in shown.items()]
    rows += [_idle(one, config) for key, one in views.items() if key not in shown]
    return tuple(sorted(rows, key=lambda row: (row.path, row.line, row.screen)))


def _key(screen: Screen, config: Config) -> tuple[str, str]:
    """The file and the name in it, by which two runs know a screen; one that is a whole file is called as the file."""
    path = config.below_base(screen.path)
    name, colon, call = screen.name.partition(":")
    return path, (within_file(name, path) or PurePosixPath(path).stem) + colon + call


def _row(shown: Sequence[Candidate], config: Config, view: RoutedScreen | None) -> ScreenRow:
    first = min((one.screen for one in shown), key=lambda screen: (screen.path, screen.line, screen.name))
    path, name = _key(first, config)
    guards = _common(shown)
    by_data: dict[str, list[Candidate]] = defaultdict(list)
    for one in shown:
        by_data[one.flow.data].append(one)
    seen = [one.screen for one in shown]
    purposes = sorted({screen.purpose for screen in seen if screen.purpose is not None})
    return ScreenRow(
        name,
        path,
        first.line,
        next((screen.route for screen in seen if screen.route is not None), None),
        tuple(sorted({config.below_base(one) for candidate in shown for one in _templates(candidate.flow)})),
        tuple(sorted(guards)),
        tuple(sorted({role for one in guards for role in _roles(one)})),
        all(one.context.audited for one in shown),
        purposes[0] if purposes else None,
        tuple(sorted({one for screen in seen for one in screen.audiences})),
        tuple(sorted({one for screen in seen for one in screen.regions})),
        tuple(_shown(data, those, guards) for data, those in sorted(by_data.items())),
        first.path,
        tuple(dict.fromkeys(route for screen in seen for route in screen.routes)),
        _methods(view),
    )


def _methods(view: RoutedScreen | None) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The methods of a class that answer, each with its guards."""
    found = view.methods if view is not None else ()
    return tuple((name, tuple(sorted(set(guard_words(facts))))) for name, facts in sorted(found))


def _idle(view: RoutedScreen, config: Config) -> ScreenRow:
    """A screen on which nothing personal is known to be shown."""
    screen, context = view.screen, view.context
    path, name = _key(screen, config)
    guards = tuple(sorted(set(guard_words(context.guards))))
    return ScreenRow(
        name,
        path,
        screen.line,
        screen.route,
        guards=guards,
        roles=tuple(sorted({role for one in guards for role in _roles(one)})),
        audited=context.audited,
        purpose=screen.purpose,
        audiences=tuple(sorted(screen.audiences)),
        regions=tuple(sorted(screen.regions)),
        place_path=screen.path,
        routes=screen.routes,
        methods=_methods(view),
    )


def _shown(data: str, those: Sequence[Candidate], guards: frozenset[str]) -> ShownData:
    worst = min(those, key=lambda one: (one.mask.rank, one.flow.masked_by or ""))
    surest = max(those, key=lambda one: one.confidence.rank)
    return ShownData(
        data,
        worst.mask,
        worst.flow.masked_by,
        tuple(sorted({one.flow.sink.kind for one in those})),
        tuple(sorted({one.flow.source.owner for one in those if one.flow.source.owner})),
        surest.confidence,
        tuple(sorted(_common(those) - guards)),
    )


def _common(shown: Iterable[Candidate]) -> frozenset[str]:
    """The guards that stand before each of some flows, in words without places."""
    first, *others = [frozenset(guard_words(one.context.guards)) for one in shown]
    return first.intersection(*others)


def guard_words(guards: Iterable[GuardFact]) -> list[str]:
    """`login`, `role: admin | dpo`: roles that one guard lets in are alternatives."""
    roles: dict[tuple[str, str, int], set[str]] = {}
    for one in guards:
        roles.setdefault((one.kind, one.path, one.line), set()).update([one.role] if one.role is not None else [])
    return [f"{kind}: {' | '.join(sorted(those))}" if those else kind for (kind, _, _), those in roles.items()]


def _roles(guard: str) -> list[str]:
    _, colon, roles = guard.partition(": ")
    return roles.split(" | ") if colon else []


def _templates(flow: Flow) -> Iterable[str]:
    """The files of templates that a flow passes or ends in."""
    after = [step for number, step in enumerate(flow.steps) if number and flow.steps[number - 1].verb is Verb.TEMPLATE]
    return [step.place.path for step in after if not step.place.path.endswith((".py", ".ipynb"))]
