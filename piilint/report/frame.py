"""The primary frame of a finding: its code between line numbers, the sink underlined."""

from __future__ import annotations

from piilint.report.code_line import CodeLine, code_line, wrapped
from piilint.report.style import Style
from piilint.terms.finding import CodeFrame
from piilint.terms.grades import Severity

MOST_LINES = 6


def frame_lines(frame: CodeFrame, label: str, severity: Severity, style: Style, width: int) -> list[str]:
    """` --> path:line:column` and below it the statement with the sink marked."""
    lines = frame.text.split("\n") if frame.text else []
    last = frame.first_line + len(lines) - 1 if lines else frame.place.line
    gutter = len(str(last))
    printed = [f"{' ' * gutter}{style.frame('-->')} {style.place(str(frame.place))}"]
    if not lines:
        return printed
    room = width - gutter - 3
    bar = f"{' ' * gutter} {style.frame('|')}"
    printed.append(bar)
    for number, line in enumerate(frame.before, frame.first_line - len(frame.before)):
        printed.append(_numbered(number, code_line(line, None, None, room).text, gutter, style))
    for number, line in _shown(frame, lines):
        if number < 0:
            printed.append(style.frame("..."))
            continue
        code = code_line(line, *_marked(frame, number), room)
        printed.append(_numbered(number, code.text, gutter, style))
        if number == frame.place.line:
            printed.extend(_label(code, label, severity, style, bar, room))
    printed.append(bar)
    return printed


def label_lines(code: CodeLine, label: str, room: int) -> list[str]:
    """Carets with the label behind them, or below them where there is no room."""
    if not label:
        return [code.carets] if code.carets.strip() else []
    beside = f"{code.carets} {label}" if code.carets.strip() else label
    if len(beside) <= room:
        return [beside]
    indent = " " * min(code.start, room // 3)
    below = wrapped(label, room, indent, indent)
    return [code.carets, *below] if code.carets.strip() else below


def _label(code: CodeLine, label: str, severity: Severity, style: Style, bar: str, room: int) -> list[str]:
    return [f"{bar} {style.severity(line, severity)}" for line in label_lines(code, label, room)]


def _shown(frame: CodeFrame, lines: list[str]) -> list[tuple[int, str]]:
    """The statement's lines with their numbers; of a long one its start and where the sink is. -1 stands for a gap."""
    numbered = list(enumerate(lines, frame.first_line))
    if len(numbered) <= MOST_LINES:
        return numbered
    at = frame.place.line - frame.first_line
    start = max(0, min(at - 1, len(numbered) - 1))
    head = numbered[:1] + ([(-1, "")] if start > 1 else []) if start > 0 else []
    tail = numbered[start : start + MOST_LINES - 2]
    return head + tail + ([(-1, "")] if start + MOST_LINES - 2 < len(numbered) else [])


def _marked(frame: CodeFrame, number: int) -> tuple[int | None, int | None]:
    """The part of a line that the frame's place covers: only its first line is underlined."""
    place = frame.place
    if number != place.line or place.column is None:
        return None, None
    end = place.end_column - 1 if place.end_column is not None and place.end_line in (None, place.line) else None
    return place.column - 1, end


def _numbered(number: int, text: str, gutter: int, style: Style) -> str:
    return f"{style.frame(f'{number:>{gutter}} |')} {text}".rstrip()
