"""The three ordered grades that a finding carries: severity, confidence, and how well the data is masked."""

from __future__ import annotations

from enum import Enum


class _Grade(Enum):
    # each is one object, so its address will do: atoms are hashed by the million
    __hash__ = object.__hash__

    @property
    def rank(self) -> int:
        """0 is the mildest."""
        return list(type(self)).index(self)

    def __str__(self) -> str:
        return str(self.value)


class Severity(_Grade):
    """How bad a finding is."""

    NOTE = "note"
    WARNING = "warning"
    ERROR = "error"

    def lowered(self) -> Severity:
        """One step milder; a note stays a note."""
        return list(Severity)[max(0, self.rank - 1)]


class Confidence(_Grade):
    """How sure piilint is that the data is personal and arrives."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"

    def lowered(self, steps: int = 1) -> Confidence:
        """Some steps less sure; never below low."""
        return list(Confidence)[max(0, self.rank - steps)]


class Mask(_Grade):
    """How much of the data is hidden where it arrives. A join keeps the weaker mask."""

    NONE = "none"
    WEAK = "weak"
    ADEQUATE = "adequate"
