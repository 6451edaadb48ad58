"""Which flows and screens break which rules, what excuses them, and which findings a comment in the code suppresses."""

from piilint.judge.chosen import chosen_flows, findings_by_flow
from piilint.judge.comments import expiring
from piilint.judge.difference import new_since
from piilint.judge.grown import grown, grown_findings
from piilint.judge.judge_flows import judge, ledger
from piilint.judge.screen_table import screen_table
from piilint.judge.stale import stale_findings

__all__ = [
    "chosen_flows",
    "expiring",
    "findings_by_flow",
    "grown",
    "grown_findings",
    "judge",
    "ledger",
    "new_since",
    "screen_table",
    "stale_findings",
]
