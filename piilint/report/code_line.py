"""One line of code as it is printed: harmless, not too wide, with what matters marked."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass

TAB = "    "
CUT = "..."


@dataclass(frozen=True, slots=True)
class CodeLine:
    """The printed text, and which part of it is marked (equal ends: none)."""

    text: str
    start: int = 0
    end: int = 0

    @property
    def carets(self) -> str:
        """Spaces and then `^^^` below what is marked."""
        return " " * self.start + "^" * (self.end - self.start)


def code_line(line: str, start: int | None, end: int | None, width: int) -> CodeLine:
    """A line with the characters from `start` to `end` (from 0, exclusive) marked, cropped around them to the width."""
    start, end = (0, 0) if start is None else (min(start, len(line)), len(line) if end is None else min(end, len(line)))
    marked = CodeLine(printable(line), len(printable(line[:start])), len(printable(line[:end])))
    return _cropped(marked, width)


def printable(text: str) -> str:
    """Tabs as four spaces, and control characters, which could steer the terminal, as `?`."""
    return "".join(TAB if char == "\t" else char if char.isprintable() else "?" for char in text)


def on_one_line(text: str) -> str:
    """The text without line breaks: an expression of a template may span lines."""
    return printable(" ".join(text.split()))


def wrapped(text: str, width: int, first: str, rest: str) -> list[str]:
    """The text broken at spaces behind its prefixes; words longer than the width, such as paths, stay whole."""
    lines = textwrap.wrap(
        printable(text.replace("\n", " ")),
        max(width, len(rest) + 20),
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return lines or [first.rstrip()]


def _cropped(line: CodeLine, width: int) -> CodeLine:
    if len(line.text) <= width:
        return line
    room = max(width, 20)
    left = 0
    if line.end + len(CUT) > room:
        left = max(0, min(line.start - room // 4, len(line.text) - room + len(CUT)))
    head = CUT if left else ""
    kept = line.text[left : left + room - len(head)]
    if left + len(kept) < len(line.text):
        kept = kept[: -len(CUT)] + CUT
    shift = len(head) - left
    return CodeLine(head + kept, line.start + shift, min(line.end + shift, len(head) + len(kept)))
