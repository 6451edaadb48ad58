"""One line for each finding, for editors and for grep."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from piilint.report.closing import counted, problem_line, statistics_lines
from piilint.report.code_line import on_one_line, printable
from piilint.report.options import RenderOptions
from piilint.report.style import Style
from piilint.terms.finding import Finding, FramedStep, Report
from piilint.terms.location import Place

MOST_PLACES = 5


def concise(report: Report, options: RenderOptions) -> str:
    """`path:line:col: PII101 [error] Clip.latitude -> {{ clip.latitude }} (2 steps: models.py:23 > p.html:12)`."""
    style = Style(options.color)
    lines = [_line(finding, style) for finding in report.findings]
    lines += [printable(problem_line(problem)) for problem in report.problems]
    if options.statistics:
        lines += ["", *statistics_lines(report)]
    return "".join(f"{line}\n" for line in lines)


def _line(finding: Finding, style: Style) -> str:
    severity = style.severity(f"[{finding.severity}]", finding.severity)
    place = style.place(str(finding.sink.place))
    suppressed = f" (suppressed by {finding.suppressed.by})" if finding.suppressed else ""
    return f"{place}: {finding.rule} {severity} {on_one_line(what(finding))}{suppressed}"


def what(finding: Finding) -> str:
    """Who reaches what without what, and by which way; the message where no data flows."""
    if finding.members:
        ends = [
            _ends(member.source_owner, member.data, member.sink_callee, member.sink_kind) for member in finding.members
        ]
        return f"{finding.message}: {'; '.join(dict.fromkeys(ends))}"
    if finding.source is None:
        return finding.message
    ends_of = _ends(finding.source_owner, ", ".join(finding.data), finding.sink_callee, finding.sink_kind)
    lacking = f" without {', '.join(finding.missing)}" if finding.missing else ""
    return f"{ends_of}{lacking}{_way(finding.steps)}"


def _ends(owner: str, data: str, callee: str, kind: str | None) -> str:
    return f"{owner or data} -> {callee or kind}"


def _way(steps: Sequence[FramedStep]) -> str:
    """The lines that the trace passes, one after the other only once; the middle of a long one is left out."""
    if not steps:
        return ""
    places = [place for place, _ in groupby(_short(framed.frame.place) for framed in steps)]
    if len(places) > MOST_PLACES:
        places = [*places[:2], "...", *places[-2:]]
    return f" ({counted(len(steps), 'step')}: {' > '.join(places)})"


def _short(place: Place) -> str:
    cell = f"cell {place.cell}:" if place.cell is not None else ""
    return f"{place.path.rpartition('/')[2]}:{cell}{place.line}"
