"""Filling one frame: which lines belong to it, where on them it stands, and its text without personal literals."""

from __future__ import annotations

from dataclasses import replace

from piilint.excerpt import locate
from piilint.excerpt.columns import Span
from piilint.excerpt.redact import redacted
from piilint.excerpt.texts import Lines, Texts
from piilint.ir.program import Program
from piilint.terms.finding import CodeFrame
from piilint.terms.location import Place

CONTEXT_LINES = 2


class Frames:
    """Fills frames from a program and the texts of its files."""

    def __init__(self, program: Program, texts: Texts) -> None:
        self._program = program
        self._texts = texts

    def fill(self, frame: CodeFrame, at: tuple[int, int], name: str, with_context: bool = False) -> CodeFrame:
        """The frame with its statement's lines and, where they can be told, its columns.

        `at` is its (function, instruction) and `name` what it declares; a frame whose file is gone stays as it is.
        """
        place = frame.place
        text = self._texts.lines(place.path, place.cell)
        if text is None or not 1 <= place.line <= len(text):
            return frame
        known = at if self._stands_at(place, at) else None
        first, last = self._statement(place, known)
        if last > len(text):
            return frame
        lines = text[first - 1 : last]
        span = self._span(place, known, name, lines, place.line - first)
        before = text[max(0, first - 1 - CONTEXT_LINES) : first - 1] if with_context else ()
        exact = place if span is None else _exact(place, span, first)
        return CodeFrame(
            exact,
            "\n".join(redacted(line) for line in lines),
            first,
            tuple(redacted(line) for line in before),
            self._texts.line_in_file(place.path, place.cell, exact.line),
        )

    def _stands_at(self, place: Place, at: tuple[int, int]) -> bool:
        """Whether the instruction is what stands at the place: a source may be declared elsewhere than it is read."""
        function, instruction = at
        if function < 0 or instruction < 0:
            return False
        owner = self._program.functions[function]
        if owner.module.path != place.path or instruction >= len(owner.body.code):
            return False
        first, last = self._statement(place, at)
        return first <= place.line <= last

    def _statement(self, place: Place, at: tuple[int, int] | None) -> tuple[int, int]:
        """First and last line of the statement, in a notebook within the cell."""
        if at is None or not self._program.functions[at[0]].body.statements:
            return place.line, max(place.line, place.end_line or place.line)
        first, last = self._program.statement(*at)
        cells = self._program.functions[at[0]].module.ir.cells
        start = cells[place.cell - 1][0] if place.cell is not None and place.cell <= len(cells) else 1
        return first - start + 1, last - start + 1

    def _span(self, place: Place, at: tuple[int, int] | None, name: str, lines: Lines, offset: int) -> Span | None:
        """Where it stands, counted from the statement's first line."""
        if at is not None and not self._program.functions[at[0]].is_python:
            found = locate.of_shown(self._program, *at, lines[offset:])
            return found and replace(found, line=found.line + offset, end_line=found.end_line + offset)
        if not self._texts.is_python(place.path):
            return None
        if at is not None:
            return locate.of_instruction(self._program, *at, lines)
        return locate.of_declaration(name, lines)


def _exact(place: Place, span: Span, first: int) -> Place:
    return replace(
        place,
        line=first + span.line,
        column=span.column,
        end_line=first + span.end_line,
        end_column=span.end_column,
    )
