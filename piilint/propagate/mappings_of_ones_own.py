"""Mappings and sequences of the program's own: what their abstract bases make of `__getitem__` and `__iter__`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from piilint.propagate.arguments import Arguments
from piilint.propagate.atoms import EMPTY, Alloc, Value, const
from piilint.propagate.memory import joined
from piilint.propagate.native_registry import first_of, made_of, native
from piilint.terms.access_path import ANY, key, name_of

if TYPE_CHECKING:
    from piilint.propagate.run import FunctionRun

BASES = tuple(f"{module}.{name}" for module in ("collections.abc", "typing") for name in ("Mapping", "MutableMapping"))


def _named(*methods: str) -> tuple[str, ...]:
    return tuple(f"{base}.{method}" for base in BASES for method in methods)


def _object(run: FunctionRun, receiver: Value | None, at: int) -> Value:
    """The receiver as the call has it."""
    written, _ = run.engine.receiver_of(run, at)
    return written or receiver or EMPTY


@native(*_named("get", "pop", "setdefault"))
def _get(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    if not arguments.positional:
        return None
    target = _object(run, receiver, at)
    default = arguments.positional[1:2] or [arguments.keywords.get("default", EMPTY)]
    if run.method_name(at) == "setdefault":
        run.call_method(target, "__setitem__", Arguments([first_of(arguments), *default]), at)
    told = run.call_method(target, "__getitem__", Arguments([first_of(arguments)]), at)
    return joined([told or EMPTY, *default])


@native(*_named("keys"))
def _keys(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    del arguments
    return made_of(run, at, "list", {ANY: run.iterate(_object(run, receiver, at), at)})


@native(*_named("values"))
def _values(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    del arguments
    target = _object(run, receiver, at)
    names = run.iterate(target, at)
    return made_of(run, at, "list", {ANY: run.call_method(target, "__getitem__", Arguments([names]), at) or EMPTY})


@native(*_named("items"))
def _items(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    del arguments
    target = _object(run, receiver, at)
    names = run.iterate(target, at)
    value = run.call_method(target, "__getitem__", Arguments([names]), at) or EMPTY
    return made_of(run, at, "list", {ANY: made_of(run, at, "tuple", {key(0): names, key(1): value}, "pair")})


@native(*_named("update"))
def _update(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    target = _object(run, receiver, at)
    handed: list[tuple[Value, Value]] = [({const(name): None}, value) for name, value in arguments.keywords.items()]
    for mapping in (*arguments.positional, *arguments.mappings):
        for atom, hop in mapping.items():
            fields = run.state.heap.get(atom, {}) if isinstance(atom, Alloc) else {}
            names = {label: name for label in fields if isinstance(name := name_of(label), str) and label == key(name)}
            handed.extend(({const(known): None}, fields[label]) for label, known in names.items())
            if len(names) != len(fields) or not fields:
                every = {atom: hop}
                handed.append((run.iterate(every, at), run.subscript(every, EMPTY, at)))
    for pair in handed:
        run.call_method(target, "__setitem__", Arguments(list(pair)), at)
    return EMPTY
