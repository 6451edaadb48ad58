"""GitLab's report of static security scanners, with the trace as a list of places."""

from __future__ import annotations

import json
from typing import Any

from piilint.report.about import HOME, NAME, VERSION
from piilint.report.folding import folded
from piilint.report.hosts import told, trace_text, ways
from piilint.report.options import RenderOptions
from piilint.terms.finding import CodeFrame, Finding, Problem, Report
from piilint.terms.grades import Severity
from piilint.terms.rule import Rule

Object = dict[str, Any]

FORMAT = "15.1.4"
"""The version of the report's schema."""

SEVERITIES = {Severity.ERROR: "High", Severity.WARNING: "Medium", Severity.NOTE: "Low"}
LONGEST_NAME = 255
LONGEST_SOLUTION = 7000
CWE = {"type": "cwe", "name": "CWE-359", "value": "359", "url": "https://cwe.mitre.org/data/definitions/359.html"}


def gitlab_sast(report: Report, options: RenderOptions) -> str:
    """One document. Its times are the day of the run at midnight, so that it is the same for the same input."""
    tool = {"id": NAME, "name": NAME, "version": VERSION, "url": HOME, "vendor": {"name": "The piilint authors"}}
    midnight = f"{options.today.isoformat()}T00:00:00"
    rules = {rule.id: rule for rule in options.rules.rule}
    document = {
        "version": FORMAT,
        "scan": {
            "type": "sast",
            "status": "success",
            "start_time": midnight,
            "end_time": midnight,
            "analyzer": tool,
            "scanner": tool,
            "messages": [_message(problem) for problem in report.problems],
        },
        "vulnerabilities": [
            _vulnerability(finding, rules.get(finding.rule))
            for finding in report.findings
            if finding.suppressed is None
        ],
    }
    return json.dumps(document, indent=2) + "\n"


def _vulnerability(finding: Finding, rule: Rule | None) -> Object:
    way = trace_text(finding)
    location: Object = {"file": finding.sink.place.path, "start_line": finding.sink.file_line}
    if finding.screen:
        location["method"] = finding.screen
    made: Object = {
        "id": finding.fingerprint,
        "name": finding.message[:LONGEST_NAME],
        "description": told(finding) + (f"\n\n{way}" if way else ""),
        "severity": SEVERITIES[finding.severity],
        "location": location,
        "identifiers": [
            {"type": "piilint_rule", "name": f"piilint {finding.rule} {finding.name}", "value": finding.rule},
            CWE,
        ],
    }
    if rule is not None and rule.instead:
        made["solution"] = " ".join(rule.instead.split())[:LONGEST_SOLUTION]
    places = [
        _file_location(item[1].frame)
        for _, steps in ways(finding)
        for item in folded(steps)
        if not isinstance(item, int)
    ]
    if places:
        made["details"] = {"trace": {"name": "The way of the data", "type": "list", "items": places}}
    return made


def _file_location(frame: CodeFrame) -> Object:
    return {"type": "file-location", "file_name": frame.place.path, "line_start": frame.file_line}


def _message(problem: Problem) -> Object:
    return {"level": "warn", "value": f"{problem.path}:{max(1, problem.line)}: {problem.message}"}
