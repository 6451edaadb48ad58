"""Findings against a baseline: as many as it counts are put off, and each one more is new."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from piilint.terms.baseline import BaselineEntry
from piilint.terms.finding import Finding, Suppressed


def put_off(
    findings: Iterable[Finding], entries: Sequence[BaselineEntry]
) -> tuple[tuple[Finding, ...], tuple[BaselineEntry, ...]]:
    """The findings, those that the baseline covers marked; and the entries, each with the count that matched nothing.

    What a comment suppresses needs no entry and uses none up.
    """
    left = {entry.fingerprint: entry.count for entry in entries}
    reasons = {entry.fingerprint: entry.reason for entry in entries}
    marked = []
    for finding in findings:
        name = _kind(finding)
        if finding.suppressed is None and left.get(name, 0) > 0:
            left[name] -= 1
            finding = replace(finding, suppressed=Suppressed("baseline", reasons[name]))
        marked.append(finding)
    stale = tuple(replace(entry, count=left[entry.fingerprint]) for entry in entries if left[entry.fingerprint])
    return tuple(marked), stale


def entries_of(findings: Iterable[Finding], shown: Callable[[str], str] = str) -> tuple[BaselineEntry, ...]:
    """The entries that put off just these findings, save those that a comment suppresses.

    `shown` says what a path is called in the file.
    """
    alike: Counter[str] = Counter()
    first: dict[str, Finding] = {}
    for finding in findings:
        if finding.suppressed is None or finding.suppressed.by == "baseline":
            alike[_kind(finding)] += 1
            first.setdefault(_kind(finding), finding)
    return tuple(
        BaselineEntry(
            name,
            one.rule,
            _source(one),
            one.sink_callee or one.sink_kind or "",
            shown(one.sink.place.path),
            alike[name],
        )
        for name, one in first.items()
    )


def _kind(finding: Finding) -> str:
    """The fingerprint without the number that tells equal ones apart."""
    return finding.fingerprint.partition("-")[0]


def _source(finding: Finding) -> str:
    owners = [member.source_owner or member.data for member in finding.members]
    return " + ".join(dict.fromkeys(owners)) or finding.source_owner or ", ".join(finding.data)
