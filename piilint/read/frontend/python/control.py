"""`if`, `while` and `for`."""

from __future__ import annotations

from typing import Any

import libcst as cst

from piilint.ir.instructions import Iterate
from piilint.read.frontend.python.builder import STATEMENTS, FunctionBuilder
from piilint.read.frontend.python.conditions import condition
from piilint.read.frontend.python.dead import collect
from piilint.read.frontend.python.frames import Loop
from piilint.read.frontend.python.ssa import BlockBuilder
from piilint.read.frontend.python.statements import block
from piilint.read.frontend.python.targets import assign


def _if(function: FunctionBuilder, node: Any) -> None:
    join = BlockBuilder()
    while type(node) is cst.If:
        function.statement(node)
        otherwise = node.orelse
        yes = BlockBuilder()
        no = join if otherwise is None else BlockBuilder()
        condition(function, node.test, yes, no)
        _when(function, yes, node.body)
        function.jump(join)
        if otherwise is None:
            break
        function.resume(no)
        if function.current is None:
            collect(function, otherwise)
            break
        if type(otherwise) is cst.Else:
            function.statement(otherwise)
            block(function, otherwise.body)
            function.jump(join)
        node = otherwise
    function.resume(join)


def _when(function: FunctionBuilder, start: BlockBuilder, body: Any) -> None:
    """Lower a body that runs from a block on, if control can come there."""
    function.resume(start)
    if function.current is None:
        collect(function, body)
    else:
        block(function, body)


def _while(function: FunctionBuilder, node: cst.While) -> None:
    header, body, done = BlockBuilder(), BlockBuilder(), BlockBuilder()
    function.jump(header)
    function.start(header, sealed=False)
    function.statement(node)
    otherwise = node.orelse
    ended = done if otherwise is None else BlockBuilder()
    condition(function, node.test, body, ended)
    function.frames.append(Loop(done, header))
    _when(function, body, node.body)
    function.frames.pop()
    function.jump(header)
    function.variables.seal(header)
    _loop_else(function, otherwise, ended, done)


def _loop_else(function: FunctionBuilder, otherwise: Any, ended: BlockBuilder, done: BlockBuilder) -> None:
    if otherwise is not None:
        function.resume(ended)
        if function.current is None:
            collect(function, otherwise)
        else:
            function.statement(otherwise)
            block(function, otherwise.body)
            function.jump(done)
    function.resume(done)


def _for(function: FunctionBuilder, node: cst.For) -> None:
    header, body, done = BlockBuilder(), BlockBuilder(), BlockBuilder()
    function.statement(node)
    over = function.expression(node.iter)
    function.jump(header)
    function.start(header, sealed=False)
    element = function.emit(Iterate(over, node.asynchronous is not None), node.iter)
    otherwise = node.orelse
    ended = done if otherwise is None else BlockBuilder()
    function.branch(-1, body, ended)
    function.start(body)
    assign(function, node.target, element)
    function.frames.append(Loop(done, header))
    block(function, node.body)
    function.frames.pop()
    function.jump(header)
    function.variables.seal(header)
    _loop_else(function, otherwise, ended, done)


STATEMENTS.update({cst.If: _if, cst.While: _while, cst.For: _for})
