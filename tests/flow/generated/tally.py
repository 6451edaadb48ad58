"""Counts over many generated programs."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from tests.flow.generated.constructs import SECTIONS
from tests.flow.generated.programs import Outcome, Program


@dataclass
class Tally:
    """How many programs there were, what they were made of, and what was said of their sinks."""

    programs: int = 0
    flowing: int = 0
    lost: int = 0
    clean: int = 0
    spurious: int = 0
    used: Counter[str] = field(default_factory=Counter)

    def add(self, program: Program, outcome: Outcome) -> None:
        self.programs += 1
        self.flowing += len(outcome.received)
        self.lost += len(outcome.lost)
        self.clean += outcome.clean
        self.spurious += outcome.spurious
        self.used += program.used

    def join(self, other: Tally) -> None:
        self.programs += other.programs
        self.flowing += other.flowing
        self.lost += other.lost
        self.clean += other.clean
        self.spurious += other.spurious
        self.used += other.used

    @property
    def spurious_share(self) -> float:
        """Of the sinks that the mark did not reach, the share that piilint names."""
        return self.spurious / self.clean if self.clean else 0.0

    def lines(self) -> list[str]:
        """The counts as text: first the sums, then each construct by section."""
        lines = [
            f"{self.programs} programs, {self.flowing} sinks that got the mark, {self.lost} of them lost",
            f"{self.clean} clean sinks, {self.spurious} of them called tainted ({self.spurious_share:.1%})",
        ]
        for section, names in SECTIONS.items():
            lines += ["", f"{section}:", *(f"  {name:26}{self.used[name]:>7}" for name in sorted(names))]
        return lines


TALLY = Tally()
"""Of the programs that the tests of this process generated."""
