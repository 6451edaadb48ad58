"""The SARIF document. The same bytes for the same report on each machine: no times, no absolute paths."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from piilint.report.about import HOME, NAME, VERSION
from piilint.report.hosts import grouped
from piilint.report.options import RenderOptions
from piilint.report.sarif.places import artifact
from piilint.report.sarif.results import result
from piilint.report.sarif.rules import descriptors
from piilint.terms.finding import Finding, Problem, Report

Object = dict[str, Any]

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
MOST_RESULTS = 5000
"""What a code host keeps; the most severe are written, and a notification says how many are not."""


def sarif(report: Report, options: RenderOptions) -> str:
    """One document with one run."""
    rules = descriptors(options.rules, report.findings)
    index = {rule["id"]: number for number, rule in enumerate(rules)}
    groups = grouped(report.findings)
    kept = _worst(groups)
    notes = [_notification(problem) for problem in report.problems]
    notes += [{"level": "warning", "message": {"text": warning}} for warning in report.warnings]
    if len(kept) < len(groups):
        left_out = f"{len(groups) - len(kept)} results are left out: hosts keep {MOST_RESULTS}; these are the worst"
        notes.append({"level": "warning", "message": {"text": left_out}})
    run = {
        "tool": {
            "driver": {
                "name": NAME,
                "version": VERSION,
                "semanticVersion": VERSION,
                "informationUri": HOME,
                "rules": rules,
            }
        },
        "automationDetails": {"id": "piilint/"},
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": notes}],
        "results": [result(group, index) for group in kept],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _worst(groups: Sequence[list[Finding]]) -> list[list[Finding]]:
    """Not more than a host takes, in reading order."""
    ranked = sorted(range(len(groups)), key=lambda at: -max(finding.severity.rank for finding in groups[at]))
    return [groups[at] for at in sorted(ranked[:MOST_RESULTS])]


def _notification(problem: Problem) -> Object:
    physical = {"artifactLocation": artifact(problem.path), "region": {"startLine": max(1, problem.line)}}
    return {
        "level": "error" if problem.unreadable else "warning",
        "message": {"text": problem.message},
        "locations": [{"physicalLocation": physical}],
    }
