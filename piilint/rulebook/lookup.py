"""Rules by their id or name, as `--select`, `explain` and comments say it."""

from __future__ import annotations

from piilint.terms.rule import Rule
from piilint.terms.rulebook import Rulebook


def rule_named(rulebook: Rulebook, id_or_name: str) -> Rule | None:
    """The rule of that id, else of that name; upper and lower case are one."""
    wanted = id_or_name.lower()
    by_id = (rule for rule in rulebook.rule if rule.id.lower() == wanted)
    by_name = (rule for rule in rulebook.rule if rule.name.lower() == wanted)
    return next(by_id, None) or next(by_name, None)


def rules_like(rulebook: Rulebook, word: str) -> tuple[Rule, ...]:
    """The rules that somebody may have meant who wrote that word, best first; at most three."""
    from difflib import SequenceMatcher

    def likeness(rule: Rule) -> float:
        wanted = word.lower()
        return max(SequenceMatcher(None, wanted, name.lower()).ratio() for name in (rule.id, rule.name))

    ranked = sorted(rulebook.rule, key=lambda rule: (-likeness(rule), rule.id))
    return tuple(rule for rule in ranked if likeness(rule) >= 0.6)[:3]
