"""Simple statements, and the order in which statements run."""

from __future__ import annotations

from typing import Any

import libcst as cst

from piilint.ir.instructions import (
    Constant,
    Exit,
    LoadAttribute,
    LoadItem,
    Operate,
    Raise,
    Return,
    StoreAttribute,
    StoreItem,
)
from piilint.read.frontend.python.builder import STATEMENTS, Field, FunctionBuilder
from piilint.read.frontend.python.calls import discard
from piilint.read.frontend.python.conditions import condition
from piilint.read.frontend.python.dead import collect
from piilint.read.frontend.python.expressions import OPERATORS, index
from piilint.read.frontend.python.frames import With, left
from piilint.read.frontend.python.frames import target as frame_target
from piilint.read.frontend.python.ssa import BlockBuilder
from piilint.read.frontend.python.targets import assign, delete


def block(function: FunctionBuilder, body: Any) -> None:
    """Lower the body of a compound statement."""
    if type(body) is cst.SimpleStatementSuite:
        _small(function, body)
    else:
        run(function, body.body)


def run(function: FunctionBuilder, statements: Any) -> None:
    """Lower statements one after the other; of those that cannot run only what they define."""
    for statement in statements:
        current = function.current
        if current is None:
            collect(function, statement)
            continue
        if function.handler is not None and len(function.code) > current.first:
            function.advance()
        if type(statement) is cst.SimpleStatementLine:
            function.at(function.module.survey.spans[id(statement)])
            _small(function, statement)
        else:
            STATEMENTS[type(statement)](function, statement)


def _small(function: FunctionBuilder, line: Any) -> None:
    first = True
    for statement in line.body:
        if function.current is None:
            collect(function, statement)
            continue
        if not first and function.handler is not None:
            function.advance()
        first = False
        lower = STATEMENTS.get(type(statement))
        if lower is not None:
            lower(function, statement)


def _expression(function: FunctionBuilder, node: cst.Expr) -> None:
    value = node.value
    discard(function, value)
    if function.kind == "module" and type(value) is cst.Call and type(value.func) is cst.Attribute:
        if type(value.func.value) is cst.Name and value.func.value.value == "__all__" and value.args:
            if value.func.attr.value in ("extend", "append"):
                function.module.export(value.args[0].value, replace=False)


def assign_value(function: FunctionBuilder, node: cst.Assign) -> None:
    """Lower `target = value`."""
    value = function.expression(node.value)
    for one in node.targets:
        assign(function, one.target, value, node.value)
        _note_exports(function, one.target, node.value, replace=True)


def _note_exports(function: FunctionBuilder, target: Any, value: Any, replace: bool) -> None:
    if function.kind == "module" and type(target) is cst.Name and target.value == "__all__":
        function.module.export(value, replace)


def _annotated(function: FunctionBuilder, node: cst.AnnAssign) -> None:
    target = node.target
    if node.value is not None:
        value = function.expression(node.value)
        assign(function, target, value, node.value, node.annotation)
        _note_exports(function, target, node.value, replace=True)
    elif type(target) is cst.Name:
        if function.kind == "class":
            function.fields.append(Field(target.value, function.span, -1, node.annotation, None))
    elif type(target) is cst.Attribute and type(target.value) is cst.Name and target.value.value == function.receiver:
        function.fields.append(Field(function.mangled(target.attr.value), function.span, -1, node.annotation, None))


_INPLACE: dict[type, str] = {
    cst_class: "i" + name.rstrip("_")
    for plain, name in OPERATORS.items()
    if (cst_class := getattr(cst, f"{plain.__name__}Assign", None)) is not None
}


def _augmented(function: FunctionBuilder, node: cst.AugAssign) -> None:
    target = node.target
    operator = _INPLACE[type(node.operator)]
    if type(target) is cst.Name:
        old = function.read_name(target.value, target)
        value = function.emit(Operate(operator, [old, function.expression(node.value)]), target)
        function.bind(target.value, value, target)
        _note_exports(function, target, node.value, replace=False)
    elif type(target) is cst.Attribute:
        owner = function.expression(target.value)
        name = function.mangled(target.attr.value)
        function.mentions.add(name)
        old = function.emit(LoadAttribute(owner, name), target)
        value = function.emit(Operate(operator, [old, function.expression(node.value)]), target)
        function.emit(StoreAttribute(owner, name, value), target)
    elif type(target) is cst.Subscript:
        owner = function.expression(target.value)
        position = index(function, target)
        old = function.emit(LoadItem(owner, position), target)
        value = function.emit(Operate(operator, [old, function.expression(node.value)]), target)
        function.emit(StoreItem(owner, position, value), target)


def _delete(function: FunctionBuilder, node: cst.Del) -> None:
    delete(function, node.target)


def _return(function: FunctionBuilder, node: cst.Return) -> None:
    value = function.emit(Constant(None)) if node.value is None else function.expression(node.value)
    _exits(function, "return")
    function.emit(Return(value), node.value)
    _leave(function, "return")


def _raise(function: FunctionBuilder, node: cst.Raise) -> None:
    cause = -1
    if node.exc is not None:
        value = function.expression(node.exc)
        cause = -1 if node.cause is None else function.expression(node.cause.item)
    else:
        value = function.caught if function.caught >= 0 else function.emit(Constant(None))
    function.emit(Raise(value, cause), node.exc)
    raised(function)


def raised(function: FunctionBuilder) -> None:
    """An exception was raised: control goes to the handler, if there is one."""
    if function.current is not None:
        if function.handler is not None:
            function.current.succs.append(function.handler)
        managers = [frame for frame in function.frames if isinstance(frame, With)]
        if managers and managers[-1].handler is function.handler:
            managers[-1].raises.append(function.current)
    function.end()


def _assert(function: FunctionBuilder, node: cst.Assert) -> None:
    holds, fails = BlockBuilder(), BlockBuilder()
    condition(function, node.test, holds, fails)
    if fails.preds:
        function.start(fails)
        message = function.emit(Constant(None)) if node.msg is None else function.expression(node.msg)
        function.emit(Raise(message), node.msg)
        raised(function)
    function.resume(holds)


def _leave(function: FunctionBuilder, way: str) -> None:
    goal = frame_target(function.frames, way)
    if goal is not None:
        function.edge(goal)
    function.end()


def _exits(function: FunctionBuilder, way: str) -> None:
    if function.current is not None:
        for frame in left(function.frames, way):
            function.emit(Exit(frame.manager, frame.entered, "end", frame.asynchronous))


def _break(function: FunctionBuilder, _: cst.Break) -> None:
    _exits(function, "break")
    _leave(function, "break")


def _continue(function: FunctionBuilder, _: cst.Continue) -> None:
    _exits(function, "continue")
    _leave(function, "continue")


def _type_alias(function: FunctionBuilder, node: cst.TypeAlias) -> None:
    value = function.expression(node.value)
    function.bind(node.name.value, value, node.name)


STATEMENTS.update(
    {
        cst.Expr: _expression,
        cst.Assign: assign_value,
        cst.AnnAssign: _annotated,
        cst.AugAssign: _augmented,
        cst.Del: _delete,
        cst.Return: _return,
        cst.Raise: _raise,
        cst.Assert: _assert,
        cst.Break: _break,
        cst.Continue: _continue,
        cst.TypeAlias: _type_alias,
    }
)
