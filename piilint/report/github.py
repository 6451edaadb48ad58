"""Annotations for GitHub Actions: commands in the log, each shown at its line of a pull request.

A host shows ten of each level for a step, so the most severe come first. Text is escaped: code in a message cannot
become a command.
"""

from __future__ import annotations

from collections import Counter

from piilint.report.hosts import grouped, told_together, trace_text
from piilint.report.options import RenderOptions
from piilint.terms.finding import Finding, Problem, Report
from piilint.terms.grades import Severity

SHOWN = 10
LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def github(report: Report, _options: RenderOptions) -> str:
    """One command for each rule and sink, for each problem, and one that says what the host will not show."""
    groups = sorted(
        (group for group in grouped(report.findings) if group[0].suppressed is None),
        key=lambda group: -_severity(group).rank,
    )
    lines = [_annotation(group) for group in groups]
    lines += [_problem(problem) for problem in report.problems]
    levels = Counter(_severity(group) for group in groups)
    hidden = sum(max(0, count - SHOWN) for count in levels.values())
    if hidden:
        more = f"{hidden} more than GitHub shows here stand in the log of this step"
        lines.insert(0, _command("notice", {"title": "piilint"}, more))
    return "".join(f"{line}\n" for line in lines)


def _annotation(group: list[Finding]) -> str:
    first = group[0]
    frame, columns = first.sink, first.sink.columns
    properties: dict[str, object] = {"file": frame.place.path, "line": frame.file_line, "endLine": frame.file_line}
    if columns is not None and frame.place.cell is None:
        properties |= {"col": columns[0], "endColumn": columns[1]}
    properties["title"] = f"piilint ({first.rule} {first.name})"
    ways = [trace_text(finding) for finding in group]
    return _command(LEVELS[_severity(group)], properties, "\n".join([told_together(group), *filter(None, ways[:1])]))


def _problem(problem: Problem) -> str:
    properties = {"file": problem.path, "line": max(1, problem.line), "title": "piilint could not read this file"}
    return _command("warning", properties, problem.message)


def _severity(group: list[Finding]) -> Severity:
    return max((finding.severity for finding in group), key=lambda severity: severity.rank)


def _command(name: str, properties: dict[str, object], message: str) -> str:
    written = ",".join(f"{key}={_escaped_property(str(value))}" for key, value in properties.items())
    return f"::{name} {written}::{_escaped(message)}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escaped_property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")
