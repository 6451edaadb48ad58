"""Screens: what a person looks at as one thing, and who may."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from piilint.terms.finding import GuardFact


@dataclass(frozen=True, slots=True)
class Screen:
    """One screen: its name (`app.views.show_user`), purpose, audiences, regions, route, and the place it stands at.

    `routes` are all that lead to it where several do.
    """

    name: str
    purpose: str | None = None
    audiences: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    route: str | None = None
    path: str = ""
    line: int = 1
    routes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SinkContext:
    """What stands before one sink on its screen: guards and audit calls that have surely run when it is reached.

    `audits` are the places (path, line) of the audit calls. `screen` is the screen as it is on the way to this sink;
    None: as it is for all.
    """

    guards: tuple[GuardFact, ...] = ()
    audited: bool = False
    audits: tuple[tuple[str, int], ...] = ()
    screen: Screen | None = None


@dataclass(frozen=True, slots=True)
class RoutedScreen:
    """A function or class that answers at a route, with what stands before it; of a class before each of `methods`."""

    screen: Screen
    context: SinkContext
    methods: tuple[tuple[str, tuple[GuardFact, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class RoutedScreens:
    """All of them; and by the position of a flow the screens on which people see it, each with what stands before."""

    screens: tuple[RoutedScreen, ...] = ()
    by_flow: Mapping[int, tuple[tuple[Screen, SinkContext], ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Screens:
    """All screens by name, and what stands before each flow's sink, by the flow's position in the list of flows."""

    screens: Mapping[str, Screen] = field(default_factory=dict)
    contexts: Mapping[int, SinkContext] = field(default_factory=dict)
