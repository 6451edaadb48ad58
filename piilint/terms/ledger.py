"""Suppressions as who answers for them wants them listed: what each excuses, and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass

from piilint.terms.finding import SuppressionComment

PROBLEMS = ("unused", "expired", "blanket", "reasonless", "stale", "grown")
"""What can be wrong with a suppression: a comment excuses nothing, has ended, names no rule, gives no reason; an entry
of a baseline stands for a finding that is gone, a screen shows more than its lock says."""


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One comment, how many findings it stands at and names, and what is wrong with it: (problem, in words)."""

    comment: SuppressionComment
    covers: int
    problems: tuple[tuple[str, str], ...] = ()
