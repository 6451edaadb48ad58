"""How a stage tells how far it is, without knowing who listens."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how many are done, and how many there are (0: not known)."""


def silent(what: str, done: int, total: int) -> None:
    """Tells nobody."""
