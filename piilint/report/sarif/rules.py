"""Rules as SARIF describes them: what each says, why, what to do instead, and how bad a host should take it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from piilint.report.rules import forbidden
from piilint.terms.finding import Finding
from piilint.terms.grades import Severity
from piilint.terms.rule import Rule
from piilint.terms.rulebook import Rulebook

Object = dict[str, Any]

LONGEST = 1000
"""Characters of a description that hosts accept."""

TAGS = ("security", "privacy", "external/cwe/cwe-359")
"""CWE-359 is the exposure of private personal information to an unauthorized actor."""

SECURITY = {Severity.ERROR: "7.5", Severity.WARNING: "5.0", Severity.NOTE: "2.0"}
"""On the scale of CVSS, by which hosts sort: high, medium, low."""

PROBLEM = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "recommendation"}


def descriptors(rulebook: Rulebook, findings: Iterable[Finding]) -> list[Object]:
    """All rules by id, also those that findings name and no rule file has."""
    described = {rule.id: rule for rule in rulebook.rule}
    for finding in findings:
        described.setdefault(finding.rule, Rule(finding.rule, finding.name, severity=finding.severity))
    return [_descriptor(described[key]) for key in sorted(described)]


def _descriptor(rule: Rule) -> Object:
    what = forbidden(rule)
    title = _short(f"{rule.name}: {what}" if what else rule.name)
    return {
        "id": rule.id,
        "name": rule.name,
        "shortDescription": {"text": title},
        "fullDescription": {"text": _short(_line(rule.why) or title)},
        "help": {"text": _help(rule, ""), "markdown": _help(rule, "**")},
        "defaultConfiguration": {"level": rule.severity.value},
        "properties": {
            "tags": list(TAGS),
            "precision": "high",
            "problem.severity": PROBLEM[rule.severity],
            "security-severity": SECURITY[rule.severity],
        },
    }


def _help(rule: Rule, mark: str) -> str:
    """What a host shows below an alert; `mark` stands around titles."""
    sections = (
        ("What", forbidden(rule)),
        ("Why", _line(rule.why)),
        ("Instead", _line(rule.instead)),
        ("Article", _line(rule.article)),
        ("More", f"piilint explain {rule.id}"),
    )
    return "\n\n".join(f"{mark}{title}:{mark} {text}" for title, text in sections if text)


def _line(text: str | None) -> str:
    return " ".join((text or "").split())


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 3] + "..."
