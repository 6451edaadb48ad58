"""Rules about baselines: an entry whose finding is gone would hide the next one like it."""

from __future__ import annotations

from collections.abc import Iterable

from piilint.judge.fingerprint import with_fingerprints
from piilint.judge.selection import ignored_at, selected_rules
from piilint.terms.baseline import BaselineEntry
from piilint.terms.config import Config
from piilint.terms.finding import CodeFrame, Finding
from piilint.terms.grades import Confidence
from piilint.terms.location import Place
from piilint.terms.rule import Rule
from piilint.terms.rulebook import Rulebook


def stale_findings(stale: Iterable[BaselineEntry], rulebook: Rulebook, config: Config) -> tuple[Finding, ...]:
    """A finding at each entry that stands for more findings than there are; `count` is how many of them are gone."""
    if config.baseline is None:
        return ()
    path = config.baseline
    rules = [rule for rule in selected_rules(rulebook, config) if rule.suppression == "stale"]
    rules = [rule for rule in rules if not ignored_at(rule, path, config)]
    found = [_finding(rule, entry, path) for entry in stale for rule in rules]
    return tuple(with_fingerprints(sorted(found, key=lambda finding: finding.reading_order), config.below_base))


def _finding(rule: Rule, entry: BaselineEntry, path: str) -> Finding:
    times = f", {entry.count} times" if entry.count > 1 else ""
    gone = f"{entry.rule} {entry.source} -> {entry.sink} in {entry.path}{times}"
    return Finding(
        rule=rule.id,
        name=rule.name,
        severity=rule.severity,
        confidence=Confidence.HIGH,
        message=f"{rule.message or 'stale entry of the baseline'}: {gone}",
        data=(),
        sink=CodeFrame(Place(path, max(1, entry.line))),
        sink_kind=None,
        change="run `piilint baseline prune`",
        sink_callee=entry.fingerprint,
    )
