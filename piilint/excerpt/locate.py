"""Where exactly an instruction, a declaration or a template's expression stands on its lines."""

from __future__ import annotations

import re
from collections.abc import Sequence

from piilint.excerpt.columns import Span, columns
from piilint.excerpt.texts import Lines
from piilint.ir.instructions import Show
from piilint.ir.program import Program


def of_instruction(program: Program, function: int, instruction: int, lines: Lines) -> Span | None:
    """The expression of a Python instruction; `lines` are those of its statement."""
    found = columns(lines)
    if found is None:
        return None
    ordinal = program.functions[function].body.ordinals[instruction]
    if ordinal < 0:
        return found.whole
    return found.expressions[ordinal] if ordinal < len(found.expressions) else None


def of_declaration(name: str, lines: Lines) -> Span | None:
    """A statement that declares something, or the name where it stands in it only once: a parameter, a key."""
    found = columns(lines)
    if found is not None and found.whole is not None:
        return found.whole
    return of_text(_last_word(name), lines)


def of_shown(program: Program, function: int, instruction: int, lines: Lines) -> Span | None:
    """A template's expression, as often as it is shown on its line."""
    body = program.functions[function].body
    shown = body.code[instruction]
    if not isinstance(shown, Show) or not shown.text:
        return None
    same = [
        index
        for index, other in enumerate(body.code)
        if isinstance(other, Show) and other.text == shown.text and body.lines[index] == body.lines[instruction]
    ]
    return of_text(shown.text, lines, same.index(instruction), len(same))


def of_text(text: str, lines: Sequence[str], occurrence: int = 0, of: int = 1) -> Span | None:
    """One of the occurrences of a text on its first line; None where there are not as many as there should be."""
    if not text or not lines:
        return None
    starts = [found.start() for found in re.finditer(rf"(?<!\w){re.escape(text)}(?!\w)", lines[0])]
    if len(starts) != of:
        return None
    return Span(0, starts[occurrence] + 1, 0, starts[occurrence] + 1 + len(text))


def _last_word(name: str) -> str:
    """`latitude` of `Clip.latitude`, `lat` of `row["lat"]`."""
    words = re.findall(r"\w+", name)
    return words[-1] if words else ""
