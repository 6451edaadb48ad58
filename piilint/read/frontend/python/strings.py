"""String literals, adjacent strings, f-strings and template strings."""

from __future__ import annotations

from typing import Any

import libcst as cst

from piilint.ir.instructions import Build, Constant, Operate
from piilint.read.frontend.python.builder import EXPRESSIONS, FunctionBuilder
from piilint.read.frontend.python.constants import string_value, unescaped

_CONVERSIONS = {"r": "repr", "s": "str", "a": "ascii"}
_PLAIN_TEXT = (cst.FormattedStringText, cst.TemplatedStringText)


def _string(function: FunctionBuilder, node: cst.SimpleString) -> int:
    value = string_value(node.value)
    if value.isidentifier():
        function.mentions.add(value)
    return function.emit(Constant(value), node)


def _text(function: FunctionBuilder, node: Any) -> int:
    return function.emit(Build("text", [(-1, part) for part in _parts(function, node)]), node)


def _concatenated(function: FunctionBuilder, node: cst.ConcatenatedString) -> int:
    pieces = _pieces(node)
    if all(type(piece) is cst.SimpleString for piece in pieces):
        value = "".join(string_value(piece.value) for piece in pieces)
        if value.isidentifier():
            function.mentions.add(value)
        return function.emit(Constant(value), node)
    parts: list[int] = []
    for piece in pieces:
        if type(piece) is cst.SimpleString:
            parts.append(function.expression(piece))
        else:
            parts += _parts(function, piece)
    return function.emit(Build("text", [(-1, part) for part in parts]), node)


def _pieces(node: Any) -> list[Any]:
    pieces: list[Any] = []
    pending = [node]
    while pending:
        piece = pending.pop()
        if type(piece) is cst.ConcatenatedString:
            pending += (piece.right, piece.left)
        else:
            pieces.append(piece)
    return pieces


def _parts(function: FunctionBuilder, node: Any) -> list[int]:
    """The values of the parts of an f-string; a text without any field is one constant."""
    raw = "r" in node.start.lower()
    parts: list[int] = []
    for part in node.parts:
        if isinstance(part, _PLAIN_TEXT):
            text = part.value.replace("{{", "{").replace("}}", "}")
            parts.append(function.emit(Constant(text if raw else unescaped(text)), node))
        else:
            if part.equal is not None:
                parts.append(function.emit(Constant(_written(part)), node))
            parts.append(_field(function, part, node))
    return parts


def _field(function: FunctionBuilder, part: Any, node: Any) -> int:
    value = function.expression(part.expression)
    if part.conversion is not None:
        value = function.emit(Operate(_CONVERSIONS[part.conversion], [value]), part.expression)
    elif part.equal is not None and not part.format_spec:
        value = function.emit(Operate("repr", [value]), part.expression)
    if part.format_spec:
        value = function.emit(
            Operate("format", [value, _specification(function, part.format_spec, node)]), part.expression
        )
    return value


def _specification(function: FunctionBuilder, parts: Any, node: Any) -> int:
    if len(parts) == 1 and isinstance(parts[0], _PLAIN_TEXT):
        return function.emit(Constant(unescaped(parts[0].value)), node)
    values: list[int] = []
    for part in parts:
        if isinstance(part, _PLAIN_TEXT):
            values.append(function.emit(Constant(unescaped(part.value)), node))
        else:
            values.append(_field(function, part, node))
    return function.emit(Build("text", [(-1, value) for value in values]), node)


def _written(part: Any) -> str:
    """`x=` of the field `{x=}`, as far as it is told by the tree alone."""
    empty = cst.Module(body=[])
    return f"{empty.code_for_node(part.expression)}="


EXPRESSIONS.update(
    {
        cst.SimpleString: _string,
        cst.FormattedString: _text,
        cst.ConcatenatedString: _concatenated,
    }
)
if hasattr(cst, "TemplatedString"):
    EXPRESSIONS[cst.TemplatedString] = _text
