"""Colours, as plain ANSI codes, and none where none are wanted."""

from __future__ import annotations

from dataclasses import dataclass

from piilint.terms.grades import Severity

_SEVERITY_CODES = {Severity.ERROR: "1;31", Severity.WARNING: "1;33", Severity.NOTE: "1;36"}


@dataclass(frozen=True, slots=True)
class Style:
    """Paints text that is already measured and padded, so that codes never count as columns."""

    color: bool

    def severity(self, text: str, severity: Severity) -> str:
        """Red, yellow or cyan."""
        return self._painted(text, _SEVERITY_CODES[severity])

    def strong(self, text: str) -> str:
        """What the eye is to find first."""
        return self._painted(text, "1")

    def frame(self, text: str) -> str:
        """Gutters and arrows."""
        return self._painted(text, "34")

    def faint(self, text: str) -> str:
        """What may be skipped."""
        return self._painted(text, "2")

    def place(self, text: str) -> str:
        """Paths, which terminals make clickable."""
        return self._painted(text, "36")

    def _painted(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.color and text else text
