"""reviewdog's diagnostic format: its columns count bytes of UTF-8, and it knows no traces, so the message has them."""

from __future__ import annotations

import json
from typing import Any

from piilint.report.about import HOME, NAME
from piilint.report.hosts import told, trace_text
from piilint.report.options import RenderOptions
from piilint.terms.finding import CodeFrame, Finding, Report
from piilint.terms.grades import Severity

Object = dict[str, Any]

SEVERITIES = {Severity.ERROR: "ERROR", Severity.WARNING: "WARNING", Severity.NOTE: "INFO"}


def rdjson(report: Report, _options: RenderOptions) -> str:
    """One document with a diagnostic for each finding that counts, and for each problem."""
    diagnostics = [_diagnostic(finding) for finding in report.findings if finding.suppressed is None]
    diagnostics += [
        {
            "message": problem.message,
            "location": {"path": problem.path, "range": {"start": {"line": max(1, problem.line)}}},
            "severity": "WARNING",
        }
        for problem in report.problems
    ]
    return json.dumps({"source": {"name": NAME, "url": HOME}, "diagnostics": diagnostics}, indent=2) + "\n"


def _diagnostic(finding: Finding) -> Object:
    way = trace_text(finding)
    return {
        "message": told(finding) + (f"\n{way}" if way else ""),
        "location": {"path": finding.sink.place.path, "range": _range(finding.sink)},
        "severity": SEVERITIES[finding.severity],
        "code": {"value": finding.rule},
    }


def _range(frame: CodeFrame) -> Object:
    line, code, columns = frame.file_line, frame.first_code_line, frame.columns
    if frame.place.cell is not None or code is None or columns is None:
        return {"start": {"line": line}, "end": {"line": line}}
    start, end = (len(code[: column - 1].encode("utf-8", "surrogatepass")) + 1 for column in columns)
    return {"start": {"line": line, "column": start}, "end": {"line": line, "column": end}}
