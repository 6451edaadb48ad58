"""What the page shows, as plain values: the template only lays it out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from piilint.report.code_line import on_one_line, printable
from piilint.report.folding import folded
from piilint.report.hosts import ways
from piilint.terms.finding import CodeFrame, Finding, FramedStep, GuardFact
from piilint.terms.grades import Mask
from piilint.terms.rule import Rule
from piilint.terms.rulebook import Rulebook
from piilint.terms.sink_words import sink_words


@dataclass(frozen=True, slots=True)
class StepView:
    """One hop: its number, or how many are left out; the code before, inside and behind what is marked."""

    number: int = 0
    left_out: int = 0
    verb: str = ""
    place: str = ""
    scope: str = ""
    code: tuple[str, str, str] = ("", "", "")
    guessed: bool = False


@dataclass(frozen=True, slots=True)
class FindingView:
    """One finding as a reader without code in mind wants it. `anchor` is its place on the page."""

    anchor: str
    rule: str
    name: str
    severity: str
    message: str
    ends: str
    place: str
    screen: str
    facts: tuple[tuple[str, str], ...]
    ways: tuple[tuple[str, tuple[StepView, ...]], ...]
    why: str
    instead: str
    article: str
    suppressed: str


@dataclass(frozen=True, slots=True)
class DataView:
    """One kind of data with the findings about it."""

    key: str
    title: str
    findings: tuple[FindingView, ...]


@dataclass(frozen=True, slots=True)
class CellView:
    """One screen and one kind of data: how many findings, the worst severity, and whether all are suppressed."""

    count: int = 0
    severity: str = ""
    anchor: str = ""
    suppressed: bool = False


def finding_view(finding: Finding, number: int, rulebook: Rulebook) -> FindingView:
    """A finding, with what its rule says."""
    rule = next((rule for rule in rulebook.rule if rule.id == finding.rule), None)
    return FindingView(
        anchor=f"f{number}",
        rule=finding.rule,
        name=finding.name,
        severity=finding.severity.value,
        message=finding.message,
        ends=_ends(finding),
        place=str(finding.sink.place),
        screen=finding.screen or "",
        facts=tuple((name, text) for name, text in _facts(finding) if text),
        ways=tuple((title, _steps(steps)) for title, steps in ways(finding)),
        why=_said(rule, "why"),
        instead=_said(rule, "instead"),
        article=_said(rule, "article"),
        suppressed=suppression_text(finding),
    )


def suppression_text(finding: Finding) -> str:
    """`by a comment until 2027-03-31`; empty where the finding counts."""
    if finding.suppressed is None:
        return ""
    until = f" until {finding.suppressed.until}" if finding.suppressed.until else ""
    return f"by a {finding.suppressed.by}{until}"


def cell(findings: Sequence[tuple[str, Finding]]) -> CellView:
    """What stands where a screen's row meets a kind of data's column; findings come with their anchors."""
    if not findings:
        return CellView()
    open_ones = [pair for pair in findings if pair[1].suppressed is None]
    anchor, worst = max(open_ones or findings, key=lambda pair: pair[1].severity.rank)
    return CellView(len(open_ones or findings), worst.severity.value, anchor, not open_ones)


def _said(rule: Rule | None, key: str) -> str:
    return " ".join((getattr(rule, key, None) or "").split())


def _ends(finding: Finding) -> str:
    if finding.members:
        return ""
    if finding.source is None:
        return ""
    return on_one_line(f"{finding.source_owner or finding.data[0]} → {finding.sink_callee or finding.sink_kind}")


def _facts(finding: Finding) -> Iterable[tuple[str, str]]:
    """What a privacy officer asks first."""
    masks = {Mask.NONE: "not masked", Mask.WEAK: "only weakly masked", Mask.ADEQUATE: "masked"}
    by = f" by {finding.masked_by}" if finding.masked_by else ""
    yield "Shown in", "" if finding.sink_kind is None else sink_words(finding.sink_kind)
    yield "Screen", finding.screen or ""
    yield "Masking", f"{masks[finding.mask]}{by}" if finding.data else ""
    yield "Guards", ", ".join(map(_guard, finding.guards)) or ("none seen" if finding.data else "")
    yield "Audited", ("yes" if finding.audited else "no entry seen") if finding.data else ""
    yield "Purpose", finding.purpose or ("not declared" if finding.data else "")
    yield "Known by", finding.evidence
    yield "Confidence", finding.confidence.value
    yield "Smallest change", finding.change
    yield "Suppressed", suppression_text(finding)


def _guard(guard: GuardFact) -> str:
    role = f" ({guard.role})" if guard.role else ""
    return f"{guard.kind}{role}, {guard.path}:{guard.line}"


def _steps(steps: Sequence[FramedStep]) -> tuple[StepView, ...]:
    return tuple(
        StepView(left_out=item) if isinstance(item, int) else _step(item[0], item[1]) for item in folded(steps)
    )


def _step(number: int, framed: FramedStep) -> StepView:
    step = framed.step
    return StepView(
        number=number,
        verb=step.verb.value,
        place=str(framed.frame.place),
        scope=step.scope,
        code=_marked(framed.frame),
        guessed=step.unresolved,
    )


def _marked(frame: CodeFrame) -> tuple[str, str, str]:
    """The line without its indentation, cut where the mark begins and ends."""
    line, columns = frame.first_code_line, frame.columns
    if line is None:
        return ("", "", "")
    if columns is None:
        return (printable(line.strip()), "", "")
    start, end = columns[0] - 1, columns[1] - 1
    return (printable(line[:start].lstrip()), printable(line[start:end]), printable(line[end:].rstrip()))
