"""The registry of built-ins whose meaning needs behaviour: they call what they are given, or look at constants.

Everything of the standard library that only moves data from port to port is said in `rules/python/` instead.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from piilint.propagate.arguments import Arguments
from piilint.propagate.atoms import EMPTY, Value, alloc

if TYPE_CHECKING:
    from piilint.propagate.run import FunctionRun

Native = Callable[["FunctionRun", Arguments, "Value | None", int], "Value | None"]
"""Gives the result of a call, or None where this call is none of its business."""

NATIVES: dict[str, Native] = {}

DOCUMENT = "<document>"
"""The label under which a text keeps the value that it was made from, for whoever reads it back."""


def native(*names: str) -> Callable[[Native], Native]:
    """Registers the meaning of built-in callables."""

    def register(function: Native) -> Native:
        for name in names:
            NATIVES[name] = function
        return function

    return register


def first_of(arguments: Arguments) -> Value:
    return arguments.positional[0] if arguments.positional else EMPTY


def as_method(arguments: Arguments, receiver: Value | None) -> tuple[Arguments, Value | None]:
    """The arguments and the receiver of a method, also where it is called as `Class.method(receiver, ...)`."""
    if receiver is not None or not arguments.positional:
        return arguments, receiver
    return replace(arguments, positional=arguments.positional[1:]), arguments.positional[0]


def made_of(run: FunctionRun, at: int, kind: str, fields: dict[str, Value], tag: str = "made") -> Value:
    thing = alloc((run.id, at, tag), kind)
    run.state.create(thing, fields)
    return {thing: None}


def call_key(run: FunctionRun, arguments: Arguments, elements: Value, at: int) -> None:
    chooser = arguments.keywords.get("key")
    if chooser:
        run.call_value(chooser, Arguments([elements]), at)


def iterated(run: FunctionRun, value: Value, at: int) -> Value:
    """Some element of iterating over a value."""
    return run.iterate(value, at)
