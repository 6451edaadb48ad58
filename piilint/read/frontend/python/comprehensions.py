"""Comprehensions and generator expressions: loops that fill a new object, with variables of their own."""

from __future__ import annotations

from typing import Any

import libcst as cst

from piilint.ir.instructions import Build, Iterate, StoreItem
from piilint.read.frontend.python.builder import CELL, EXPRESSIONS, FunctionBuilder
from piilint.read.frontend.python.conditions import condition
from piilint.read.frontend.python.scopes import Scope
from piilint.read.frontend.python.ssa import BlockBuilder
from piilint.read.frontend.python.targets import assign

_KINDS: dict[type, str] = {
    cst.ListComp: "list",
    cst.SetComp: "set",
    cst.GeneratorExp: "generator",
    cst.DictComp: "dict",
}


def _comprehension(function: FunctionBuilder, node: Any) -> int:
    scope = function.module.survey.scopes[id(node)]
    over = function.expression(node.for_in.iter)
    made = function.emit(Build(_KINDS.get(type(node), "dict")), node)
    names, cells = dict(function.names), dict(function.cells)
    _own_variables(function, scope)
    _clause(function, node, node.for_in, over, made)
    function.names, function.cells = names, cells
    return made


def _own_variables(function: FunctionBuilder, scope: Scope) -> None:
    """Give the comprehension's variables keys that no other variable of the function has."""
    function.renamed += 1
    for name in sorted(scope.bound):
        if name in scope.cells:
            function.cells[name] = function.emit(Build("cell"))
            function.names[name] = f"{CELL} "
        else:
            function.names[name] = f"{name} {function.renamed}"


def _clause(function: FunctionBuilder, node: Any, clause: cst.CompFor, over: int, made: int) -> None:
    """Lower one `for` with its conditions and all that stands in it."""
    header, body, done = BlockBuilder(), BlockBuilder(), BlockBuilder()
    function.jump(header)
    function.start(header, sealed=False)
    element = function.emit(Iterate(over, clause.asynchronous is not None), clause.iter)
    function.branch(-1, body, done)
    function.start(body)
    assign(function, clause.target, element)
    for test in clause.ifs:
        holds = BlockBuilder()
        condition(function, test.test, holds, header)
        function.resume(holds)
    if function.current is not None:
        inner = clause.inner_for_in
        if inner is None:
            _store(function, node, made)
        else:
            _clause(function, node, inner, function.expression(inner.iter), made)
        function.jump(header)
    function.variables.seal(header)
    function.start(done)


def _store(function: FunctionBuilder, node: Any, made: int) -> None:
    if isinstance(node, cst.DictComp):
        key = function.expression(node.key)
        function.emit(StoreItem(made, key, function.expression(node.value)), node.value)
    else:
        element = node.elt if hasattr(node, "elt") else node.value
        value = function.expression(element)
        if type(element) is cst.StarredElement or not hasattr(node, "elt"):
            value = function.emit(Iterate(value), element)
        function.emit(StoreItem(made, -1, value), element)


for _cls in _KINDS:
    EXPRESSIONS[_cls] = _comprehension
if hasattr(cst, "StarredDictComp"):
    EXPRESSIONS[cst.StarredDictComp] = _comprehension
