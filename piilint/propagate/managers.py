"""Context managers: what entering one gives, and what leaving it does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from piilint.ir.instructions import Constant, Exit, Return
from piilint.propagate.arguments import Arguments
from piilint.propagate.atoms import EMPTY, OPAQUE, Alloc, ExtInst, Inst, Value, const
from piilint.propagate.deferred import waited
from piilint.propagate.files import REDIRECTIONS, redirected, restored
from piilint.propagate.generators import THROWN, resumed
from piilint.propagate.generators import left as goes_on
from piilint.propagate.memory import joined
from piilint.propagate.native_registry import first_of, native
from piilint.propagate.things import names_of, things_of
from piilint.terms.access_path import ANY

if TYPE_CHECKING:
    from piilint.propagate.run import FunctionRun

MANAGERS = "<managers>"
"""The label under which a stack of managers keeps those that were entered through it."""


def entered(run: FunctionRun, value: Value, at: int, method: str = "__enter__") -> Value:
    """What `with value as x` binds to x: by `__enter__`, what a generator yields, else the value itself."""
    told = run.call_method(value, method, Arguments(), at)
    if told is not None:
        return told
    return joined(_given(run, atom) if isinstance(atom, Alloc) else {atom: hop} for atom, hop in value.items())


def _given(run: FunctionRun, manager: Alloc) -> Value:
    if manager.kind == "generator":
        return run.state.read(manager, ANY)
    return redirected(run, manager) if manager.kind in REDIRECTIONS else {manager: None}


def left(run: FunctionRun, instruction: Exit, at: int) -> None:
    """Runs what a manager does at the end; behind an exception that none of them takes, control does not go on."""
    if instruction.asynchronous and run.deferred:
        # all tasks of a group end before it is left
        waited(run, instruction.value, at)
    if instruction.how == "caught":
        run.never, run.taken = not run.taken, False
        return
    errors = run.errors.get(instruction.entered, EMPTY)
    value = run.values[instruction.value]
    method = "__aexit__" if instruction.asynchronous else "__exit__"
    takes = _leave(run, value, errors, method, at)
    if instruction.how == "error":
        run.taken = run.taken or takes


def _leave(run: FunctionRun, value: Value, errors: Value, method: str, at: int) -> bool:
    none = const(None)
    kind: Value = {OPAQUE: None, none: None} if errors else {none: None}
    run.call_method(value, method, Arguments([kind, {**errors, none: None}, kind]), at)
    takes = False
    for atom in value:
        if isinstance(atom, Alloc) and atom.kind == "generator":
            goes_on(run, atom, at)
        elif isinstance(atom, Alloc) and atom.kind in REDIRECTIONS:
            restored(run, atom)
        if isinstance(atom, Alloc) and atom.kind == "generator" and errors:
            resumed(run, atom, atom.function, THROWN, errors, at)
            takes = takes or (atom.function >= 0 and run.engine.listens(atom.function))
        elif isinstance(atom, ExtInst) and MANAGERS in run.state.heap.get(atom, {}):
            takes = _leave(run, run.state.read(atom, MANAGERS), errors, method, at) or takes
        takes = takes or any(_takes(run, thing, method) for thing in things_of(run, atom))
    return takes


def _takes(run: FunctionRun, thing: object, method: str) -> bool:
    """Whether `__exit__` may say that it took an exception: it gives back something other than None or False."""
    if isinstance(thing, (Alloc, Inst)) and thing.cls >= 0:
        found = run.program.method(thing.cls, method)
        code = run.program.functions[found].body.code if found is not None else []
        given = [code[one.value] for one in code if isinstance(one, Return)]
        return any(not isinstance(one, Constant) or one.value not in (None, False) for one in given)
    if isinstance(thing, ExtInst):
        return bool(run.engine.knowledge.of_calls(tuple(f"{name}.{method}" for name in names_of(run.engine, thing))))
    return False


def _kept(run: FunctionRun, manager: Value, receiver: Value | None) -> None:
    for atom in receiver or ():
        if isinstance(atom, ExtInst) and atom.site:
            run.state.write(atom, MANAGERS, manager, strong=False)


@native("contextlib.ExitStack.enter_context", "contextlib.AsyncExitStack.enter_context")
def _enter_context(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    _kept(run, first_of(arguments), receiver)
    return entered(run, first_of(arguments), at)


@native("contextlib.AsyncExitStack.enter_async_context")
def _enter_async_context(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    _kept(run, first_of(arguments), receiver)
    return entered(run, first_of(arguments), at, "__aenter__")


@native("contextlib.ExitStack.push", "contextlib.AsyncExitStack.push")
def _push(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    del at
    _kept(run, first_of(arguments), receiver)
    return first_of(arguments)
