"""What ends a text report: problems, statistics, and the line that counts."""

from __future__ import annotations

from collections import Counter

from piilint.report.code_line import wrapped
from piilint.report.style import Style
from piilint.terms.finding import Problem, Report
from piilint.terms.grades import Severity


def problem_line(problem: Problem) -> str:
    """`path:line: problem: message`."""
    return f"{problem.path}:{max(1, problem.line)}: problem: {problem.message}"


def statistics_lines(report: Report) -> list[str]:
    """How many findings there are of each rule, data type and kind of sink, most first."""
    rows = Counter(
        (finding.rule, ", ".join(finding.data), finding.sink_kind or "")
        for finding in report.findings
        if finding.suppressed is None
    )
    if not rows:
        return []
    table = [("count", "rule", "data", "sink")]
    table += [(str(count), *row) for row, count in sorted(rows.items(), key=lambda item: (-item[1], item[0]))]
    widths = [max(len(row[column]) for row in table) for column in range(4)]
    return [f"{row[0]:>{widths[0]}}  {row[1]:<{widths[1]}}  {row[2]:<{widths[2]}}  {row[3]}".rstrip() for row in table]


def count_lines(report: Report, width: int, style: Style) -> list[str]:
    """`Found 3 findings (1 error, 2 warnings) in 2 files; 1 suppressed.`"""
    open_ones = [finding for finding in report.findings if finding.suppressed is None]
    suppressed = len(report.findings) - len(open_ones)
    rest = f"; {suppressed} suppressed" if suppressed else ""
    if report.problems:
        rest += f"; {counted(len(report.problems), 'problem')}"
    if not open_ones:
        seen = f"{counted(report.summary.sources, 'source')}, {counted(report.summary.sinks, 'sink')}"
        return _closing(f"No findings in {counted(report.summary.files, 'file')}: {seen}{rest}.", width, style)
    by_severity = Counter(finding.severity for finding in open_ones)
    grades = ", ".join(
        counted(by_severity[severity], severity.value) for severity in reversed(Severity) if by_severity[severity]
    )
    files = counted(len({finding.sink.place.path for finding in open_ones}), "file")
    return _closing(f"Found {counted(len(open_ones), 'finding')} ({grades}) in {files}{rest}.", width, style)


def _closing(text: str, width: int, style: Style) -> list[str]:
    return [style.strong(line) for line in wrapped(text, width, "", "")]


def counted(number: int, noun: str) -> str:
    """`1 file`, `1,204 files`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
