"""Shapes: iteration, unpacking, subscripts, mappings, `super()` and setters, where the value decides what happens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from piilint.propagate.access import constants_of, element, load_item
from piilint.propagate.arguments import Arguments, positions_of
from piilint.propagate.atoms import (
    ABSENT,
    EMPTY,
    OPAQUE,
    Alloc,
    Atom,
    Cls,
    Const,
    Ext,
    ExtInst,
    Inst,
    Member,
    Sym,
    Value,
    alloc,
    below,
    bound,
    ext,
    inst,
    instance_of,
    is_of_library,
    member,
    sym,
)
from piilint.propagate.columns import choose
from piilint.propagate.conditions import slice_text
from piilint.propagate.deferred import asked
from piilint.propagate.enums import enum_members, named_members
from piilint.propagate.instantiate import ANY_ATTRIBUTE, AS_MAPPING, FACTORY, make_missing
from piilint.propagate.memory import ITER, NAMED_SPREAD, OBJECTS, SLICED, SPREAD, joined
from piilint.propagate.native_registry import NATIVES
from piilint.propagate.own_fields import own_fields
from piilint.propagate.sequences import slice_of
from piilint.propagate.sizes import ask_size_of, is_changed
from piilint.propagate.stores import store
from piilint.propagate.summary import NAMED, TABLE
from piilint.propagate.taints import only_taints
from piilint.propagate.things import goes_its_own_way, names_of, things_of
from piilint.terms.access_path import ANY, KEYS, attribute, key, position_of
from piilint.terms.flow import Verb

if TYPE_CHECKING:
    from piilint.propagate.run import FunctionRun


def iterate(run: FunctionRun, value: Value, at: int) -> Value:
    """Some element of iterating over a value, through `__iter__` and `__next__` where the program has them."""
    parts: list[Value] = []
    rest: Value = {}
    for atom, hop in value.items():
        if isinstance(atom, Alloc) and atom in run.deferred:
            asked(run, atom, at)
        told = _own_iterator(run, {atom: hop}, at) if not atom.is_taint else None
        if told is not None:
            parts.append(told)
            continue
        if isinstance(atom, Cls) and run.engine.is_enum(atom.id):
            parts.append(enum_members(run, atom.id))
            continue
        is_known = isinstance(atom, (ExtInst, Member)) or is_of_library(atom)
        typed = _library_iterator(run, {atom: hop}, at) if is_known else None
        if typed is not None:
            parts.append(typed)
        else:
            rest[atom] = hop
    if isinstance(value, dict):
        parts.append(element(run, rest, ITER, at))
    return joined(parts)


def _own_iterator(run: FunctionRun, value: Value, at: int) -> Value | None:
    for name in ("__iter__", "__aiter__"):
        told = run.call_method(value, name, Arguments(), at)
        if told is not None:
            step = run.call_method(told, "__next__" if name == "__iter__" else "__anext__", Arguments(), at)
            return step if step is not None else element(run, told, ITER, at)
    return run.call_method(value, "__getitem__", Arguments([{OPAQUE: None}]), at)


def _library_iterator(run: FunctionRun, value: Value, at: int) -> Value | None:
    atom = next(iter(value))
    names = tuple(f"{name}.__iter__" for name in names_of(run.engine, atom))
    if run.engine.knowledge.of_calls(names):
        told = run.call_library(names, member(atom, "__iter__"), value, Arguments(), at)
        return element(run, told, ITER, at)
    if isinstance(atom, ExtInst) and atom.model != -1:
        return {instance_of(atom.model, (run.id, at)): None, **run.state.own(run.state.read(atom, ANY))}
    return None


def unpacked(run: FunctionRun, value: Value, position: int, at: int) -> Value:
    """One target of an unpacking: by position for sequences, else some element."""
    parts: list[Value] = []
    for atom, hop in value.items():
        one: Value = {atom: hop}
        if isinstance(atom, Alloc) and atom.kind in ("list", "tuple", "generator"):
            known = positions_of(run, one)
            if known is not None:
                parts.append(known[position] if -len(known) <= position < len(known) else EMPTY)
                continue
        if goes_its_own_way(run, atom):
            known = positions_of(run, run.call_method(one, "__iter__", Arguments(), at) or EMPTY)
            parts.append(iterate(run, one, at) if known is None else joined(known[position : position + 1 or None]))
        elif isinstance(atom, Sym):
            parts.append(element(run, one, key(position), at))
        else:
            fields = run.state.heap.get(atom, {})
            # positions of which only some are known to hold something
            partly = key(position) in fields or (
                isinstance(atom, Alloc)
                and atom.kind in ("list", "tuple")
                and ANY not in fields
                and any(position_of(label) is not None for label in fields)
            )
            parts.append(element(run, one, key(position), at) if partly else iterate(run, one, at))
    return joined(parts)


def subscript(run: FunctionRun, value: Value, index: Value, at: int) -> Value:
    """`value[index]`: a slice, an item, or `__getitem__`."""
    parts: list[Value] = []
    known: list[Value] = []
    rest: Value = {}
    for atom, hop in value.items():
        told = run.call_method({atom: hop}, "__getitem__", Arguments([index]), at) if not atom.is_taint else None
        if told is not None:
            parts.append(told)
        elif isinstance(atom, Cls) and run.engine.is_enum(atom.id):
            names, others = constants_of(run, index, NAMED)
            parts.append(named_members(run, atom.id, [] if others else names))
        elif isinstance(atom, (Cls, Ext)) and _is_generic(run, atom, index):
            parts.append({atom: hop})
        elif (chosen := _library_item(run, atom, {atom: hop}, index, at)) is not None:
            known.append(chosen)
        else:
            rest[atom] = hop
            parts.append(_missing(run, atom, index, at))
    if known and not any(not atom.is_taint for atom in rest):
        # what a whole column carries, its rows carry
        return joined([*known, *parts, rest])
    _make_missing(run, rest, index, at)
    slices = [atom for atom in index if isinstance(atom, Alloc) and atom.kind == "slice"]
    if slices:
        parts.append(_sliced(run, rest, slices[0], at))
    elif rest:
        parts.append(load_item(run, rest, index, at))
    found = joined(parts)
    specs = run.engine.knowledge.of_call("operator.getitem")
    if not specs.sanitizers or all(isinstance(atom, Alloc) and atom.kind in ("list", "tuple", "dict") for atom in rest):
        return joined((found, *known))
    # what is masked is the text that was cut; elements of a sequence stay what they are
    things = {atom: hop for atom, hop in found.items() if not atom.is_taint and not isinstance(atom, Sym)}
    carried = {atom: hop for atom, hop in found.items() if atom not in things}
    masked = {**things, **run.sanitized(specs, carried, Arguments([value, index]), at)} if carried else found
    return joined((masked, *known))


def _is_generic(run: FunctionRun, atom: Cls | Ext, index: Value) -> bool:
    """Whether `name[index]` says of what a class is to be, as `Mapping[str, int]` does, and is no read of an item."""
    names = names_of(run.engine, atom)
    if run.engine.knowledge.of_calls(names):
        return False
    keyed = isinstance(atom, Ext) and any(isinstance(one, Const) and isinstance(one.value, str) for one in index)
    return not keyed or any(name.startswith("builtins.") or name.rpartition(".")[2][:1].isupper() for name in names)


def _library_item(run: FunctionRun, atom: Atom, value: Value, index: Value, at: int) -> Value | None:
    """What rules say of `object[index]` for an object of a library; None where they say nothing, as of most."""
    if not isinstance(atom, (Sym, Ext, ExtInst, Member)) and not is_of_library(atom):
        return None
    knowledge = run.engine.knowledge
    for thing in things_of(run, atom):
        names = tuple(f"{name}.__getitem__" for name in names_of(run.engine, thing))
        if names and knowledge.of_calls(names):
            return run.call_library(names, member(thing, "__getitem__"), value, Arguments([index]), at)
    if isinstance(atom, Sym):
        run.want(atom, TABLE)
    if isinstance(atom, Sym) and any(isinstance(one, Alloc) and one.kind == "list" for one in index):
        # only what has columns is read by a list of them
        return choose(run, value, index, at)
    return None


def _missing(run: FunctionRun, atom: Atom, index: Value, at: int) -> Value:
    """What a mapping of the program makes of a key that it does not have."""
    if not isinstance(atom, Alloc) or atom.cls < 0 or run.program.method(atom.cls, "__missing__") is None:
        return EMPTY
    constants, others = run.constants(index)
    fields = run.state.heap.get(atom, {})
    if not others and all(key(one) in fields and ABSENT not in fields[key(one)] for one in constants):
        return EMPTY
    return run.call_method({atom: None}, "__missing__", Arguments([index]), at) or EMPTY


def _make_missing(run: FunctionRun, value: Value, index: Value, at: int) -> None:
    """A mapping with a factory makes the value of a key that it does not have."""
    if any(FACTORY in run.state.heap.get(atom, ()) for atom in value):
        constants, others = run.constants(index)
        for label in [ANY] if others else [key(constant) for constant in constants]:
            make_missing(run, value, label, at)


def _sliced(run: FunctionRun, value: Value, bounds: Alloc, at: int) -> Value:
    result: Value = run.moved(only_taints(run.state.own(value)), Verb.FORMAT, at, slice_text(run, bounds))
    sequences: Value = {atom: hop for atom, hop in value.items() if isinstance(atom, (Alloc, Sym, ExtInst))}
    if sequences:
        made = alloc((run.id, at, *run.turn), "list")
        if is_changed(run, at):
            ask_size_of(run, sequences)
        known = positions_of(run, sequences)
        cut = slice_of(run, {bounds: None})
        if known is not None and cut is not None:
            kept = known[cut]
            run.state.create(made, {key(number): held for number, held in enumerate(kept)})
        else:
            run.state.create(made, {ANY: element(run, sequences, SLICED, at)})
        result = {**result, made: None}
    if any(atom.is_opaque for atom in value):
        result = {**result, OPAQUE: None}
    return result


def merge_into(run: FunctionRun, target: Value, other: Value, at: int) -> None:
    """`target.update(other)`: known keys replace, what is not known is joined."""
    for thing in target:
        for atom, hop in other.items():
            if isinstance(atom, Alloc) and (fields := run.state.heap.get(atom)) is not None:
                for label, held in list(fields.items()):
                    run.state.write(thing, label, held, strong=label not in (ANY, KEYS, SPREAD))
            elif atom.is_taint:
                store(run, {thing: None}, ANY, {atom: hop}, at)
            else:
                run.state.write(thing, SPREAD, {atom: hop}, strong=False)


def as_mapping(run: FunctionRun, value: Value, at: int, whole: bool = False) -> Value:
    """An object's attributes as a dict; of a class's instance that is not known, the fields that the class declares."""
    made = alloc((run.id, at, "mapping", *run.turn), "dict")
    run.state.create(made, {})
    for atom, hop in value.items():
        labels: dict[str, None] = {}
        for thing in things_of(run, atom):
            labels.update({label: None for label in run.state.heap.get(thing, {}) if label[:1] == "."})
            if isinstance(thing, (Inst, Alloc)) and thing.cls >= 0:
                labels.update({attribute(name): None for name in run.engine.field_names(thing.cls)})
        labels.update({label: None for label in run.state.heap.get(atom, {}) if label[:1] == "."})
        for label in labels:
            held = run.load_attribute({atom: hop}, label[1:], at)
            run.state.write(
                made,
                key(label[1:]),
                run.engine.nested_mapping(run, held, at),
                strong=key(label[1:]) not in run.state.heap[made],
            )
        if atom.is_taint:
            run.state.write(made, ANY, {atom: hop}, strong=False)
        elif isinstance(atom, Sym) and (whole or not labels):
            run.state.write(made, SPREAD, {below(atom, AS_MAPPING): hop}, strong=False)
    objects: Value = {atom: hop for atom, hop in value.items() if isinstance(atom, (Alloc, Sym, Inst))}
    if objects:
        run.state.write(made, OBJECTS, objects, strong=True)
    return {made: None}


def any_attribute(run: FunctionRun, value: Value, at: int) -> Value:
    """An attribute whose name is not known: all that the object is known to hold, and what its class says is personal.

    `{column.name: getattr(self, column.name) for column in columns}` writes a record out.
    """
    parts: list[Value] = []
    for atom, hop in value.items():
        if atom.is_taint:
            parts.append({atom: hop})
        fields = run.state.heap.get(atom, {})
        parts.extend(held for label, held in fields.items() if label[:1] == ".")
        parts.extend(run.state.read(one, ANY) for one in fields.get(NAMED_SPREAD, ()) if isinstance(one, (Alloc, Sym)))
        if isinstance(atom, Sym):
            parts.append({below(atom, ANY_ATTRIBUTE): hop})
        if isinstance(atom, Sym) or atom.is_opaque:
            parts.append({OPAQUE: None})
    parts.append(own_fields(run, value, at))
    return joined(parts)


def super_value(run: FunctionRun, arguments: Arguments, at: int) -> Value:
    """`super()`: the receiver, seen from the class after this one in the order of look-up."""
    del at
    function = run.function
    while function.cls < 0 and function.parent >= 0:
        function = run.program.functions[function.parent]
    if function.cls < 0:
        return {OPAQUE: None}
    receiver = (
        arguments.positional[1]
        if len(arguments.positional) > 1
        else run.values[0]
        if run.values and function is run.function
        else {inst(function.cls): None}
    )
    made: Value = {}
    for atom in receiver:
        if not atom.is_taint:
            thing = alloc((run.id, "super", run.numbered(atom)), "super", -1, function.id)
            run.state.create(thing, {"<.self>": {atom: None}})
            made[thing] = None
    return made


def super_attribute(run: FunctionRun, thing: Alloc, name: str) -> Value:
    """`super().name`: the method of the next class that has it."""
    owner = run.program.functions[thing.function].cls
    parts: list[Value] = []
    for receiver in run.state.heap.get(thing, {}).get("<.self>", EMPTY):
        actual = next(
            (
                one.cls if not isinstance(one, Cls) else one.id
                for one in things_of(run, receiver)
                if isinstance(one, (Inst, Alloc, Cls))
            ),
            owner,
        )
        if isinstance(receiver, Sym) and run.engine.is_mixed(owner):
            run.want(receiver)
        order = run.program.classes[actual].mro if actual >= 0 else ()
        if owner not in order:
            order = run.program.classes[owner].mro
        for base in order[order.index(owner) + 1 :]:
            if isinstance(base, str):
                parts.append(_library_method(run, base, name, receiver, owner))
                break
            method = run.program.classes[base].methods.get(name)
            if method is not None:
                if run.engine.is_property(method):
                    parts.append(run.call_function(method, Arguments(), -1, receiver={receiver: None}))
                else:
                    parts.append({bound(receiver, method): None})
                break
            held = run.state.read(sym(("c", base)), attribute(name))
            if name in run.engine.class_names_bound(base):
                parts.append(held)
                break
        else:
            if f"builtins.object.{name}" in NATIVES:
                parts.append(_library_method(run, "builtins.object", name, receiver, owner))
    return joined(parts)


def _library_method(run: FunctionRun, base: str, name: str, receiver: Atom, owner: int) -> Value:
    """The method of a library's base class, bound to the receiver where it is known what the method does."""
    ruled = base.startswith(("builtins.", "collections.")) and run.engine.knowledge.of_call(f"{base}.{name}")
    if not ruled and f"{base}.{name}" not in NATIVES:
        return {member(inst(owner), name): None}
    thing = alloc((run.id, "base", run.numbered(receiver, ext(f"{base}.{name}"))), "base_method")
    run.state.create(thing, {"<.self>": {receiver: None}, "<callee>": {ext(f"{base}.{name}"): None}})
    return {thing: None}


def _library_setter(run: FunctionRun, thing: Atom, target: Value, name: str, value: Value, at: int) -> bool:
    if not isinstance(thing, ExtInst) and not is_of_library(thing):
        return False
    names = tuple(f"{one}.{name}.__set__" for one in names_of(run.engine, thing))
    if not run.engine.knowledge.of_calls(names):
        return False
    run.call_library(names, member(thing, name), target, Arguments([value]), at)
    return True


def call_setter(run: FunctionRun, target: Value, name: str, value: Value, at: int) -> bool:
    """Runs a property's setter, a descriptor's `__set__` or `__setattr__`; False where there is none."""
    done = False
    for atom in target:
        for thing in things_of(run, atom) if not atom.is_taint else ():
            if not isinstance(thing, (Inst, Alloc)) or thing.cls < 0:
                done = _library_setter(run, thing, {atom: None}, name, value, at) or done
                continue
            setter = run.engine.setter_of(thing.cls, name)
            if setter is not None:
                run.call_function(setter, Arguments([value]), at, receiver={atom: None})
                done = True
                continue
            general = run.program.method(thing.cls, "__setattr__")
            if general is not None and general != run.id:
                from piilint.propagate.atoms import const

                run.call_function(general, Arguments([{const(name): None}, value]), at, receiver={atom: None})
                continue
            for descriptor in run.engine.descriptor_things(run, thing.cls, name):
                method = run.program.method(descriptor.cls, "__set__")
                if method is not None:
                    run.call_function(method, Arguments([{atom: None}, value]), at, receiver={descriptor: None})
                    done = True
    return done
