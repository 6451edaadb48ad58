"""Context managers: what entering one gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from piilint.propagate.arguments import Arguments
from piilint.propagate.atoms import Alloc, Value
from piilint.propagate.memory import joined
from piilint.propagate.native_registry import first_of, native
from piilint.terms.access_path import ANY

if TYPE_CHECKING:
    from piilint.propagate.run import FunctionRun


def entered(run: FunctionRun, value: Value, at: int, method: str = "__enter__") -> Value:
    """What `with value as x` binds to x: by `__enter__`, what a generator yields, else the value itself."""
    told = run.call_method(value, method, Arguments(), at)
    if told is not None:
        return told
    return joined(
        run.state.read(atom, ANY) if isinstance(atom, Alloc) and atom.kind == "generator" else {atom: hop}
        for atom, hop in value.items()
    )


@native("contextlib.ExitStack.enter_context", "contextlib.AsyncExitStack.enter_context")
def _enter_context(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    del receiver
    return entered(run, first_of(arguments), at)


@native("contextlib.AsyncExitStack.enter_async_context")
def _enter_async_context(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    del receiver
    return entered(run, first_of(arguments), at, "__aenter__")
