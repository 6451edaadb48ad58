"""Findings and the report: what the program says in the end."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from piilint.terms.flow import Step
from piilint.terms.grades import Confidence, Mask, Severity
from piilint.terms.location import Place


@dataclass(frozen=True, slots=True)
class CodeFrame:
    """A place with the code that stands there. `text` is the statement's lines, personal-looking literals masked;
    `first_line` is the line number of its first line; `before` are a few lines above it, for reading only;
    `line_in_file` is the line of a notebook's file that the place stands on, None elsewhere and where not known."""

    place: Place
    text: str = ""
    first_line: int = 0
    before: tuple[str, ...] = ()
    line_in_file: int | None = None

    @property
    def file_line(self) -> int:
        """The line for readers that know no cells; of a notebook whose line is not known the first."""
        if self.place.cell is None:
            return self.place.line
        return self.line_in_file or 1

    @property
    def first_code_line(self) -> str | None:
        """The line of code that the place starts on."""
        lines, at = self.text.split("\n"), self.place.line - self.first_line
        return lines[at] if self.text and 0 <= at < len(lines) else None

    @property
    def columns(self) -> tuple[int, int] | None:
        """Where the place starts on its first line, and where on that line it ends (exclusive); in a notebook too."""
        place, line = self.place, self.first_code_line
        if place.column is None:
            return None
        if place.end_column is not None and place.end_line in (None, place.line):
            return (place.column, max(place.column, place.end_column))
        return (place.column, max(place.column, len(line) + 1 if line is not None else place.column))


@dataclass(frozen=True, slots=True)
class FramedStep:
    """A step of the trace with its code."""

    step: Step
    frame: CodeFrame


@dataclass(frozen=True, slots=True)
class GuardFact:
    """A guard that stands before a sink. `kind` is the guard's name in the rules."""

    kind: str
    path: str
    line: int
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Suppressed:
    """Why a finding is not counted. `by` is "comment" or "baseline"."""

    by: str
    reason: str | None = None
    until: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class SuppressionComment:
    """`# piilint: ignore[PII101] until=2027-03-31 -- reason` as written, with the lines of code that it covers.

    `until` is None where no date is given; a malformed date is `datetime.date.min` and so has expired.
    """

    path: str
    line: int
    first_line: int
    last_line: int
    rules: tuple[str, ...]
    until: datetime.date | None = None
    reason: str | None = None
    cell: int | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """One datum of a combination. `source_at` and `sink_at` as in Finding."""

    data: str
    source: CodeFrame
    sink: CodeFrame
    sink_kind: str
    steps: tuple[FramedStep, ...]
    source_owner: str = ""
    sink_callee: str = ""
    evidence: str = ""
    source_at: tuple[int, int] = (-1, -1)
    sink_at: tuple[int, int] = (-1, -1)

    @property
    def reading_order(self) -> tuple[object, ...]:
        """The sink's place, then data, then the source's place."""
        return (*_order(self.sink.place), self.data, self.source.place.path, self.source.place.line)


@dataclass(frozen=True, slots=True)
class Finding:
    """A flow, or a screen, that breaks a rule. The primary place is the sink.

    `source_at` and `sink_at` are their (function, instruction) in the Program, -1 where they have none. `masked_by` is
    what hides the data, wholly or weakly; `missing` names what the rule asks for and the screen has not;
    `change` is the smallest change that would end the finding, in words.
    """

    rule: str
    name: str
    severity: Severity
    confidence: Confidence
    message: str
    data: tuple[str, ...]
    sink: CodeFrame
    sink_kind: str | None
    evidence: str = ""
    mask: Mask = Mask.NONE
    source: CodeFrame | None = None
    source_owner: str = ""
    sink_callee: str = ""
    steps: tuple[FramedStep, ...] = ()
    members: tuple[Member, ...] = ()
    screen: str | None = None
    guards: tuple[GuardFact, ...] = ()
    audited: bool = False
    purpose: str | None = None
    suppressed: Suppressed | None = None
    fingerprint: str = ""
    masked_by: str | None = None
    missing: tuple[str, ...] = ()
    change: str = ""
    source_at: tuple[int, int] = (-1, -1)
    sink_at: tuple[int, int] = (-1, -1)

    @property
    def reading_order(self) -> tuple[object, ...]:
        """The sink's place, then rule, data, then the source's place."""
        source = self.source.place if self.source else None
        return (
            *_order(self.sink.place), self.rule, self.data,
            source.path if source else "", source.line if source else 0,
        )  # fmt: skip


def _order(place: Place) -> tuple[object, ...]:
    return (place.path, place.cell or 0, place.line, place.column or 0)


@dataclass(frozen=True, slots=True)
class Problem:
    """A file that could not be read, parsed or followed. Never a finding."""

    path: str
    line: int
    message: str
    unreadable: bool = True


@dataclass(frozen=True, slots=True)
class Summary:
    """How much was analysed. All counts; told on every run so that a silent no-op cannot look like a clean one."""

    files: int = 0
    functions: int = 0
    sources: int = 0
    sinks: int = 0
    unresolved_calls: int = 0
    unreadable_files: int = 0
    unmatched_templates: int = 0
    findings: int = 0


@dataclass(frozen=True, slots=True)
class Report:
    """What `check` returns: findings in reading order, problems, counts, and warnings and notes for stderr."""

    findings: tuple[Finding, ...] = ()
    problems: tuple[Problem, ...] = ()
    summary: Summary = field(default_factory=Summary)
    warnings: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
