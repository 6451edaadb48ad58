"""Exceptions: what is raised, which handler takes it, and what an exception keeps."""

from __future__ import annotations

import builtins
from typing import TYPE_CHECKING

from piilint.ir.blocks import dominators
from piilint.ir.instructions import Build, Caught, Name
from piilint.propagate.arguments import Arguments
from piilint.propagate.atoms import EMPTY, OPAQUE, Alloc, Atom, Cls, Const, Ext, ExtInst, Inst, Value, alloc, ext
from piilint.propagate.memory import joined
from piilint.propagate.native_registry import NATIVES, as_method
from piilint.propagate.stores import store
from piilint.propagate.summary import CLASS
from piilint.propagate.things import things_of
from piilint.terms.access_path import attribute, key

if TYPE_CHECKING:
    from piilint.propagate.run import FunctionRun

ARGS = attribute("args")
CAUSE, MEMBERS, NOTES = attribute("__cause__"), attribute("exceptions"), attribute("__notes__")
UNTOLD = frozenset({CAUSE, MEMBERS, NOTES})
"""What an exception holds that its text does not show."""

BUILT_IN = {
    f"builtins.{name}": tuple(f"builtins.{base.__name__}" for base in cls.__mro__[:-1])
    for name, cls in sorted(vars(builtins).items())
    if isinstance(cls, type) and issubclass(cls, BaseException)
}
"""Each built-in exception with itself and its bases."""

EVERY = frozenset({"builtins.Exception", "builtins.BaseException"})
"""What nearly all exceptions of libraries are."""
OPEN = "<open>"
"""Among the names of a class: it has bases that are not known."""

ENDINGS = (
    "Error",
    "Exception",
    "Warning",
    "builtins.StopIteration",
    "builtins.KeyboardInterrupt",
    "builtins.SystemExit",
    "builtins.ExceptionGroup",
)
"""How the names of exceptions end."""


def exception(run: FunctionRun, name: str, arguments: Arguments, at: int) -> Value:
    """An exception of a library: an object that keeps its class and its arguments, and shows them as text."""
    made = alloc((run.id, at, "exception", *run.turn), "exception")
    fields: dict[str, Value] = {CLASS: {ext(name): None}, ARGS: _args(run, arguments, at)}
    fields.update({attribute(name): value for name, value in arguments.keywords.items()})
    run.state.create(made, fields)
    return {made: None}


def keep_arguments(run: FunctionRun, value: Value, arguments: Arguments, at: int) -> None:
    """What every exception keeps of the call that made it, unless its `__init__` says otherwise."""
    store(run, value, ARGS, _args(run, arguments, at), -1)


def _args(run: FunctionRun, arguments: Arguments, at: int) -> Value:
    held = alloc((run.id, at, "args", *run.turn), "tuple")
    run.state.create(held, {key(number): value for number, value in enumerate(arguments.positional)})
    return {held: None}


def _init(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    arguments, receiver = as_method(arguments, receiver)
    if receiver is not None:
        keep_arguments(run, receiver, arguments, at)
    return EMPTY


NATIVES.update({f"{name}.__init__": _init for name in BUILT_IN})


def is_exception(run: FunctionRun, cls: int) -> bool:
    """Whether a class of the program is an exception, as far as its bases tell."""
    return any(base in BUILT_IN or base.endswith(ENDINGS[:3]) for base in run.program.classes[cls].external_bases)


def raised(run: FunctionRun, value: Value, cause: Value, at: int) -> Value:
    """What `raise value from cause` raises: a class is called without arguments."""
    made: list[Value] = []
    for atom, hop in value.items():
        if isinstance(atom, Cls):
            made.append(run.call_value({atom: None}, Arguments(), at))
        elif isinstance(atom, Ext):
            made.append(exception(run, atom.name, Arguments(), at) if atom.name.endswith(ENDINGS) else {OPAQUE: None})
        elif not isinstance(atom, Const):
            made.append({atom: hop})
    result = joined(made) or {OPAQUE: None}
    objects: Value = {atom: hop for atom, hop in result.items() if isinstance(atom, Alloc)}
    if objects and any(not isinstance(atom, Const) for atom in cause):
        store(run, objects, CAUSE, cause, -1)
    return result


def dispatch(run: FunctionRun, number: int) -> None:
    """Exceptions that reach a block go to the handlers behind it: each takes those of its types, the rest goes on."""
    block = run.body.blocks[number]
    if block.last > block.first and isinstance(run.code[block.first], Caught):
        return
    rest = run.raised[number]
    given: set[Atom] = set()
    for successor in block.successors:
        target = run.body.blocks[successor]
        caught = run.code[target.first] if target.last > target.first else None
        if not isinstance(caught, Caught):
            # an empty block before the handlers of an outer `try`
            if target.first == target.last and len(block.successors) == 1:
                _give(run, successor, rest)
                return
            continue
        types = [run.values[operand] for operand in caught.types]
        if caught.group:
            # each of its handlers takes of a group what is of its types
            _give(run, successor, {atom: hop for atom, hop in rest.items() if _in_group(run, atom, types) is not False})
            continue
        verdicts = {atom: is_taken(run, atom, types) for atom in rest}
        _give(run, successor, {atom: hop for atom, hop in rest.items() if verdicts[atom] is not False})
        given.update(atom for atom in rest if verdicts[atom] is None)
        rest = {atom: hop for atom, hop in rest.items() if verdicts[atom] is not True}
        if not rest:
            return
    # what is of no type that is handled here goes on; of the unknown it is assumed that one handler took it
    run.throw({
        atom: hop
        for atom, hop in rest.items()
        if (isinstance(atom, Alloc) and class_names(run, atom)) or (_is_result(atom) and atom not in given)
    })  # fmt: skip


def handled(run: FunctionRun) -> list[Value]:
    """The exception in whose handler the run is, innermost; nothing outside of handlers."""
    for number in dominators(run.body, run.block):
        block = run.body.blocks[number]
        if block.last > block.first and isinstance(run.code[block.first], Caught):
            return [run.values[block.first]]
    return []


def names_handled(run: FunctionRun, name: str) -> bool:
    """Whether a handler of the block that is looked at is written for a class of this very name."""
    blocks, code = run.body.blocks, run.code
    for successor in (run.handler, *blocks[run.handler].successors):
        first = blocks[successor].first
        caught = code[first] if blocks[successor].last > first else None
        for operand in caught.types if isinstance(caught, Caught) else ():
            written = code[operand]
            parts = [code[one] for _, one in written.items] if isinstance(written, Build) else [written]
            if any(isinstance(one, Name) and one.name == name for one in parts):
                return True
    return False


def _in_group(run: FunctionRun, atom: Atom, types: list[Value]) -> bool | None:
    holds_others = any(name.endswith("ExceptionGroup") for name in class_names(run, atom))
    return None if holds_others else is_taken(run, atom, types)


def _give(run: FunctionRun, handler: int, value: Value) -> None:
    run.raised[handler] = joined((run.raised.get(handler, EMPTY), value))


def is_taken(run: FunctionRun, atom: Atom, types: list[Value]) -> bool | None:
    """Whether a handler of these types takes an exception; None where that is not known."""
    if not types:
        return True
    names = class_names(run, atom)
    if not names and _is_result(atom):
        # what an unknown call made may be any exception: only who takes all of them surely takes this one
        return None if any(wanted is None or wanted in EVERY for wanted in _classes(run, types)) else False
    if not names:
        return None
    verdict: bool | None = False
    for wanted in _classes(run, types):
        if (wanted.name if isinstance(wanted, Ext) else wanted) in names:
            return True
        if _may_be(names, wanted):
            verdict = None
    return verdict


def _is_result(atom: Atom) -> bool:
    """Whether all that is known of what is raised is the data that an unknown call put into it."""
    return atom.is_taint or (isinstance(atom, ExtInst) and not atom.name)


def class_names(run: FunctionRun, atom: Atom) -> frozenset[str]:
    """The names of an exception's class and of its bases, `OPEN` among them where not all are known."""
    if isinstance(atom, Alloc) and atom.cls < 0:
        held = run.state.heap.get(atom, {}).get(CLASS, EMPTY)
        found = tuple(one.name for one in held if isinstance(one, Ext))[:1]
        libraries: tuple[str, ...] = found
    else:
        things = things_of(run, atom) if not atom.is_taint else ()
        if len(things) != 1 or not isinstance(things[0], (Alloc, Inst)) or things[0].cls < 0:
            return frozenset()
        found = run.engine.class_names(things[0].cls)
        libraries = tuple(run.program.classes[things[0].cls].external_bases)
    known = {base for name in found for base in BUILT_IN.get(name, (name,))}
    if any(name not in BUILT_IN for name in libraries):
        known |= {*EVERY, OPEN}
    return frozenset(known)


def _may_be(names: frozenset[str], wanted: Ext | str | None) -> bool:
    """Whether a class of these names may be a wanted one though the names do not say so: libraries tell little."""
    if wanted is None:
        return True
    if isinstance(wanted, Ext):
        # a library's name may stand for a built-in exception
        return OPEN in names or any(name in BUILT_IN and name not in EVERY for name in names)
    return wanted in BUILT_IN and OPEN in names


def _classes(run: FunctionRun, types: list[Value]) -> list[Ext | str | None]:
    """What a handler names: names of the program and of built-ins, what libraries define, None for what is unknown."""
    found: list[Ext | str | None] = []
    for value in types:
        for atom in value or {OPAQUE: None}:
            if isinstance(atom, Cls):
                found.append(run.program.classes[atom.id].name)
            elif isinstance(atom, Ext):
                found.append(BUILT_IN[atom.name][0] if atom.name in BUILT_IN else atom)
            elif isinstance(atom, Alloc) and atom.kind == "tuple":
                found.extend(_classes(run, list(run.state.heap.get(atom, {}).values())))
            elif not atom.is_taint:
                found.append(None)
    return found
