"""Names, attributes, items, operators, displays."""

from __future__ import annotations

from typing import Any

import libcst as cst

from piilint.ir.instructions import Build, Constant, LoadAttribute, LoadItem, Operate, Yield
from piilint.read.frontend.python.builder import EXPRESSIONS, FunctionBuilder
from piilint.read.frontend.python.constants import number_value, string_value

OPERATORS: dict[type, str] = {
    cst.Add: "add",
    cst.Subtract: "sub",
    cst.Multiply: "mul",
    cst.Divide: "truediv",
    cst.FloorDivide: "floordiv",
    cst.Modulo: "mod",
    cst.Power: "pow",
    cst.MatrixMultiply: "matmul",
    cst.LeftShift: "lshift",
    cst.RightShift: "rshift",
    cst.BitAnd: "and_",
    cst.BitOr: "or_",
    cst.BitXor: "xor",
}
_UNARY: dict[type, str] = {cst.Minus: "neg", cst.Plus: "pos", cst.BitInvert: "invert", cst.Not: "not_"}
_SINGLETONS = {"None": None, "True": True, "False": False}
_KEY_LENGTH = 80
"""Longer strings are texts, nobody's keys."""


def _name(function: FunctionBuilder, node: cst.Name) -> int:
    name = node.value
    if name in _SINGLETONS:
        return function.emit(Constant(_SINGLETONS[name]), node)
    return function.read_name(name, node)


def _attribute(function: FunctionBuilder, node: cst.Attribute) -> int:
    value = function.expression(node.value)
    name = function.mangled(node.attr.value)
    function.mentions.add(name)
    return function.emit(LoadAttribute(value, name), node)


def _subscript(function: FunctionBuilder, node: cst.Subscript) -> int:
    value = function.expression(node.value)
    return function.emit(LoadItem(value, index(function, node)), node)


def index(function: FunctionBuilder, node: cst.Subscript) -> int:
    """The value between the brackets of a subscript."""
    elements = node.slice
    if len(elements) == 1 and type(elements[0].slice) is cst.Index and elements[0].slice.star is None:
        if type(elements[0].comma) is not cst.Comma:
            return key(function, elements[0].slice.value)
    if len(elements) == 1 and type(elements[0].slice) is cst.Slice:
        return _slice(function, elements[0].slice, node)
    items: list[tuple[int, int]] = []
    for element in elements:
        part = element.slice
        if isinstance(part, cst.Index):
            items.append((-2 if part.star else -1, function.expression(part.value)))
        elif isinstance(part, cst.Slice):
            items.append((-1, _slice(function, part, node)))
    return function.emit(Build("tuple", items), node)


def _slice(function: FunctionBuilder, part: cst.Slice, node: Any) -> int:
    bounds = [-1 if bound is None else function.expression(bound) for bound in (part.lower, part.upper, part.step)]
    return function.emit(Build("slice", [(-1, bound) for bound in bounds]), node)


def key(function: FunctionBuilder, node: Any) -> int:
    """The value of a key or index; a constant one is mentioned whatever its characters."""
    if type(node) is cst.SimpleString:
        value = string_value(node.value)
        if len(value) <= _KEY_LENGTH:
            function.mentions.add(value)
        return function.emit(Constant(value), node)
    return function.expression(node)


def _binary(function: FunctionBuilder, node: cst.BinaryOperation) -> int:
    spine: list[Any] = [node]
    while type(spine[-1].left) is cst.BinaryOperation:
        spine.append(spine[-1].left)
    value = function.expression(spine[-1].left)
    for operation in reversed(spine):
        right = function.expression(operation.right)
        value = function.emit(Operate(OPERATORS[type(operation.operator)], [value, right]), operation)
    return value


def _unary(function: FunctionBuilder, node: cst.UnaryOperation) -> int:
    operand = node.expression
    if type(node.operator) is cst.Minus and type(operand) in (cst.Integer, cst.Float):
        value = number_value(operand)
        if not isinstance(value, str):
            return function.emit(Constant(-value), node)  # type: ignore[operator]
    return function.emit(Operate(_UNARY[type(node.operator)], [function.expression(operand)]), node)


def _number(function: FunctionBuilder, node: Any) -> int:
    return function.emit(Constant(number_value(node)), node)


def _ellipsis(function: FunctionBuilder, node: cst.Ellipsis) -> int:
    return function.emit(Constant("..."), node)


_KINDS: dict[type, str] = {cst.List: "list", cst.Tuple: "tuple", cst.Set: "set"}


def _display(function: FunctionBuilder, node: Any) -> int:
    items = [
        (-2 if type(element) is cst.StarredElement else -1, function.expression(element.value))
        for element in node.elements
    ]
    return function.emit(Build(_KINDS[type(node)], items), node)


def _dict(function: FunctionBuilder, node: cst.Dict) -> int:
    items: list[tuple[int, int]] = []
    for element in node.elements:
        if type(element) is cst.DictElement:
            name = key(function, element.key)
            items.append((name, function.expression(element.value)))
        else:
            items.append((-2, function.expression(element.value)))
    return function.emit(Build("dict", items), node)


def _starred(function: FunctionBuilder, node: cst.StarredElement) -> int:
    return function.expression(node.value)


def _await(function: FunctionBuilder, node: cst.Await) -> int:
    return function.emit(Operate("await", [function.expression(node.expression)]), node)


def _yield(function: FunctionBuilder, node: cst.Yield) -> int:
    delegate = type(node.value) is cst.From
    inner = node.value.item if isinstance(node.value, cst.From) else node.value
    value = function.expression(inner) if inner is not None else function.emit(Constant(None), node)
    return function.emit(Yield(value, delegate), node)


def _walrus(function: FunctionBuilder, node: cst.NamedExpr) -> int:
    value = function.expression(node.value)
    assert isinstance(node.target, cst.Name)
    return function.bind(node.target.value, value, node.target)


EXPRESSIONS.update(
    {
        cst.Name: _name,
        cst.Attribute: _attribute,
        cst.Subscript: _subscript,
        cst.BinaryOperation: _binary,
        cst.UnaryOperation: _unary,
        cst.Integer: _number,
        cst.Float: _number,
        cst.Imaginary: _number,
        cst.Ellipsis: _ellipsis,
        cst.List: _display,
        cst.Tuple: _display,
        cst.Set: _display,
        cst.Dict: _dict,
        cst.StarredElement: _starred,
        cst.Await: _await,
        cst.Yield: _yield,
        cst.NamedExpr: _walrus,
    }
)
