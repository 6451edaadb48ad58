"""`def`, `lambda` and decorators."""

from __future__ import annotations

from typing import Any

import libcst as cst

from piilint.ir.instructions import Call, MakeFunction, Parameter, Return, StoreCell
from piilint.ir.module import ParameterIR
from piilint.read.frontend.python.annotations import annotation
from piilint.read.frontend.python.builder import DEFINITIONS, EXPRESSIONS, STATEMENTS, FunctionBuilder
from piilint.read.frontend.python.constants import dotted_callee
from piilint.read.frontend.python.statements import block
from piilint.read.frontend.python.survey import LINE_SHIFT, parameters_of


def _define(function: FunctionBuilder, node: cst.FunctionDef) -> None:
    decorators = decorate_with(function, node.decorators)
    function.statement(node)
    defaults = _defaults(function, node.params)
    index = make(function, node)
    scope = function.module.survey.scopes[id(node)]
    value = function.emit(MakeFunction(index, defaults, function.captures(scope)), node.name)
    value = decorated(function, value, decorators)
    name = node.name.value
    function.statement(node)
    function.bind(name, value, node.name, ("function", index, not node.decorators))
    if function.kind == "class":
        function.methods.append((function.mangled(name), index))


def _keep(function: FunctionBuilder, node: cst.FunctionDef) -> None:
    index = make(function, node)
    if function.kind == "module":
        function.module.bind(node.name.value, ("function", index, not node.decorators))
    elif function.kind == "class":
        function.methods.append((function.mangled(node.name.value), index))


def decorate_with(function: FunctionBuilder, decorators: Any) -> list[tuple[int, Any]]:
    """Lower decorator expressions: (value, node)."""
    found = []
    for decorator in decorators:
        function.statement(decorator)
        found.append((function.expression(decorator.decorator), decorator))
    return found


def decorated(function: FunctionBuilder, value: int, decorators: list[tuple[int, Any]]) -> int:
    """The value after all decorators were applied, the lowest one first."""
    for decorator, node in reversed(decorators):
        function.statement(node)
        value = function.emit(Call(decorator, [value], decorator=True), node.decorator)
    return value


def _defaults(function: FunctionBuilder, parameters: cst.Parameters) -> list[tuple[int, int]]:
    return [
        (number, function.expression(parameter.default))
        for number, parameter in enumerate(parameters_of(parameters))
        if parameter.default is not None
    ]


def make(function: FunctionBuilder, node: cst.FunctionDef) -> int:
    """Lower the function itself; its index. Code that is lowered twice defines it once."""
    module = function.module
    known = module.made.get(id(node))
    if known is not None:
        return known
    survey = module.survey
    index = module.made[id(node)] = module.reserve_function()
    span = survey.spans[id(node)]
    inner = FunctionBuilder(module, survey.scopes[id(node)], index, "function", span)
    inner.qualname = f"{function.qualname}.{node.name.value}".lstrip(".")
    inner.class_name = function.class_name
    decorators = [dotted_callee(decorator.decorator) for decorator in node.decorators]
    if function.kind == "class":
        inner.owner = function.owner
        if node.params.posonly_params or node.params.params:
            if not {"staticmethod", "classmethod"} & set(decorators):
                inner.receiver = (*node.params.posonly_params, *node.params.params)[0].name.value
    parameters = _parameters(inner, node.params)
    block(inner, node.body)
    line = survey.positions[id(node)] >> LINE_SHIFT
    numbers = module.add_function(
        inner,
        node.name.value,
        (line, survey.ends[id(node)]),
        function.index,
        parameters,
        annotation(node.returns),
        decorators,
        node.asynchronous is not None,
    )
    if inner.receiver:
        function.self_fields.append((inner, numbers))
    return index


def _parameters(inner: FunctionBuilder, node: cst.Parameters) -> list[ParameterIR]:
    """Emit the parameters of a function and describe them."""
    kinds = [(parameter, "positional") for parameter in node.posonly_params]
    kinds += [(parameter, "normal") for parameter in node.params]
    if isinstance(node.star_arg, cst.Param):
        kinds.append((node.star_arg, "star"))
    kinds += [(parameter, "keyword") for parameter in node.kwonly_params]
    if node.star_kwarg is not None:
        kinds.append((node.star_kwarg, "double_star"))
    found = []
    values = []
    for number, (parameter, kind) in enumerate(kinds):
        name = parameter.name
        values.append(inner.emit(Parameter(number), name))
        line = inner.positions[id(name)] >> LINE_SHIFT
        found.append(
            ParameterIR(name.value, kind, annotation(parameter.annotation), parameter.default is not None, line)
        )
    inner.own_cells()
    for (parameter, _), value in zip(kinds, values, strict=True):
        name = parameter.name
        if name.value in inner.cells:
            inner.emit(StoreCell(inner.cells[name.value], name.value, value), name)
        else:
            inner.define(name.value, value)
    inner.prologue = len(inner.code)
    return found


def _lambda(function: FunctionBuilder, node: cst.Lambda) -> int:
    module = function.module
    scope = module.survey.scopes[id(node)]
    defaults = _defaults(function, node.params)
    index = module.made.get(id(node))
    if index is None:
        index = module.made[id(node)] = module.reserve_function()
        span = function.statements[function.span]
        inner = FunctionBuilder(module, scope, index, "lambda", span)
        inner.qualname = f"{function.qualname}.<lambda>".lstrip(".")
        inner.class_name = function.class_name
        parameters = _parameters(inner, node.params)
        inner.emit(Return(inner.expression(node.body)), node.body)
        line = inner.positions[id(node)] >> LINE_SHIFT
        module.add_function(inner, "<lambda>", (line, span[1]), function.index, parameters)
    return function.emit(MakeFunction(index, defaults, function.captures(scope)), node)


STATEMENTS[cst.FunctionDef] = _define
DEFINITIONS[cst.FunctionDef] = _keep
EXPRESSIONS[cst.Lambda] = _lambda
