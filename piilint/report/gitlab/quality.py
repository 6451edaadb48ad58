"""GitLab's code quality report: a list of issues, told apart by their fingerprints."""

from __future__ import annotations

import json

from piilint.report.hosts import told
from piilint.report.options import RenderOptions
from piilint.terms.finding import Finding, Report
from piilint.terms.grades import Severity

SEVERITIES = {Severity.ERROR: "critical", Severity.WARNING: "major", Severity.NOTE: "minor"}


def gitlab_quality(report: Report, _options: RenderOptions) -> str:
    """One issue for each finding that counts: the widget knows no suppressed ones."""
    issues = [_issue(finding) for finding in report.findings if finding.suppressed is None]
    return json.dumps(issues, indent=2) + "\n"


def _issue(finding: Finding) -> dict[str, object]:
    return {
        "description": f"{finding.rule}: {told(finding)}",
        "check_name": finding.rule,
        "fingerprint": finding.fingerprint,
        "severity": SEVERITIES[finding.severity],
        "location": {"path": finding.sink.place.path, "lines": {"begin": finding.sink.file_line}},
    }
