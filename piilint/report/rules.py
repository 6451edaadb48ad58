"""Rules as people and programs read them: the list of all, and one explained."""

from __future__ import annotations

import json
from typing import Any

from piilint.report.code_line import printable, wrapped
from piilint.report.style import Style
from piilint.terms.rule import Rule, Unless
from piilint.terms.rulebook import Rulebook
from piilint.terms.sink_words import sink_words

VERSION = 1
INDENT = "  "
PREVIEW = "The rule is new. It counts with --preview, preview = true in the settings, or where --select names it."


def rules_as_text(rulebook: Rulebook, color: bool) -> str:
    """One line a rule: id, severity, name, and what it forbids."""
    style = Style(color)
    rules = _ordered(rulebook)
    ids = max((len(rule.id) for rule in rules), default=0)
    names = max((len(rule.name) for rule in rules), default=0)
    return "".join(
        f"{style.strong(f'{rule.id:<{ids}}')}  {style.severity(f'{rule.severity.value:<7}', rule.severity)}  "
        f"{rule.name:<{names}}  {style.faint(('(preview) ' if rule.preview else '') + forbidden(rule))}\n"
        for rule in rules
    )


def rules_as_json(rulebook: Rulebook) -> str:
    """All rules as one document, the same bytes for the same rules."""
    return json.dumps({"version": VERSION, "rules": [_object(rule) for rule in _ordered(rulebook)]}, indent=2) + "\n"


def rule_as_json(rule: Rule) -> str:
    """One rule as one document."""
    return json.dumps({"version": VERSION, "rule": _object(rule)}, indent=2) + "\n"


def explanation(rule: Rule, rulebook: Rulebook, color: bool, width: int) -> str:
    """What a rule forbids and what excuses it, why, what to do instead, and where it stands."""
    style = Style(color)
    lines = [f"{style.strong(rule.id)} {rule.name} {style.severity(f'[{rule.severity}]', rule.severity)}"]
    sections = (
        ("What", [_sentence(rule), *_data_lines(rule, rulebook)]),
        ("Unless", [f"- {excuse_words(unless)}" for unless in rule.unless]),
        ("Masking", [] if rule.suppression else [masking_words(rule)]),
        ("Why", [rule.why or ""]),
        ("Instead", [rule.instead or ""]),
        ("Preview", [PREVIEW] if rule.preview else []),
        ("Article", [rule.article or ""]),
        ("Where", [str(rule.origin) if rule.origin else ""]),
        ("Suppress", [] if rule.suppression else [f"# piilint: ignore[{rule.id}] until=YYYY-MM-DD -- reason"]),
    )
    for title, paragraphs in sections:
        told = [" ".join(paragraph.split()) for paragraph in paragraphs if paragraph]
        if told:
            lines += ["", style.strong(title)]
            lines += [line for paragraph in told for line in wrapped(paragraph, width, INDENT, INDENT)]
    return "\n".join(lines) + "\n"


def forbidden(rule: Rule) -> str:
    """What breaks a rule, as short as the rule files say it: `location.precise -> ui.**, api.response`."""
    parts = []
    if rule.data or rule.sinks:
        parts.append(f"{', '.join(rule.data) or 'any data'} -> {', '.join(rule.sinks) or 'any sink'}")
    if rule.together:
        parts.append(" + ".join(f"({' | '.join(group)})" for group in rule.together))
    if rule.suppression:
        parts.append(f"{rule.suppression} suppressions")
    if rule.same_record:
        parts.append("of one record")
    if rule.outside_purpose:
        parts.append("outside the screen's purpose")
    if rule.audience_not:
        parts.append(f"audience not {', '.join(rule.audience_not)}")
    if rule.region_not:
        parts.append(f"region not {', '.join(rule.region_not)}")
    return printable(", ".join(parts))


def _ordered(rulebook: Rulebook) -> list[Rule]:
    return sorted(rulebook.rule, key=lambda rule: rule.id)


def _sentence(rule: Rule) -> str:
    if not rule.sinks or rule.together:
        return forbidden(rule)
    kinds = ", ".join(sink_words(kind) for kind in rule.sinks)
    return f"{', '.join(rule.data) or 'any data'} reaches {kinds}"


def _data_lines(rule: Rule, rulebook: Rulebook) -> list[str]:
    return [f"{key}: {data.title}" for key in rule.data if (data := rulebook.data_type(key)) is not None]


def excuse_words(unless: Unless) -> str:
    """The keys of one `unless` table that are given; all of them must hold."""
    given = {name: getattr(unless, name) for name in Unless.__slots__ if getattr(unless, name) is not None}
    return " and ".join(f"{name} = {_value(value)}" for name, value in given.items())


def _value(value: object) -> str:
    if isinstance(value, tuple):
        return "[" + ", ".join(str(item) for item in value) + "]"
    return str(value).lower() if isinstance(value, bool) else str(value)


def masking_words(rule: Rule) -> str:
    """Which masking is enough by itself."""
    if rule.masked is None:
        return "no mask is enough"
    return f"{rule.masked} masking is enough"


def _object(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "name": rule.name,
        "severity": rule.severity.value,
        "data": list(rule.data),
        "sinks": list(rule.sinks),
        "together": [list(group) for group in rule.together],
        "same_record": rule.same_record,
        "outside_purpose": rule.outside_purpose,
        "suppression": rule.suppression,
        "masked": "never" if rule.masked is None else rule.masked.value,
        "message": rule.message,
        "why": rule.why,
        "instead": rule.instead,
        "article": rule.article,
        "preview": rule.preview,
        "path": rule.origin.path if rule.origin else None,
        "line": rule.origin.line if rule.origin else None,
    }
