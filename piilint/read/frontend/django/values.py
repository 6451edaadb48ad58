"""Expressions and conditions: each becomes a value."""

from __future__ import annotations

import re
from collections.abc import Sequence

from piilint.ir.instructions import Call, LoadAttribute, LoadItem, Name, Operate, Phi, Value
from piilint.read.frontend.django.conditions import Comparison, Condition, Junction, Not, parse_condition
from piilint.read.frontend.django.frame import Frame
from piilint.read.frontend.django.inheritance import call_super
from piilint.read.frontend.django.syntax import (
    Expression,
    Literal,
    NotAnExpression,
    Operand,
    Variable,
    parse_expression,
    parse_filters,
)
from piilint.read.frontend.django.tokens import Token
from piilint.read.frontend.problem import SyntaxProblem
from piilint.read.frontend.template.builder import Label


def parsed(text: str, at: Token) -> Expression:
    """The expression that a text says. Raises SyntaxProblem with its tag's line."""
    try:
        return parse_expression(text)
    except NotAnExpression as problem:
        raise SyntaxProblem(str(problem), at.line) from None


def lower(frame: Frame, text: str, at: Token) -> Value:
    """The value of a filter expression."""
    return lower_expression(frame, parsed(text, at), at)


def lower_expression(frame: Frame, expression: Expression, at: Token) -> Value:
    """The value of an operand that goes through filters."""
    return _filtered(frame, _operand(frame, expression.operand, at), expression.filters, at)


def lower_filters(frame: Frame, text: str, value: Value, at: Token) -> Value:
    """What `upper|truncatechars:20` makes of a value."""
    try:
        filters = parse_filters(text)
    except NotAnExpression as problem:
        raise SyntaxProblem(str(problem), at.line) from None
    return _filtered(frame, value, filters, at)


def lower_of_element(frame: Frame, text: str, element: Value, at: Token) -> Value:
    """The value of `address.city|upper` where it is read from an element, as in `regroup`."""
    expression = parsed(text, at)
    if isinstance(expression.operand, Variable):
        element = _read(frame, element, expression.operand.path, at)
    return _filtered(frame, element, expression.filters, at)


def runs_overridden_block(frame: Frame, operand: Operand) -> bool:
    """Whether it is `block.super`, which shows by itself what it stands for."""
    path = operand.path[:2] if isinstance(operand, Variable) else ()
    return path == ("block", "super") and frame.kind == "block" and not frame.is_local("block")


def is_constant(text: str) -> bool:
    """Whether an expression says the same for all data."""
    try:
        expression = parse_expression(text)
    except NotAnExpression:
        return True
    operands = [expression.operand, *(argument for _, argument in expression.filters)]
    return not any(isinstance(operand, Variable) for operand in operands)


def lower_test(frame: Frame, words: Sequence[str], at: Token, yes: Label, no: Label) -> None:
    """Ends the block by a condition. `and`, `or` and `not` become control flow, so that each part guards what follows
    it."""
    try:
        condition = parse_condition(words)
    except NotAnExpression as problem:
        raise SyntaxProblem(str(problem), at.line) from None
    _test(frame, condition, at, yes, no)


def _test(frame: Frame, condition: Condition, at: Token, yes: Label, no: Label) -> None:
    if isinstance(condition, Not):
        _test(frame, condition.operand, at, no, yes)
    elif isinstance(condition, Junction):
        second = frame.code.new_label()
        _test(frame, condition.left, at, *((yes, second) if condition.either else (second, no)))
        frame.code.start(second)
        _test(frame, condition.right, at, yes, no)
    else:
        frame.code.branch(_condition(frame, condition, at), yes, no)


def _condition(frame: Frame, condition: Condition, at: Token) -> Value:
    """The value of a condition where control flow does not part: inside of a comparison."""
    if isinstance(condition, Expression):
        return lower_expression(frame, condition, at)
    if isinstance(condition, Not):
        return frame.emit(Operate("not_", [_condition(frame, condition.operand, at)]), at)
    values = [_condition(frame, condition.left, at), _condition(frame, condition.right, at)]
    if isinstance(condition, Comparison):
        return frame.emit(Operate(condition.operator, values), at)
    return frame.emit(Operate("or_" if condition.either else "and_", values), at)


def _operand(frame: Frame, operand: Operand, at: Token) -> Value:
    if isinstance(operand, Literal):
        return frame.constant(operand.value, at)
    first, *rest = operand.path
    if runs_overridden_block(frame, operand):
        call_super(frame, at)
        return frame.constant("", at)
    return _read(frame, frame.load(first, at), rest, at)


_POSITION = re.compile("[0-9]{1,9}")

_METHODS = frozenset({"all", "items", "keys", "values"})
"""What is found on the way is called if that can be done. Of these names it is nearly sure: the methods by which
templates go through dicts and related objects. They may be keys all the same."""


def _read(frame: Frame, value: Value, path: Sequence[str], at: Token) -> Value:
    for part in path:
        if _POSITION.fullmatch(part):
            value = frame.emit(LoadItem(value, frame.constant(int(part), at)), at)
        else:
            value = frame.emit(LoadAttribute(value, part, True), at)
            if part in _METHODS:
                value = frame.emit(Phi([value, frame.emit(Call(value), at)]), at)
    return value


def _filtered(frame: Frame, value: Value, filters: Sequence[tuple[str, Operand | None]], at: Token) -> Value:
    for name, argument in filters:
        callee = frame.emit(Name(f"django.filter.{name}"), at)
        arguments = [value] if argument is None else [value, _operand(frame, argument, at)]
        value = frame.emit(Call(callee, arguments), at)
    return value
