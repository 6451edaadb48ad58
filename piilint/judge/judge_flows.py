"""The stage: flows and screens against rules, in reading order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from piilint.judge.candidate import candidates
from piilint.judge.combinations import combinations
from piilint.judge.comments import comment_findings, entries_of
from piilint.judge.fingerprint import with_fingerprints
from piilint.judge.remedy import NO_TOOLS, Tools
from piilint.judge.selection import ignored_at, selected_rules
from piilint.judge.single import single_findings
from piilint.judge.suppress import with_suppressions
from piilint.judge.told import without_told
from piilint.terms.config import Config
from piilint.terms.finding import Finding, SuppressionComment
from piilint.terms.flow import Flow
from piilint.terms.grades import Confidence
from piilint.terms.ledger import LedgerEntry
from piilint.terms.own_code import OwnMask
from piilint.terms.rule import Rule
from piilint.terms.rulebook import Rulebook
from piilint.terms.screen import Screens


def judge(
    flows: Sequence[Flow],
    screens: Screens,
    rulebook: Rulebook,
    suppressions: Sequence[SuppressionComment],
    config: Config,
    masks: Sequence[OwnMask] = (),
) -> tuple[Finding, ...]:
    """The findings in reading order, suppressed ones only where the run shows them.

    Raises UserError where the settings name rules that do not exist.
    """
    rules = selected_rules(rulebook, config)
    tools = Tools.of(masks, screens)
    found = without_told(_broken(rules, flows, screens, rulebook, config, tools), rules)
    marked = [*with_suppressions(found, suppressions, config)]
    about_comments = [rule for rule in rules if rule.suppression is not None]
    if about_comments and suppressions:
        entries = ledger(flows, screens, rulebook, suppressions, config)
        marked += comment_findings(about_comments, entries, config)
        marked.sort(key=lambda finding: finding.reading_order)
    judged = with_fingerprints(marked, config.below_base)
    return tuple(finding for finding in judged if finding.suppressed is None or config.show_suppressed)


def ledger(
    flows: Sequence[Flow],
    screens: Screens,
    rulebook: Rulebook,
    suppressions: Sequence[SuppressionComment],
    config: Config,
) -> tuple[LedgerEntry, ...]:
    """Each suppression with what it covers, of all rules and however unsure: another run may ask for more."""
    wide = replace(config, select=(), ignore=(), severity={}, overrides=(), min_confidence=Confidence.LOW)
    return entries_of(suppressions, _broken(rulebook.rule, flows, screens, rulebook, wide), rulebook, config)


def _broken(
    rules: Sequence[Rule],
    flows: Sequence[Flow],
    screens: Screens,
    rulebook: Rulebook,
    config: Config,
    tools: Tools = NO_TOOLS,
) -> list[Finding]:
    """What breaks the rules about flows and screens, in reading order."""
    possible = candidates(flows, screens, rulebook, config)
    found: list[Finding] = []
    for rule in rules:
        if rule.suppression is not None:
            continue
        here = [one for one in possible if not ignored_at(rule, one.flow.sink.place.path, config)]
        find = combinations if rule.together else single_findings
        # a combination may be less sure than its data, which are sure enough
        found.extend(
            one for one in find(rule, here, rulebook, tools) if one.confidence.rank >= config.min_confidence.rank
        )
    return sorted(found, key=lambda finding: finding.reading_order)
