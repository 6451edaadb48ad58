"""Findings made by hand, as `judge` and `excerpt` would make them of a small clinic's web application."""

from __future__ import annotations

import datetime

from piilint.terms.finding import (
    CodeFrame,
    Finding,
    FramedStep,
    GuardFact,
    Member,
    Problem,
    Report,
    Summary,
    Suppressed,
)
from piilint.terms.flow import Step, Verb
from piilint.terms.grades import Confidence, Mask, Severity
from piilint.terms.location import Place
from piilint.terms.rule import Rule
from piilint.terms.rulebook import Rulebook
from piilint.terms.specs import DataType


def frame(
    path: str, line: int, text: str, mark: str = "", before: tuple[str, ...] = (), cell: int | None = None
) -> CodeFrame:
    """A frame of a one-line statement with the part `mark` of it as its place."""
    if not mark:
        return CodeFrame(Place(path, line, None, line, None, cell), text, line, before)
    column = text.index(mark) + 1
    return CodeFrame(Place(path, line, column, line, column + len(mark), cell), text, line, before)


def step(verb: Verb, code: CodeFrame, scope: str, message: str = "", unresolved: bool = False) -> FramedStep:
    """A step that stands where its frame does."""
    return FramedStep(Step(verb, code.place, message, scope, unresolved=unresolved), code)


DECLARATION = frame(
    "app/models.py",
    23,
    "    phone: Mapped[str] = mapped_column(String(20))",
    "phone: Mapped[str] = mapped_column(String(20))",
)
SHOWN = frame(
    "app/templates/patient.html",
    12,
    "    <td>{{ row.phone }}</td>",
    "row.phone",
    ("  <tr>", "    <td>{{ row.name }}</td>"),
)
STORED = frame("app/service.py", 47, '    row = {"name": p.name, "phone": p.phone}', "p.phone")


def at(path: str, line: int, text: str, mark: str) -> CodeFrame:
    """A frame in the application."""
    return frame(f"app/{path}", line, text, mark)


PHONE_STEPS = (
    step(Verb.SOURCE, DECLARATION, "class Patient", "Patient.phone is declared"),
    step(Verb.RETURN, at("repo.py", 31, "        return get(Patient, pid)", "get(Patient, pid)"), "PatientRepo.get"),
    step(Verb.READ, STORED, "load_row", "phone is read"),
    step(Verb.STORE, STORED, "load_row", 'stored under the key "phone"'),
    step(Verb.PASS, at("service.py", 48, "    copy = row", "row"), "load_row", "assigned"),
    step(Verb.PASS, at("service.py", 49, "    final = copy", "copy"), "load_row", "assigned"),
    step(Verb.RETURN, at("service.py", 52, "    return final", "final"), "load_row", "returned to patient_detail"),
    step(
        Verb.CALL,
        at("views/patient.py", 57, "    row = tidy(load_row(pid))", "tidy(load_row(pid))"),
        "patient_detail",
        "through tidy",
        unresolved=True,
    ),
    step(
        Verb.TEMPLATE,
        at("views/patient.py", 58, '    return render_template("patient.html", row=row)', "row=row"),
        "patient_detail",
        "row of patient.html",
    ),
    step(Verb.SINK, SHOWN, "patient.html", "shown"),
)

PHONE = Finding(
    rule="PII102",
    name="contact-on-screen",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    message="phone number reaches a page",
    data=("contact.phone",),
    sink=SHOWN,
    sink_kind="ui.page",
    evidence="strong name `phone`",
    source=DECLARATION,
    source_owner="Patient.phone",
    sink_callee="{{ row.phone }}",
    steps=PHONE_STEPS,
    screen="app.views.patient.patient_detail",
    fingerprint="5a3176395eaf741ccccc68af",
    change="mask Patient.phone at app/service.py:47 with app.privacy.mask_phone",
)

READ = frame("app/export.py", 40, "    position = round(clip.latitude, 3), clip.shift", "clip.latitude")
LOGGED = CodeFrame(
    Place("app/export.py", 42, 5, 46, 6),
    '    logger.info(\n        "exporting %s for %s",\n        position,\n        extra=None,\n    )',
    42,
    ("    for clip in clips:", ""),
)

POSITION = Finding(
    rule="PII101",
    name="coordinates-in-log",
    severity=Severity.WARNING,
    confidence=Confidence.MEDIUM,
    message="precise location reaches a log, masked only weakly by builtins.round: "
    "part of the precise location is still readable",
    data=("location.precise",),
    sink=LOGGED,
    sink_kind="log",
    evidence="name `latitude` with strong siblings",
    mask=Mask.WEAK,
    masked_by="builtins.round",
    source=READ,
    source_owner="clip.latitude",
    sink_callee="logging.Logger.info",
    steps=(
        step(Verb.SOURCE, READ, "export", "clip.latitude is read"),
        step(Verb.CALL, frame("app/export.py", 40, READ.text, "round(clip.latitude, 3)"), "export", "through round"),
        step(Verb.SINK, LOGGED, "export", "logged"),
    ),
    screen="app.export.export:42",
    guards=(GuardFact("role", "app/export.py", 30, "analyst"),),
    fingerprint="0011223344556677aabbccdd",
    suppressed=Suppressed("comment", "PRIV-12: coarse positions are agreed", datetime.date(2027, 3, 31)),
)

TEXT = frame("tools/listen.py", 9, 'st.write(clip["transcript"])', 'st.write(clip["transcript"])')
NAME = frame("tools/listen.py", 11, 'st.write(clip["speaker"])', 'st.write(clip["speaker"])')
TEXT_SOURCE = frame("tools/listen.py", 9, TEXT.text, 'clip["transcript"]')
NAME_SOURCE = frame("tools/listen.py", 11, NAME.text, 'clip["speaker"]')

MEMBERS = (
    Member(
        "voice.transcript", TEXT_SOURCE, TEXT, "ui.widget",
        (step(Verb.SOURCE, TEXT_SOURCE, "tools/listen.py", "read"), step(Verb.SINK, TEXT, "tools/listen.py", "shown")),
        'clip["transcript"]', "streamlit.write", "strong name `transcript`",
    ),
    Member(
        "identity.name", NAME_SOURCE, NAME, "ui.widget",
        (step(Verb.SOURCE, NAME_SOURCE, "tools/listen.py", "read"), step(Verb.SINK, NAME, "tools/listen.py", "shown")),
        'clip["speaker"]', "streamlit.write", "name `speaker` with strong siblings",
    ),
)  # fmt: skip

TOGETHER = Finding(
    rule="PII201",
    name="speaker-identified-on-screen",
    severity=Severity.ERROR,
    confidence=Confidence.MEDIUM,
    message="voice transcript and name of one record stand together on the screen tools.listen",
    data=("voice.transcript", "identity.name"),
    sink=TEXT,
    sink_kind="ui.widget",
    evidence="strong name `transcript`",
    source=TEXT_SOURCE,
    source_owner='clip["transcript"]',
    sink_callee="streamlit.write",
    steps=MEMBERS[0].steps,
    members=MEMBERS,
    screen="tools.listen",
    audited=True,
    purpose="transcription",
    fingerprint="77aabbccdd00112233445566",
)

COMMENT = Finding(
    rule="PII903",
    name="expired-suppression",
    severity=Severity.NOTE,
    confidence=Confidence.HIGH,
    message="the suppression expired on 2026-01-01",
    data=(),
    sink=frame("notes/map.ipynb", 2, "plot(x)  # piilint: ignore until=2026-01-01", cell=3),
    sink_kind=None,
    fingerprint="ffffffffffffffffffffffff",
)

RULES = Rulebook(
    data=(DataType("contact.phone", "Phone number"), DataType("location.precise", "Precise location")),
    rule=(
        Rule(
            "PII102",
            "contact-on-screen",
            why="Whoever looks at the page can copy the number, and pages end up in screenshots, in browser caches "
            "and in support tickets.",
            instead="Show only what the task needs: mask the number, or link to the place where a role may look it up.",
        ),
    ),
)

REPORT = Report(
    findings=(POSITION, PHONE, COMMENT, TOGETHER),
    problems=(Problem("app/broken.py", 3, "cannot be parsed: expected ':'"),),
    summary=Summary(
        files=214, functions=1030, sources=38, sinks=51, unresolved_calls=7, unreadable_files=1, findings=3
    ),
)

CLEAN = Report(summary=Summary(files=214, functions=1030, sources=38, sinks=51))
