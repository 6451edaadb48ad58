"""What decides which way control goes: `and`, `or`, `not`, comparisons, conditional expressions.

They are lowered to branches, so that dominance tells what surely held where code runs.
"""

from __future__ import annotations

from typing import Any

import libcst as cst

from piilint.ir.instructions import Constant, Operate, Phi
from piilint.read.frontend.python.builder import CELL, EXPRESSIONS, FunctionBuilder
from piilint.read.frontend.python.constants import number_value
from piilint.read.frontend.python.none_tests import none_test
from piilint.read.frontend.python.ssa import BlockBuilder

_COMPARISONS: dict[type, str] = {
    cst.LessThan: "lt",
    cst.LessThanEqual: "le",
    cst.Equal: "eq",
    cst.NotEqual: "ne",
    cst.GreaterThanEqual: "ge",
    cst.GreaterThan: "gt",
    cst.Is: "is_",
    cst.IsNot: "is_not",
    cst.In: "contains",
    cst.NotIn: "not_contains",
}


def static_truth(node: Any) -> bool | None:
    """Whether a test is surely true or false for every run (`TYPE_CHECKING` is false); None where it depends."""
    cls = type(node)
    if cls is cst.Name:
        return {"True": True, "False": False, "None": False, "TYPE_CHECKING": False}.get(node.value)
    if cls is cst.Attribute:
        return False if node.attr.value == "TYPE_CHECKING" else None
    if cls is cst.Integer:
        return bool(number_value(node))
    if cls is cst.UnaryOperation and type(node.operator) is cst.Not:
        inner = static_truth(node.expression)
        return None if inner is None else not inner
    return None


def condition(function: FunctionBuilder, node: Any, yes: BlockBuilder, no: BlockBuilder) -> None:
    """Lower a test and go to `yes` where it holds, to `no` where it does not. Afterwards nothing is current."""
    cls = type(node)
    if cls is cst.BooleanOperation:
        _boolean_condition(function, node, yes, no)
    elif cls is cst.UnaryOperation and type(node.operator) is cst.Not:
        condition(function, node.expression, no, yes)
    elif cls is cst.Comparison and len(node.comparisons) > 1:
        for test, last in _chain(function, node):
            following = yes if last else BlockBuilder()
            function.branch(test, following, no)
            if not last:
                function.start(following)
    else:
        truth = static_truth(node)
        if truth is None:
            _branch(function, node, yes, no)
        else:
            function.jump(yes if truth else no)


def _branch(function: FunctionBuilder, node: Any, yes: BlockBuilder, no: BlockBuilder) -> None:
    """Go one of two ways by a test. On the way where a variable is None it has that value, whatever it had before."""
    test = function.expression(node)
    name, polarity = none_test(node)
    key = function.names.get(name, CELL)
    if key[0] == CELL or not (function.once is None or key in function.scope.rebound):
        function.branch(test, yes, no)
        return
    before = function.read_name(name, node.left)
    way = BlockBuilder()
    function.branch(test, *((way, no) if polarity else (yes, way)))
    function.start(way)
    function.narrow(key, before, function.emit(Constant(None), node.left))
    function.jump(yes if polarity else no)


def _boolean_condition(function: FunctionBuilder, node: Any, yes: BlockBuilder, no: BlockBuilder) -> None:
    conjunction = type(node.operator) is cst.And
    operands = _operands(node)
    for operand in operands[:-1]:
        following = BlockBuilder()
        condition(function, operand, following if conjunction else yes, no if conjunction else following)
        function.resume(following)
        if function.current is None:
            return
    condition(function, operands[-1], yes, no)


def _operands(node: Any) -> list[Any]:
    """The operands of a row of the same operator."""
    operator = type(node.operator)
    operands: list[Any] = []
    pending = [node]
    while pending:
        operand = pending.pop()
        if type(operand) is cst.BooleanOperation and type(operand.operator) is operator:
            pending += (operand.right, operand.left)
        else:
            operands.append(operand)
    return operands


def _boolean(function: FunctionBuilder, node: cst.BooleanOperation) -> int:
    conjunction = type(node.operator) is cst.And
    operands = _operands(node)
    join = BlockBuilder()
    values: list[int] = []
    for operand in operands[:-1]:
        value = function.expression(operand)
        values.append(value)
        following = BlockBuilder()
        function.branch(value, following if conjunction else join, join if conjunction else following)
        function.start(following)
    last = function.expression(operands[-1])
    function.jump(join)
    function.start(join)
    if conjunction:
        return last
    return function.emit(Phi(list(dict.fromkeys([*values, last]))), node)


def _chain(function: FunctionBuilder, node: Any) -> list[tuple[int, bool]] | Any:
    """The comparisons of a chain, one at a time: the caller branches between them."""
    left = function.expression(node.left)
    last = len(node.comparisons) - 1
    for number, target in enumerate(node.comparisons):
        right = function.expression(target.comparator)
        yield function.emit(Operate(_COMPARISONS[type(target.operator)], [left, right]), node), number == last
        left = right


def _comparison(function: FunctionBuilder, node: cst.Comparison) -> int:
    if len(node.comparisons) == 1:
        target = node.comparisons[0]
        left = function.expression(node.left)
        right = function.expression(target.comparator)
        return function.emit(Operate(_COMPARISONS[type(target.operator)], [left, right]), node)
    join = BlockBuilder()
    values: list[int] = []
    for test, last in _chain(function, node):
        values.append(test)
        if not last:
            following = BlockBuilder()
            function.branch(test, following, join)
            function.start(following)
    function.jump(join)
    function.start(join)
    return function.emit(Phi(values), node)


def _conditional(function: FunctionBuilder, node: cst.IfExp) -> int:
    yes, no, join = BlockBuilder(), BlockBuilder(), BlockBuilder()
    condition(function, node.test, yes, no)
    values: list[int] = []
    for block, branch in ((yes, node.body), (no, node.orelse)):
        if block.preds:
            function.start(block)
            values.append(function.expression(branch))
            function.jump(join)
    function.start(join)
    return function.emit(Phi(list(dict.fromkeys(values))), node) if len(values) > 1 else values[0]


EXPRESSIONS.update(
    {
        cst.BooleanOperation: _boolean,
        cst.Comparison: _comparison,
        cst.IfExp: _conditional,
    }
)
