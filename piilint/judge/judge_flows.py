"""The stage: flows and screens against rules, in reading order."""

from __future__ import annotations

from collections.abc import Sequence

from piilint.judge.candidate import candidates
from piilint.judge.combinations import combinations
from piilint.judge.fingerprint import with_fingerprints
from piilint.judge.selection import ignored_at, selected_rules
from piilint.judge.single import single_findings
from piilint.judge.suppress import with_suppressions
from piilint.judge.told import without_told
from piilint.terms.config import Config
from piilint.terms.finding import Finding, SuppressionComment
from piilint.terms.flow import Flow
from piilint.terms.rulebook import Rulebook
from piilint.terms.screen import Screens


def judge(
    flows: Sequence[Flow],
    screens: Screens,
    rulebook: Rulebook,
    suppressions: Sequence[SuppressionComment],
    config: Config,
) -> tuple[Finding, ...]:
    """The findings in reading order, suppressed ones only where the run shows them.

    Raises UserError where the settings name rules that do not exist.
    """
    rules = selected_rules(rulebook, config)
    possible = candidates(flows, screens, rulebook, config)
    found: list[Finding] = []
    for rule in rules:
        here = [one for one in possible if not ignored_at(rule, one.flow.sink.place.path, config)]
        find = combinations if rule.together else single_findings
        # a combination may be less sure than its data, which are sure enough
        found.extend(one for one in find(rule, here, rulebook) if one.confidence.rank >= config.min_confidence.rank)
    found = without_told(found, rules)
    found.sort(key=lambda finding: finding.reading_order)
    judged = with_suppressions(with_fingerprints(found, config.below_base), suppressions, config)
    return tuple(finding for finding in judged if finding.suppressed is None or config.show_suppressed)
