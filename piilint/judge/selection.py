"""Which rules count, how bad each is, and where: `select`, `ignore`, `severity` and `[[overrides]]`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from piilint.terms.config import Config
from piilint.terms.errors import UserError
from piilint.terms.rule import Rule
from piilint.terms.rulebook import Rulebook
from piilint.terms.spelling import did_you_mean


def means(selector: str, rule_id: str, name: str) -> bool:
    """Whether a selector (an id, the start of one, or a name) means the rule."""
    return bool(selector) and (rule_id.startswith(selector) or selector == name)


def selected_rules(rulebook: Rulebook, config: Config) -> tuple[Rule, ...]:
    """The rules that count in this run, with its severities; new ones only where they are asked for.

    Raises UserError for selectors that mean no rule.
    """
    _refuse_unknown(rulebook.rule, config)
    return tuple(
        _with_severity(rule, config)
        for rule in rulebook.rule
        if (not config.select or _meant(rule, config.select)) and not _meant(rule, config.ignore)
        if config.preview or not rule.preview or rule.id in config.select or rule.name in config.select
    )


def ignored_at(rule: Rule, path: str, config: Config) -> bool:
    """Whether an override says that the rule does not count for sinks in that file."""
    return any(_meant(rule, override.ignore) for override in config.overrides_of(path))


def _meant(rule: Rule, selectors: Iterable[str]) -> bool:
    return any(means(selector, rule.id, rule.name) for selector in selectors)


def _with_severity(rule: Rule, config: Config) -> Rule:
    """The longest selector decides, so that one rule can differ from the rest of its group."""
    given = [selector for selector in config.severity if means(selector, rule.id, rule.name)]
    if not given:
        return rule
    return replace(rule, severity=config.severity[max(given, key=len)])


def _refuse_unknown(rules: tuple[Rule, ...], config: Config) -> None:
    named = [
        *(("select", selector) for selector in config.select),
        *(("ignore", selector) for selector in config.ignore),
        *(("severity", selector) for selector in config.severity),
        *(("overrides.ignore", selector) for override in config.overrides for selector in override.ignore),
    ]
    unknown = [
        _complaint(key, selector, rules)
        for key, selector in named
        if not any(means(selector, rule.id, rule.name) for rule in rules)
    ]
    if unknown:
        raise UserError(*dict.fromkeys(unknown))


def _complaint(key: str, selector: str, rules: tuple[Rule, ...]) -> str:
    hint = did_you_mean(selector, (known for rule in rules for known in (rule.id, rule.name)))
    way_out = hint or "; `piilint rules` lists all"
    return f'{key}: "{selector}" is no rule\'s id, start of an id, or name{way_out}'
