"""Where exactly an instruction, a declaration or a template's expression stands on its lines."""

from __future__ import annotations

import re

from piilint.excerpt.columns import Span, columns
from piilint.excerpt.texts import Lines
from piilint.ir.instructions import Assign, Return, Show, StoreAttribute, StoreItem, StoreName
from piilint.ir.program import Program

STORES = (Assign, StoreName, StoreAttribute, StoreItem)


def of_instruction(program: Program, function: int, instruction: int, lines: Lines) -> Span | None:
    """The expression of a Python instruction, or its statement where that does it; `lines` are the statement's."""
    found = columns(lines)
    if found is None:
        return None
    body = program.functions[function].body
    if instruction >= len(body.code):  # a class that only inherits has a body without code
        return found.whole
    ordinal, done = body.ordinals[instruction], body.code[instruction]
    if ordinal < 0:
        return found.whole
    if ordinal >= len(found.expressions):
        return None
    span, whole = found.expressions[ordinal], found.whole
    if whole is None or program.functions[function].ir.kind == "lambda":
        return span
    # a target that does not start its statement is a comprehension's, or one of several
    stores = isinstance(done, STORES) and (span.line, span.column) == (whole.line, whole.column)
    return whole if stores or isinstance(done, Return) else span


def of_declaration(name: str, lines: Lines) -> Span | None:
    """A statement that declares something, or the name where it stands in it only once: a parameter, a key."""
    found = columns(lines)
    if found is not None and found.whole is not None:
        return found.whole
    return of_name(_last_word(name), lines)


def of_shown(program: Program, function: int, instruction: int, lines: Lines) -> Span | None:
    """A template's expression; `lines` are those of its statement, from the one that it starts on.

    The same expression may be shown more than once on a line: they stand in the order of their instructions.
    """
    body = program.functions[function].body
    shown = body.code[instruction]
    if not isinstance(shown, Show) or not shown.text:
        return None
    same = [
        index
        for index, other in enumerate(body.code)
        if isinstance(other, Show) and other.text == shown.text and body.lines[index] == body.lines[instruction]
    ]
    text = "\n".join(lines)
    first_line = len(lines[0]) if lines else 0
    found = re.finditer(rf"\{{\{{[-+]?\s*({re.escape(shown.text)})(?!\w)", text)
    starts = [one.start(1) for one in found if one.start() <= first_line]
    return _span(text, starts[same.index(instruction)], len(shown.text)) if len(starts) == len(same) else None


def of_name(name: str, lines: Lines) -> Span | None:
    """A name where it stands on the first line only once; None where it may be one or another."""
    if not name or not lines:
        return None
    starts = [found.start() for found in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", lines[0])]
    return _span(lines[0], starts[0], len(name)) if len(starts) == 1 else None


def _span(text: str, start: int, length: int) -> Span:
    first, last = _position(text, start), _position(text, start + length)
    return Span(first[0], first[1] + 1, last[0], last[1] + 1)


def _position(text: str, offset: int) -> tuple[int, int]:
    """Line and column of an offset, both from 0."""
    return text.count("\n", 0, offset), offset - text.rfind("\n", 0, offset) - 1


def _last_word(name: str) -> str:
    """`latitude` of `Clip.latitude`, `lat` of `row["lat"]`."""
    words = re.findall(r"\w+", name)
    return words[-1] if words else ""
