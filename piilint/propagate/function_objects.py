"""Objects that stand for a call: what `functools.partial`, `attrgetter` and `itemgetter` make."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from piilint.propagate.arguments import Arguments
from piilint.propagate.atoms import EMPTY, Alloc, Value, alloc
from piilint.terms.access_path import key

if TYPE_CHECKING:
    from piilint.propagate.run import FunctionRun


def call_partial(run: FunctionRun, thing: Alloc, arguments: Arguments, at: int) -> Value:
    fields = run.engine.fields_of(run, thing)
    fixed = [fields[f"<{number}>"] for number in range(len(fields)) if f"<{number}>" in fields]
    named = {label[2:-1]: value for label, value in fields.items() if label.startswith("<=")}
    full = replace(
        arguments, positional=[*fixed, *arguments.positional], keywords={**named, **arguments.keywords}, decorator=False
    )
    return run.call_value(fields.get("<callee>", EMPTY), full, at)


def call_getter(run: FunctionRun, thing: Alloc, arguments: Arguments, at: int) -> Value:
    """What `operator.attrgetter("a", "b.c")` or `itemgetter(0)` fetches: a tuple where it fetches several."""
    fetched: list[Value] = []
    for label, wanted in run.state.heap.get(thing, {}).items():
        value = arguments.positional[0] if arguments.positional else EMPTY
        if label.startswith("<attrgetter"):
            for name in run.constants(wanted)[0]:
                for part in str(name).split("."):
                    value = run.load_attribute(value, part, at)
        else:
            value = run.subscript(value, wanted, at)
        fetched.append(value)
    if len(fetched) == 1:
        return fetched[0]
    made = alloc((run.id, at, "fetched", *run.turn), "tuple")
    run.state.create(made, {key(number): value for number, value in enumerate(fetched)})
    return {made: None}
