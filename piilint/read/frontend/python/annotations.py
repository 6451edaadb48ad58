"""Types as they are written, quoted ones too."""

from __future__ import annotations

from typing import Any

import libcst as cst

from piilint.ir.instructions import Scalar
from piilint.ir.module import Annotation
from piilint.read.frontend.python.constants import dotted, number_value, string_value

_DEPTH = 12
"""Types are cut below this depth."""
_QUOTED_LENGTH = 500
"""Longer quoted types are not read."""
_SINGLETONS = {"None": None, "True": True, "False": False}


def annotation(node: Any) -> Annotation | None:
    """The type that an annotation names; None where there is none or it is no type that can be read."""
    if node is None:
        return None
    return _read(node.annotation if type(node) is cst.Annotation else node, _DEPTH)


def _read(node: Any, depth: int) -> Annotation | None:
    if depth == 0:
        return None
    cls = type(node)
    if cls is cst.Name or cls is cst.Attribute:
        name = dotted(node)
        return Annotation(name) if name else None
    if cls is cst.Subscript:
        return _subscript(node, depth)
    if cls is cst.BinaryOperation:
        return Annotation("|", _present(_read(side, depth - 1) for side in _alternatives(node)))
    if cls is cst.SimpleString or cls is cst.ConcatenatedString:
        return _quoted(node, depth)
    if cls is cst.List or cls is cst.Tuple:
        return Annotation("[]", _present(_read(element.value, depth - 1) for element in node.elements))
    if cls is cst.Call:
        arguments = [_argument(argument.value, depth - 1) for argument in node.args if not argument.star]
        constants = [found for argument in node.args if (found := constant(argument.value)) is not ...]
        return Annotation(dotted(node.func), _present(arguments), constants)
    if cls is cst.Ellipsis:
        return Annotation("", [], ["..."])
    value = constant(node)
    return None if value is ... else Annotation("", [], [value])


def _argument(node: Any, depth: int) -> Annotation | None:
    """An argument of a call: only what is no constant."""
    return _read(node, depth) if constant(node) is ... else None


def _subscript(node: cst.Subscript, depth: int) -> Annotation | None:
    name = dotted(node.value)
    literal = name.rpartition(".")[2] == "Literal"
    arguments = []
    for number, element in enumerate(node.slice):
        if type(element.slice) is cst.Index:
            inner = element.slice.value
            is_metadata = name.rpartition(".")[2] == "Annotated" and number > 0
            arguments.append(_literal(inner) if literal or is_metadata else _read(inner, depth - 1))
    found = [
        read if read is not None else _read(element.slice.value, depth - 1)
        for read, element in zip(arguments, node.slice, strict=False)
        if type(element.slice) is cst.Index
    ]
    return Annotation(name, _present(found)) if name else None


def _literal(node: Any) -> Annotation | None:
    value = constant(node)
    return None if value is ... else Annotation("", [], [value])


def _alternatives(node: Any) -> list[Any]:
    sides: list[Any] = []
    while type(node) is cst.BinaryOperation:
        sides.append(node.right)
        node = node.left
    return [node, *reversed(sides)]


def _quoted(node: Any, depth: int) -> Annotation | None:
    text = constant(node)
    if not isinstance(text, str) or len(text) > _QUOTED_LENGTH or not text.strip():
        return None
    if text.isidentifier():
        return Annotation(text)
    try:
        return _read(cst.parse_expression(text.strip()), depth - 1)
    except cst.ParserSyntaxError:
        return None


def constant(node: Any) -> Scalar | Any:
    """The value of a literal, `...` (Ellipsis) for anything else."""
    cls = type(node)
    if cls is cst.SimpleString:
        return string_value(node.value)
    if cls is cst.ConcatenatedString:
        left, right = constant(node.left), constant(node.right)
        return left + right if isinstance(left, str) and isinstance(right, str) else ...
    if cls is cst.Integer or cls is cst.Float:
        return number_value(node)
    if cls is cst.UnaryOperation and type(node.operator) is cst.Minus:
        value = constant(node.expression)
        return -value if isinstance(value, (int, float)) and not isinstance(value, bool) else ...
    if cls is cst.Name and node.value in _SINGLETONS:
        return _SINGLETONS[node.value]
    return ...


def _present(found: Any) -> list[Annotation]:
    return [one for one in found if one is not None]
