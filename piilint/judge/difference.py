"""What one state of a program has and another has not: sets of findings are compared, never lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from piilint.terms.finding import Finding


def new_since(findings: Iterable[Finding], before: Iterable[Finding]) -> tuple[tuple[Finding, ...], int]:
    """The findings that were not there before, and how many of those that count were.

    They are compared by fingerprint and number: of one more of the same, one is new. Suppressed ones are not looked at.
    """
    known = Counter(_kind(finding) for finding in before if finding.suppressed is None)
    new, old = [], 0
    for finding in findings:
        if finding.suppressed is None and known[_kind(finding)] > 0:
            known[_kind(finding)] -= 1
            old += 1
        else:
            new.append(finding)
    return tuple(new), old


def _kind(finding: Finding) -> str:
    """The fingerprint without the number that tells equal ones apart."""
    return finding.fingerprint.partition("-")[0]
