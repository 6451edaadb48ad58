"""What a rule that yields to others need not tell, since one of them tells it of the same screen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from piilint.terms.finding import Finding
from piilint.terms.location import Place
from piilint.terms.rule import Rule

Told = frozenset[tuple[str, Place]]
"""The data that a finding is about, each with the place where it is shown."""


def without_told(findings: Iterable[Finding], rules: Sequence[Rule]) -> list[Finding]:
    """The findings, without those that a finding of a rule that theirs yields to holds whole."""
    ids = {name: rule.id for rule in rules for name in (rule.name, rule.id)}
    yields = {rule.id: {ids[other] for other in rule.yields_to if other in ids} - {rule.id} for rule in rules}
    findings = list(findings)
    wider: dict[tuple[str, str | None], list[Told]] = defaultdict(list)
    for finding in findings:
        if any(finding.rule in others for others in yields.values()):
            wider[finding.rule, finding.screen].append(_told(finding))
    return [
        finding
        for finding in findings
        if not any(
            _told(finding) <= told for other in yields[finding.rule] for told in wider.get((other, finding.screen), ())
        )
    ]


def _told(finding: Finding) -> Told:
    if finding.members:
        return frozenset((member.data, member.sink.place) for member in finding.members)
    return frozenset((data, finding.sink.place) for data in finding.data)
