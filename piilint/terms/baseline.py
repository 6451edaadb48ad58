"""A baseline: the findings that a team knows of and has put off, so that only new ones count."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class BaselineEntry:
    """Findings that are alike: their fingerprint without number, and how many of them are put off.

    `rule`, `source`, `sink` and `path` are for who reads the file; `reason` may be written there by hand. `line` is
    where in the file it stands, 0 where it stands in none.
    """

    fingerprint: str
    rule: str
    source: str
    sink: str
    path: str
    count: int
    reason: str | None = None
    line: int = field(default=0, compare=False)

    @property
    def order(self) -> tuple[str, str, str]:
        """As the file is sorted."""
        return (self.path, self.rule, self.fingerprint)
