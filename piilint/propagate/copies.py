"""Copies: containers and objects that hold what others hold, and that may be changed without them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from piilint.propagate.arguments import Arguments, positions_of
from piilint.propagate.atoms import (
    EMPTY,
    Alloc,
    Atom,
    Inst,
    Sym,
    Value,
    alloc,
    ext_inst,
)
from piilint.propagate.memory import OBJECTS, SPREAD, Fields
from piilint.propagate.native_registry import first_of, native
from piilint.propagate.sizes import ask_size, is_changed
from piilint.propagate.summary import CALLED, KIND
from piilint.propagate.things import CONTAINERS, things_of
from piilint.terms.access_path import attribute, key

if TYPE_CHECKING:
    from piilint.propagate.run import FunctionRun

COPIED = ("dict", "list", "set", "object")
MAX_DEPTH = 5
"""Objects within objects of which a deep copy makes new ones; further ones are those of the original."""


def _is_a(thing: Atom, kind: str) -> bool:
    return thing == ext_inst(CONTAINERS[kind]) or (isinstance(thing, Alloc) and thing.kind == kind)


@native("builtins.dict.copy", "builtins.list.copy", "builtins.set.copy")
def _copy_of_container(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    del arguments
    return _copied(run, receiver or EMPTY, at)


@native("copy.copy")
def _copy(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    del receiver
    told = run.call_method(first_of(arguments), "__copy__", Arguments(), at)
    return told if told is not None else _copied(run, first_of(arguments), at)


@native("copy.deepcopy")
def _deep_copy(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    del receiver
    memo: Value = {}
    told = run.call_method(first_of(arguments), "__deepcopy__", Arguments([memo]), at)
    return told if told is not None else _deep(run, first_of(arguments), at, {}, 0)


def _copied(run: FunctionRun, value: Value, at: int) -> Value:
    result: Value = {}
    for atom, hop in value.items():
        if isinstance(atom, Alloc) and atom.kind in COPIED:
            made = _like(run, atom, at)
            held = run.state.heap.get(atom, {})
            run.state.create(made, {label: value for label, value in held.items() if label != OBJECTS})
            result[made] = hop
        elif isinstance(atom, Sym) and (copy := copy_of_symbol(run, atom, at)) is not None:
            result[copy] = hop
        else:
            result[atom] = hop
    return result


def copy_of_symbol(run: FunctionRun, atom: Sym, at: int) -> Alloc | None:
    """A new object with what the caller's has; None where of which kind it is only the caller knows, who is asked."""
    run.want(atom, CALLED | KIND)
    things = things_of(run, atom)
    if len(things) != 1:
        return None
    thing = things[0]
    site = (run.id, at, "copy", run.numbered(atom), *run.turn)
    for kind in ("dict", "list", "set"):
        if _is_a(thing, kind):
            made = alloc(site, kind)
            if is_changed(run, at):
                ask_size(run, atom)
            known = positions_of(run, {atom: None}) if kind == "list" else None
            fields: Fields = {**run.state.heap.get(atom, {}), SPREAD: {atom: None}}
            if known is not None:
                fields = {key(number): held for number, held in enumerate(known)}
            run.state.create(made, fields)
            return made
    if not isinstance(thing, (Inst, Alloc)) or thing.cls < 0:
        return None
    made = alloc(site, "object", thing.cls)
    written = run.state.heap.get(atom, {})
    holds = any(base in CONTAINERS.values() for base in run.program.classes[thing.cls].external_bases)
    held: Fields = {label: value for label, value in written.items() if label[:1] == "." or holds}
    for name in run.engine.field_names(thing.cls):
        if attribute(name) not in held:
            held[attribute(name)] = run.load_attribute({atom: None}, name, at)
    if holds:
        held[SPREAD] = {atom: None}
    run.state.create(made, held)
    return made


def _deep(run: FunctionRun, value: Value, at: int, done: dict[Atom, Alloc], depth: int) -> Value:
    if not any(isinstance(atom, (Alloc, Sym)) for atom in value):
        return value
    result: Value = {}
    for atom, hop in value.items():
        if isinstance(atom, Sym) and depth <= MAX_DEPTH:
            result[_deep_of_symbol(run, atom, at, done, depth)] = hop
            continue
        if not isinstance(atom, Alloc) or atom.kind not in (*COPIED, "tuple") or depth > MAX_DEPTH:
            result[atom] = hop
            continue
        made = done.get(atom)
        if made is None:
            made = done[atom] = _like(run, atom, at)
            held: Fields = run.state.heap.get(atom, {})
            fields = {label: _deep(run, inner, at, done, depth + 1) for label, inner in list(held.items())}
            run.state.create(made, fields)
        result[made] = hop
    return result


def _deep_of_symbol(run: FunctionRun, atom: Sym, at: int, done: dict[Atom, Alloc], depth: int) -> Atom:
    made = done.get(atom)
    if made is None:
        made = copy_of_symbol(run, atom, at)
        if made is None:
            return atom
        done[atom] = made
        fields = run.state.heap[made]
        inner = {label: _deep(run, held, at, done, depth + 1) for label, held in fields.items() if label != SPREAD}
        run.state.create(made, {**fields, **inner})
    return made


def _like(run: FunctionRun, atom: Alloc, at: int) -> Alloc:
    return alloc((run.id, at, "copy", run.numbered(atom), *run.turn), atom.kind, atom.cls, atom.function)
