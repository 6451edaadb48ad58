"""The table of screens: what each shows to whom, as a privacy officer reads it."""

from __future__ import annotations

from dataclasses import dataclass

from piilint.terms.grades import Confidence, Mask


@dataclass(frozen=True, slots=True)
class ShownData:
    """One type of data on one screen: hidden as the worst hidden of it is, and `masked_by` what hides that.

    `kinds` are the sinks' kinds, `sources` where it comes from; `behind` are guards that stand before all of it here
    but not before all that the screen shows.
    """

    data: str
    mask: Mask
    masked_by: str | None
    kinds: tuple[str, ...]
    sources: tuple[str, ...]
    confidence: Confidence
    behind: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ScreenRow:
    """One screen. `screen` is its name within its file; `path` the file, as seen from the config's folder.

    `guards` stand before all that it shows, as `login` or `role: dpo`; alternatives of one guard are one:
    `role: admin | dpo`. `place_path` is the file as places name it. `templates` are those whose text shows the data.
    `routes` are all addresses, `route` the first; `methods` are those of a class
    that answer, each with its guards.
    """

    screen: str
    path: str
    line: int
    route: str | None = None
    templates: tuple[str, ...] = ()
    guards: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    audited: bool = False
    purpose: str | None = None
    audiences: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    shows: tuple[ShownData, ...] = ()
    place_path: str = ""
    routes: tuple[str, ...] = ()
    methods: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def unlike_methods(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The methods, where not all of them stand behind the guards of the screen, and behind no others."""
        return () if all(guards == self.guards for _, guards in self.methods) else self.methods

    @property
    def key(self) -> tuple[str, str]:
        """What names it in a lock."""
        return self.path, self.screen

    @property
    def title(self) -> str:
        """As a message says it."""
        return f"{self.screen} ({self.path})"
