"""A comment for a pull request: one table, and each trace behind a fold."""

from __future__ import annotations

from piilint.report.closing import count_lines, counted, problem_line
from piilint.report.code_line import printable
from piilint.report.hosts import step_lines, told, ways
from piilint.report.options import RenderOptions
from piilint.report.style import Style
from piilint.terms.finding import Finding, Report
from piilint.terms.rule import Rule

LONGEST = 60_000
"""Characters: hosts refuse longer comments."""

MARKS = {"error": ":red_circle:", "warning": ":orange_circle:", "note": ":white_circle:"}


def markdown(report: Report, options: RenderOptions) -> str:
    """Headline, table, details; what would make the comment too long is counted instead."""
    [*closing] = count_lines(report, 10_000, Style(False))
    parts = [f"## piilint\n\n{closing[0]}\n"]
    if report.findings:
        parts.append("\n|  | Rule | Where | What |\n| --- | --- | --- | --- |\n")
    length = sum(map(len, parts))
    length, rows = _fitting([_row(finding) for finding in report.findings], length)
    parts += rows
    if len(rows) < len(report.findings):
        parts.append(f"\n{counted(len(report.findings) - len(rows), 'finding')} more are left out here.\n")
    rules = {rule.id: rule for rule in options.rules.rule}
    _, details = _fitting([_details(finding, rules.get(finding.rule)) for finding in report.findings], length)
    parts += details
    if report.problems:
        problems = "".join(f"- {_escaped(problem_line(problem))}\n" for problem in report.problems)
        parts.append(f"\n**Problems**\n\n{problems}")
    return "".join(parts)


def _fitting(texts: list[str], length: int) -> tuple[int, list[str]]:
    """As many as fit, and the length with them."""
    fitting = []
    for text in texts:
        if length + len(text) > LONGEST:
            break
        length += len(text)
        fitting.append(text)
    return length, fitting


def _row(finding: Finding) -> str:
    mark = MARKS[finding.severity.value]
    state = " (suppressed)" if finding.suppressed else ""
    where = _code(str(finding.sink.place))
    return f"| {mark} | {finding.rule} {_escaped(finding.name)} | {where} | {_escaped(told(finding))}{state} |\n"


def _details(finding: Finding, rule: Rule | None) -> str:
    found = ways(finding)
    if not found:
        return ""
    summary = _in_html(f"{finding.rule} at {finding.sink.place}: {finding.message}")
    blocks = [f"\n<details><summary>{summary}</summary>\n"]
    for title, steps in found:
        block = "\n".join(step_lines(steps))
        fence = "`" * max(3, _longest_run(block) + 1)
        blocks.append(f"\n{_escaped(title)}\n\n{fence}text\n{block}\n{fence}\n")
    for name, text in (
        ("Smallest change", finding.change),
        ("Why", rule and rule.why),
        ("Instead", rule and rule.instead),
    ):
        if text:
            blocks.append(f"\n**{name}:** {_escaped(' '.join(text.split()))}\n")
    blocks.append("\n</details>\n")
    return "".join(blocks)


def _escaped(text: str) -> str:
    """Text that is no markup, on one line."""
    text = printable(" ".join(text.split()))
    for char in "\\`*_[]|~":
        text = text.replace(char, f"\\{char}")
    return _in_html(text)


def _in_html(text: str) -> str:
    return printable(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _code(text: str) -> str:
    return f"`{printable(text).replace('`', '?').replace('|', chr(92) + '|')}`"


def _longest_run(text: str) -> int:
    """The most backticks in a row."""
    longest = run = 0
    for char in text:
        run = run + 1 if char == "`" else 0
        longest = max(longest, run)
    return longest
