"""`with`: what is entered, and what is left again whichever way its body ends."""

from __future__ import annotations

from typing import Any

import libcst as cst

from piilint.ir.instructions import Caught, Constant, Enter, Exit, Raise
from piilint.read.frontend.python.builder import STATEMENTS, FunctionBuilder
from piilint.read.frontend.python.constants import dotted
from piilint.read.frontend.python.exceptions import narrow, protect
from piilint.read.frontend.python.frames import With
from piilint.read.frontend.python.ssa import BlockBuilder
from piilint.read.frontend.python.statements import block, raised
from piilint.read.frontend.python.targets import assign

_CATCHES = "suppress"
"""What the manager is called that is nothing but `except ...: pass`."""


def _with(function: FunctionBuilder, node: cst.With) -> None:
    function.statement(node)
    asynchronous = node.asynchronous is not None
    entered: list[With] = []
    for item in node.items:
        manager = function.expression(item.item)
        frame = With(manager, function.emit(Enter(manager, asynchronous), item.item), asynchronous, function.handler)
        if item.asname is not None:
            assign(function, item.asname.name, frame.entered)
        entered.append(frame)
    caught = [item.item for item in node.items if _catches(item.item)]
    function.frames += entered
    if caught:
        _suppressed(function, node, caught[-1])
    else:
        block(function, node.body)
    del function.frames[len(function.frames) - len(entered) :]
    _leave(function, node, entered)


def _catches(manager: Any) -> bool:
    return type(manager) is cst.Call and dotted(manager.func).rpartition(".")[2] == _CATCHES


def _suppressed(function: FunctionBuilder, node: cst.With, manager: Any) -> None:
    """Lower the body of `with suppress(...)` as that of `try: ... except ...: pass`."""
    outer = function.handler
    dispatch, start, after = BlockBuilder(), BlockBuilder(), BlockBuilder()
    protect(function, dispatch)
    block(function, node.body)
    function.handler = outer
    function.jump(after)
    narrow(function, dispatch)
    function.start(dispatch)
    function.statement(node)
    named = [argument.value for argument in manager.args if type(argument.value) in (cst.Name, cst.Attribute)]
    types = [function.expression(one) for one in named] if len(named) == len(manager.args) else []
    function.edge(start)
    function.end()
    function.start(start)
    function.emit(Caught(types), manager)
    function.jump(after)
    function.resume(after)


def _leave(function: FunctionBuilder, node: cst.With, entered: list[With]) -> None:
    """The managers are left, the last one first; what a body raises that never ends well, some of them may take."""
    raises = [place for frame in entered for place in frame.raises]
    if function.current is not None:
        function.statement(node)
        for frame in reversed(entered):
            function.emit(Exit(frame.manager, frame.entered, "end", frame.asynchronous))
    elif raises:
        leaving, after, raising = BlockBuilder(), BlockBuilder(), BlockBuilder()
        for place in raises:
            place.succs.append(leaving)
            leaving.preds.append(place)
        function.start(leaving)
        function.statement(node)
        for frame in reversed(entered):
            function.emit(Exit(frame.manager, frame.entered, "error", frame.asynchronous))
        function.branch(-1, after, raising)
        function.start(raising)
        function.emit(Raise(function.emit(Constant(None))))
        raised(function)
        function.start(after)
        function.emit(Exit(entered[0].manager, entered[0].entered, "caught", entered[0].asynchronous))


STATEMENTS[cst.With] = _with
