"""The report for people: each finding with its code, the way that the data takes, and what to do instead."""

from __future__ import annotations

from collections.abc import Sequence

from piilint.report.closing import count_lines, counted, problem_line, statistics_lines
from piilint.report.code_line import on_one_line, wrapped
from piilint.report.frame import frame_lines
from piilint.report.options import RenderOptions
from piilint.report.style import Style
from piilint.report.trace import trace_lines
from piilint.terms.finding import Finding, FramedStep, GuardFact, Report, Suppressed
from piilint.terms.grades import Mask
from piilint.terms.rule import Rule
from piilint.terms.sink_words import sink_words

NOTE_INDENT = 3


def full(report: Report, options: RenderOptions) -> str:
    """All findings, then problems, statistics where wanted, and the count."""
    style = Style(options.color)
    blocks = [_finding(finding, options, style) for finding in report.findings]
    if report.problems:
        blocks.append(
            [line for problem in report.problems for line in wrapped(problem_line(problem), options.width, "", "  ")]
        )
    if options.statistics and (table := statistics_lines(report)):
        blocks.append(table)
    blocks.append(count_lines(report, options.width, style))
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def _finding(finding: Finding, options: RenderOptions, style: Style) -> list[str]:
    label = _sink_label(finding.sink_kind)
    return [
        *_header(finding, options.width, style),
        *frame_lines(finding.sink, label, finding.severity, style, options.width),
        *(_members(finding, options, style) if finding.members else _flow(finding, options, style)),
        *_notes(finding, options, style),
    ]


def _header(finding: Finding, width: int, style: Style) -> list[str]:
    """`error[PII101]: what is wrong`, the rule and severity painted."""
    mark = f"{finding.severity}[{finding.rule}]"
    state = " (suppressed)" if finding.suppressed else ""
    first, *rest = wrapped(f"{mark}{state}: {finding.message}", width, "", "  ")
    painted = style.severity(mark, finding.severity) + style.strong(first.removeprefix(mark))
    return [painted, *(style.strong(line) for line in rest)]


def _flow(finding: Finding, options: RenderOptions, style: Style) -> list[str]:
    if not finding.steps:
        return []
    data = ", ".join(finding.data)
    ends = f"{finding.source_owner or data} -> {finding.sink_callee or finding.sink_kind}"
    facts = f"{_size(finding.steps)}, {finding.confidence} confidence"
    source = f"{data}: {finding.evidence}" if finding.evidence else data
    return [
        *_flow_header("flow", ends, facts, options.width, style),
        *trace_lines(finding.steps, source, _mask_label(finding), style, options.width, options.verbose > 0),
    ]


def _members(finding: Finding, options: RenderOptions, style: Style) -> list[str]:
    """Each datum's own way to the screen."""
    printed: list[str] = []
    for number, member in enumerate(finding.members, 1):
        ends = f"{member.source_owner or member.data} -> {member.sink_callee or member.sink_kind}"
        source = f"{member.data}: {member.evidence}" if member.evidence else member.data
        sink = _sink_label(member.sink_kind)
        title = f"flow {number} of {len(finding.members)}"
        printed += [""] if printed else []
        printed += _flow_header(title, ends, _size(member.steps), options.width, style)
        printed += trace_lines(member.steps, source, sink, style, options.width, options.verbose > 0)
    return printed


def _flow_header(title: str, ends: str, facts: str, width: int, style: Style) -> list[str]:
    head = f"   {title}: "
    ends = on_one_line(ends)
    if len(head) + len(ends) + len(facts) + 4 <= width:
        return [f"{head}{style.strong(ends)}    {style.faint(facts)}", ""]
    lines = wrapped(ends, width, "", " " * len(head))
    lines[0] = head + lines[0]
    return [*lines, f"{' ' * len(head)}{style.faint(facts)}", ""]


def _size(steps: Sequence[FramedStep]) -> str:
    files = len({framed.frame.place.path for framed in steps})
    return f"{counted(len(steps), 'step')}, {counted(files, 'file')}"


def _sink_label(kind: str | None) -> str:
    """`a page (ui.page)`; a kind that rules made up is its own word."""
    if kind is None:
        return ""
    words = sink_words(kind)
    return f"{words} ({kind})" if words != kind else kind


def _mask_label(finding: Finding) -> str:
    """Why the data does not count as hidden, which is what a reader who masks it asks first."""
    if finding.mask is Mask.NONE or not finding.masked_by:
        return "nothing on this way masks it"
    if finding.mask is Mask.WEAK:
        return f"only weakly masked by {finding.masked_by}"
    return f"masked by {finding.masked_by}, which this rule does not accept"


def _notes(finding: Finding, options: RenderOptions, style: Style) -> list[str]:
    rule = next((rule for rule in options.rules.rule if rule.id == finding.rule), None)
    notes = [
        ("suppressed", _suppression(finding.suppressed)),
        ("screen", f"{finding.screen}, {finding.confidence} confidence" if finding.members else ""),
        ("guards", ", ".join(_guard(guard) for guard in finding.guards)),
        ("change", finding.change),
        *_rule_notes(rule),
        ("help", f"piilint explain {finding.rule}" if finding.rule else ""),
    ]
    printed = [""] if finding.steps or finding.members else []
    for title, text in notes:
        if text:
            printed.extend(_note(title, text, options.width, style))
    return printed


def _rule_notes(rule: Rule | None) -> list[tuple[str, str]]:
    return [] if rule is None else [("why", rule.why or ""), ("instead", rule.instead or "")]


def _note(title: str, text: str, width: int, style: Style) -> list[str]:
    mark = f"{' ' * NOTE_INDENT}= {title}: "
    first, *rest = wrapped(" ".join(text.split()), width, mark, " " * len(mark))
    return [f"{' ' * NOTE_INDENT}{style.frame('=')} {style.strong(title)}{first.removeprefix(mark[:-2])}", *rest]


def _suppression(suppressed: Suppressed | None) -> str:
    if suppressed is None:
        return ""
    until = f" until {suppressed.until}" if suppressed.until else ""
    reason = f": {suppressed.reason}" if suppressed.reason else ", without a reason"
    return f"by a {suppressed.by}{until}{reason}"


def _guard(guard: GuardFact) -> str:
    role = f" ({guard.role})" if guard.role else ""
    return f"{guard.kind}{role} at {guard.path}:{guard.line}"
