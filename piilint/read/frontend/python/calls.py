"""Calls."""

from __future__ import annotations

from typing import Any

import libcst as cst

from piilint.ir.instructions import Call, Operate
from piilint.read.frontend.python.builder import EXPRESSIONS, FunctionBuilder


def call(function: FunctionBuilder, node: cst.Call, unused: bool = False) -> int:
    """Lower a call; `unused` where it is a statement of its own."""
    callee = function.expression(node.func)
    arguments: list[int] = []
    keywords: list[tuple[str, int]] = []
    stars: list[int] = []
    for argument in node.args:
        value = function.expression(argument.value)
        if argument.keyword is not None:
            name = argument.keyword.value
            function.mentions.add(name)
            keywords.append((name, value))
        elif argument.star == "**":
            keywords.append(("", value))
        else:
            if argument.star:
                stars.append(len(arguments))
            arguments.append(value)
    return function.emit(Call(callee, arguments, keywords, stars, unused), node)


def discard(function: FunctionBuilder, node: Any) -> None:
    """Lower an expression that is a statement of its own."""
    if type(node) is cst.Call:
        call(function, node, unused=True)
    elif type(node) is cst.Await and type(node.expression) is cst.Call:
        function.emit(Operate("await", [call(function, node.expression, unused=True)]), node)
    else:
        function.expression(node)


EXPRESSIONS[cst.Call] = call
