"""Which flows and screens break which rules, what excuses them, and which findings a comment in the code suppresses."""

from piilint.judge.judge_flows import judge

__all__ = ["judge"]
