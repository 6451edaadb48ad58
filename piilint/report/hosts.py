"""What the formats share that code hosts and their like read: they know files, lines and texts, but no traces."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from piilint.report.code_line import on_one_line, printable
from piilint.report.folding import folded
from piilint.terms.finding import Finding, FramedStep, Suppressed
from piilint.terms.location import Place


def grouped(findings: Iterable[Finding]) -> list[list[Finding]]:
    """The findings of one rule at one sink, in reading order; suppressed ones apart from those that count.

    A combination stands alone.
    """
    groups: dict[tuple[object, ...], list[Finding]] = {}
    for finding in findings:
        place = finding.sink.place
        alone = finding.fingerprint if finding.members else ""
        key = (finding.rule, place.path, place.cell, place.line, place.column, _why(finding.suppressed), alone)
        groups.setdefault(key, []).append(finding)
    return list(groups.values())


def in_cell(place: Place, text: str) -> str:
    """The text; for a place in a notebook behind the cell and the line in it."""
    return text if place.cell is None else f"cell {place.cell}, line {place.line}: {text}".rstrip(": ")


def told(finding: Finding) -> str:
    """`phone number reaches a page: Patient.phone (app/models.py:23) -> {{ row.phone }}`, on one line."""
    ends = _ends(finding)
    return in_cell(finding.sink.place, on_one_line(f"{finding.message}: {ends}" if ends else finding.message))


def told_together(findings: Sequence[Finding]) -> str:
    """The same of several findings of one rule at one sink: what is alike is said once."""
    messages = "; ".join(dict.fromkeys(finding.message for finding in findings))
    ends = "; ".join(dict.fromkeys(_ends(finding) for finding in findings))
    return in_cell(findings[0].sink.place, on_one_line(f"{messages}: {ends}" if ends else messages))


def ways(finding: Finding) -> list[tuple[str, Sequence[FramedStep]]]:
    """Each datum of a finding with its trace; one where it is no combination, none where no data flows."""
    if finding.members:
        return [(f"{member.source_owner or member.data} ({member.data})", member.steps) for member in finding.members]
    title = f"{finding.source_owner or ', '.join(finding.data)} ({', '.join(finding.data)})"
    return [(title, finding.steps)] if finding.steps else []


def step_lines(steps: Sequence[FramedStep]) -> list[str]:
    """`2. call app/views.py:24 (views.save): tasks.correct(clip)`, without the steps that a reader can do without."""
    return [_step_line(*item) for item in folded(steps) if not isinstance(item, int)]


def trace_text(finding: Finding) -> str:
    """All ways of a finding, line by line."""
    blocks = []
    for title, steps in ways(finding):
        blocks += [*([f"{title}:"] if finding.members else []), *step_lines(steps)]
    if blocks and finding.change:
        blocks.append(printable(f"Smallest change: {finding.change}"))
    return "\n".join(blocks)


def _step_line(number: int, framed: FramedStep) -> str:
    scope = f" ({framed.step.scope})" if framed.step.scope else ""
    line = (framed.frame.first_code_line or "").strip()
    guess = " [the callee is not known]" if framed.step.unresolved else ""
    code = f": {line}" if line else ""
    return printable(f"{number}. {framed.step.verb.value} {framed.frame.place}{scope}{code}{guess}")


def _why(suppressed: Suppressed | None) -> tuple[str, str, str] | None:
    return None if suppressed is None else (suppressed.by, suppressed.reason or "", str(suppressed.until or ""))


def _ends(finding: Finding) -> str:
    """Who is shown where; of a combination each datum."""
    if finding.members:
        return "; ".join(
            dict.fromkeys(
                f"{member.source_owner or member.data} ({_short(member.source.place)}) -> "
                f"{member.sink_callee or member.sink_kind} ({_short(member.sink.place)})"
                for member in finding.members
            )
        )
    if finding.source is None:
        return ""
    owner = finding.source_owner or ", ".join(finding.data)
    return f"{owner} ({_short(finding.source.place)}) -> {finding.sink_callee or finding.sink_kind}"


def _short(place: Place) -> str:
    cell = f"cell {place.cell}:" if place.cell is not None else ""
    return f"{place.path}:{cell}{place.line}"
