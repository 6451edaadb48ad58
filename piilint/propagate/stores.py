"""Writing into objects: replacing where exactly one object is meant, else beside what it held."""

from __future__ import annotations

from typing import TYPE_CHECKING

from piilint.propagate.atoms import (
    OPAQUE,
    Absent,
    Alloc,
    Atom,
    Cls,
    Const,
    Ext,
    ExtInst,
    Inst,
    Mod,
    Opaque,
    Sym,
    Text,
    Value,
    sym,
)
from piilint.propagate.kept import is_part, is_store, put, put_inside
from piilint.propagate.memory import ITER, MIXED, NAMED_SPREAD, OBJECTS, SELF, SLICED, SPREAD
from piilint.terms.access_path import ANY, attribute, key, name_of, position_of
from piilint.terms.flow import Verb

if TYPE_CHECKING:
    from piilint.propagate.run import FunctionRun


def moved_in(run: FunctionRun, value: Value, at: int, label: str = "") -> Value:
    """A value as it is held, under a label, by what it is stored in."""
    return run.moved(value, Verb.STORE, at, label) if at >= 0 else value


def store(run: FunctionRun, target: Value, label: str, value: Value, at: int) -> None:
    """`target.label = value`: replacing where exactly one object is meant."""
    if label == ".__dict__":
        name_attributes(run, target, value)
        return
    value = moved_in(run, value, at, label)
    objects = [atom for atom in target if not atom.is_taint and not isinstance(atom, (Const, Opaque, Text, Absent))]
    strong = len(objects) == 1 and label not in (ANY, ITER) and not _stands_for_many(objects[0])
    for atom in objects:
        if isinstance(atom, (Alloc, Inst)) and atom.cls >= 0 and label[:1] == ".":
            _into_class(run, atom, label, value)
        if isinstance(atom, Alloc) and OBJECTS in run.state.heap.get(atom, ()):
            _into_objects(run, atom, label, value)
        if isinstance(atom, Cls):
            run.state.write(sym(("c", atom.id)), label, value, strong)
        elif is_store(atom, run):
            put(run, atom.name, label, value, strong)
        elif isinstance(atom, Ext) and name_of(label) is not None and label[:1] == "[" and is_part(run, atom.name):
            put_inside(run, atom.name, label, value, at)
        elif isinstance(atom, Mod):
            named = name_of(label)
            run.state.write(sym(("m", atom.id)), attribute(named) if named is not None else label, value, strong)
        else:
            run.state.write(atom, label, value, strong)


def _stands_for_many(atom: Atom) -> bool:
    if isinstance(atom, Sym):
        return atom.root[0] == "f" or any(label in (ANY, ITER, SLICED) for label in atom.path)
    return isinstance(atom, Inst) and not atom.site


def _into_class(run: FunctionRun, atom: Alloc | Inst, label: str, value: Value) -> None:
    """What one instance holds, some instance of the class may hold: for code that has only the class to go by."""
    value = run.engine.told_anew(atom.cls, label, value)
    if any(not isinstance(part, (Const, Opaque, Text, Absent)) for part in value):
        run.state.write(sym(("f", atom.cls)), label, value, strong=False)


def _into_objects(run: FunctionRun, mapping: Alloc, label: str, value: Value) -> None:
    """What is written into the dictionary of an object becomes its attribute."""
    name = name_of(label)
    named = isinstance(name, str) and label == key(name)
    held = value if named else run.state.own(value)
    store(run, run.state.heap[mapping][OBJECTS], attribute(name) if named and name is not None else SELF, held, -1)


def name_attributes(run: FunctionRun, target: Value, mapping: Value) -> None:
    """The keys of a mapping become attributes of objects: `vars(target).update(mapping)`."""
    for atom, hop in mapping.items():
        fields = run.state.heap.get(atom) if isinstance(atom, Alloc) else None
        if atom.is_taint:
            store(run, target, SELF, {atom: hop}, -1)
        elif fields is None:
            for thing in target:
                if isinstance(thing, (Alloc, Sym, Inst)):
                    run.state.write(thing, NAMED_SPREAD, {atom: hop}, strong=False)
        else:
            for label, held in list(fields.items()):
                name = name_of(label)
                if label == SPREAD:
                    name_attributes(run, target, held)
                elif isinstance(name, str) and label == key(name):
                    store(run, target, attribute(name), held, -1)
                elif label == ANY:
                    for thing in target:
                        if isinstance(thing, (Alloc, Sym, Inst)):
                            run.state.write(thing, NAMED_SPREAD, {atom: hop}, strong=False)


def write_effect(run: FunctionRun, targets: list[Atom], label: str, value: Value, strong: bool) -> None:
    """A callee wrote `target.label`; the same write here."""
    if label == NAMED_SPREAD:
        name_attributes(run, dict.fromkeys(targets), value)
        return
    if label == MIXED:
        forget_positions(run, dict.fromkeys(targets))
        return
    single = strong and len(targets) == 1 and not _stands_for_many(targets[0])
    if single and run.is_one_of:
        # another function may be the one that is called: what was there may still be there
        single = isinstance(targets[0], Alloc) and label not in run.state.heap.get(targets[0], {})
    for atom in targets:
        if is_store(atom, run):
            put(run, atom.name, label, value, single)
        if atom.is_opaque and not isinstance(atom, ExtInst):
            continue
        if isinstance(atom, (Alloc, Inst)) and atom.cls >= 0 and label[:1] == ".":
            _into_class(run, atom, label, value)
        if isinstance(atom, Cls):
            run.state.write(sym(("c", atom.id)), label, value, single)
        else:
            run.state.write(atom, label, value, single)


def used_up(run: FunctionRun, value: Value) -> None:
    """Somebody went through these values: of a generator, nobody knows how far."""
    forget_positions(run, {atom: None for atom in value if isinstance(atom, Alloc) and atom.kind == "generator"})


def forget_positions(run: FunctionRun, value: Value) -> None:
    """What stood at known positions stands somewhere."""
    for atom in value:
        fields = run.state.heap.get(atom)
        if fields and isinstance(atom, Alloc) and any(position_of(label) is not None for label in fields):
            everything = run.state.read(atom, ANY)
            run.state.clear(atom)
            run.state.write(atom, ANY, everything, strong=True)
        elif isinstance(atom, Sym):
            run.state.write(atom, MIXED, {OPAQUE: None}, strong=True)
