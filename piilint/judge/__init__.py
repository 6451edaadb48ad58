"""Which flows and screens break which rules, what excuses them, and which findings a comment in the code suppresses."""

from piilint.judge.comments import expiring
from piilint.judge.difference import new_since
from piilint.judge.judge_flows import judge, ledger
from piilint.judge.stale import stale_findings

__all__ = ["expiring", "judge", "ledger", "new_since", "stale_findings"]
