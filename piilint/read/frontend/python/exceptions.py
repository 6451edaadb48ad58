"""`try`: where an exception goes, and what runs on the way out."""

from __future__ import annotations

from typing import Any

import libcst as cst

from piilint.ir.instructions import (
    Assign,
    Build,
    Captured,
    Caught,
    Constant,
    LoadCell,
    MakeFunction,
    Name,
    Raise,
    Return,
    StoreCell,
    StoreName,
)
from piilint.read.frontend.python.builder import STATEMENTS, FunctionBuilder
from piilint.read.frontend.python.dead import collect
from piilint.read.frontend.python.frames import Finally, target
from piilint.read.frontend.python.ssa import BlockBuilder
from piilint.read.frontend.python.statements import block, raised

_MAX_COPIES = 3
"""A `finally` within more copies of `finally` than this is not copied again: its ways in share one copy."""


def _try(function: FunctionBuilder, node: Any) -> None:
    function.statement(node)
    after = BlockBuilder()
    if node.finalbody is None:
        _handled(function, node, after)
    else:
        _finally(function, node, after)
    function.resume(after)


def protect(function: FunctionBuilder, handler: BlockBuilder) -> None:
    """From here on exceptions go to `handler`."""
    assert function.current is not None
    handler.before = function.current
    handler.preds.append(function.current)
    function.handler = handler
    function.advance()


_QUIET = (Assign, Build, Captured, Constant, LoadCell, MakeFunction, Name, Return, StoreCell, StoreName)
"""Instructions that hardly ever raise."""


def narrow(function: FunctionBuilder, handler: BlockBuilder) -> None:
    """What a block assigns, its handler does not see unless something behind it can raise before it is assigned anew.

    A block that raises after it has assigned shows its own state, and through it what those before it left alone.
    """
    covered = {block for block in handler.preds if block.handler is handler}
    raising = {block for block in covered if _may_raise(function, block.first, _first_assigned(function, block))}
    handler.preds = [
        block
        for block in handler.preds
        if block not in covered
        or handler in block.succs
        or any(after in raising for after in block.succs)
        or _may_raise(function, _first_assigned(function, block), block.last)
    ]


def _may_raise(function: FunctionBuilder, start: int, end: int) -> bool:
    return any(type(function.code[at]) not in _QUIET for at in range(start, end))


def _first_assigned(function: FunctionBuilder, block: BlockBuilder) -> int:
    """The place of a block's first assignment, or its end."""
    return next((at for at in range(block.first, block.last) if type(function.code[at]) is Assign), block.last)


def _handled(function: FunctionBuilder, node: Any, after: BlockBuilder) -> None:
    """Lower body, handlers and `else`; all that ends well goes to `after`."""
    outer = function.handler
    dispatch = BlockBuilder()
    if node.handlers:
        protect(function, dispatch)
    block(function, node.body)
    function.handler = outer
    if node.orelse is not None:
        if function.current is None:
            collect(function, node.orelse)
        else:
            function.advance()
            function.statement(node.orelse)
            block(function, node.orelse.body)
    function.jump(after)
    if node.handlers:
        narrow(function, dispatch)
        function.start(dispatch)
        _dispatch(function, node.handlers, after)


def _dispatch(function: FunctionBuilder, handlers: Any, after: BlockBuilder) -> None:
    """Exceptions enter one block, where the types are read; each handler begins in a block of its own."""
    types: list[list[int]] = []
    for handler in handlers:
        function.statement(handler)
        types.append(_types(function, handler.type))
    blocks = [BlockBuilder() for _ in handlers]
    for one in blocks:
        function.edge(one)
    function.end()
    for handler, start, caught in zip(handlers, blocks, types, strict=True):
        function.start(start)
        function.statement(handler)
        value = function.emit(Caught(caught, type(handler) is cst.ExceptStarHandler), handler.type)
        outer, function.caught = function.caught, value
        if handler.name is not None:
            name = handler.name.name
            function.bind(name.value, value, name)
            block(function, handler.body)
            function.unbind(name.value)
        else:
            block(function, handler.body)
        function.caught = outer
        function.jump(after)


def _types(function: FunctionBuilder, node: Any) -> list[int]:
    if node is None:
        return []
    if type(node) is cst.Tuple:
        return [function.expression(element.value) for element in node.elements]
    return [function.expression(node)]


def _finally(function: FunctionBuilder, node: Any, after: BlockBuilder) -> None:
    """Lower `finally` once for the normal way and once for exceptions, `return`, `break` and `continue`."""
    outer = function.handler
    normal, leaving = BlockBuilder(), BlockBuilder()
    frame = Finally(leaving)
    shared = function.copies >= _MAX_COPIES
    function.frames.append(frame)
    protect(function, leaving)
    _handled(function, node, leaving if shared else normal)
    function.frames.pop()
    function.handler = outer
    function.copies += 1
    if not shared:
        function.resume(normal)
        if function.current is not None:
            function.statement(node.finalbody)
            block(function, node.finalbody.body)
            function.jump(after)
    narrow(function, leaving)
    function.start(leaving)
    function.statement(node.finalbody)
    function.advance()
    caught = function.emit(Caught())
    block(function, node.finalbody.body)
    function.copies -= 1
    if function.current is not None:
        _leave(function, frame.leaving, caught, after if shared else None)


def _leave(function: FunctionBuilder, ways: list[str], caught: int, after: BlockBuilder | None) -> None:
    """Behind the copy of `finally` for those who leave: the exception goes on, and so do the others."""
    raising, returning = BlockBuilder(), BlockBuilder()
    goals = [raising]
    if after is not None:
        goals.append(after)
    goals += [target(function.frames, way) or returning for way in ways]
    if len(goals) > 1:
        for goal in goals:
            function.edge(goal)
        function.end()
        function.start(raising)
    function.emit(Raise(caught))
    raised(function)
    if returning.preds:
        function.start(returning)
        function.end()


STATEMENTS.update({cst.Try: _try, cst.TryStar: _try})
