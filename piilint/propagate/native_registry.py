"""The registry of built-ins whose meaning needs behaviour: they call what they are given, or look at constants.

Everything of the standard library that only moves data from port to port is said in `rules/python/` instead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from piilint.propagate.arguments import Arguments
from piilint.propagate.atoms import EMPTY, Sym, Value, alloc, below
from piilint.propagate.memory import joined

if TYPE_CHECKING:
    from piilint.propagate.run import FunctionRun

Native = Callable[["FunctionRun", Arguments, "Value | None", int], "Value | None"]
"""Gives the result of a call, or None where this call is none of its business."""

NATIVES: dict[str, Native] = {}

DOCUMENT = "<document>"
"""The label under which a text keeps the value that it was made from, for whoever reads it back."""

DEQUE = "deque"
"""What the site of a list says that is no list but a queue with two ends."""


def read_back(run: FunctionRun, text: Value) -> Value:
    """What a text was made from, where that is known; else what it carries."""
    documents = [atom for atom in text if DOCUMENT in run.state.heap.get(atom, ())]
    held: Value = {below(atom, DOCUMENT) if isinstance(atom, Sym) else atom: hop for atom, hop in text.items()}
    if not documents:
        return held
    symbols: Value = {atom: hop for atom, hop in held.items() if isinstance(atom, Sym)}
    return joined((*(run.state.read(document, DOCUMENT) for document in documents), symbols))


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
    thing = alloc((run.id, at, tag, *run.turn), kind)
    run.state.create(thing, fields)
    return {thing: None}


def call_each(run: FunctionRun, function: Value, calls: Iterable[Arguments], at: int) -> list[Value]:
    """Calls a function several times; what one call gives is another object than what the next one gives."""
    before, results = run.turn, []
    for number, arguments in enumerate(calls):
        run.turn = (*before, number)
        results.append(run.call_value(function, arguments, at))
    run.turn = before
    return results


def call_key(run: FunctionRun, arguments: Arguments, elements: Value, at: int) -> None:
    chooser = arguments.keywords.get("key")
    if chooser:
        run.call_value(chooser, Arguments([elements]), at)


def iterated(run: FunctionRun, value: Value, at: int) -> Value:
    """Some element of iterating over a value."""
    return run.iterate(value, at)
