"""What classes and modules have under a name: methods, properties, descriptors, class attributes, variables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from piilint.ir.program import ModuleRef
from piilint.propagate.arguments import Arguments
from piilint.propagate.atoms import (
    ABSENT,
    BOUND_SELF,
    EMPTY,
    OPAQUE,
    Alloc,
    Atom,
    ExtInst,
    Func,
    Inst,
    Sym,
    Value,
    alloc,
    bound,
    cls_atom,
    const,
    ext,
    func,
    inst,
    member,
    sym,
)
from piilint.propagate.enums import enum_member
from piilint.propagate.held_forms import draws
from piilint.propagate.memory import joined
from piilint.propagate.references import reference_value
from piilint.propagate.things import subject_mark, things_of
from piilint.terms.access_path import attribute

if TYPE_CHECKING:
    from piilint.propagate.run import FunctionRun

BARE = frozenset({"builtins.object", "abc.ABC", "typing.Generic", "typing.Protocol"})
"""Bases of libraries that bring no attributes with them."""
EXACT = ("exact",)
"""The site of an instance whose class is known exactly, so that no subclass can stand in for it."""


def module_member(run: FunctionRun, module: int, name: str) -> Value:
    """`module.name`: functions, classes and modules as they are; variables by the module's memory."""
    found = [reference_value(run, reference) for reference in run.program.member(ModuleRef(module), name)]
    if not found:
        found.append(run.state.read(sym(("m", module)), attribute(name)))
    return joined(found)


def class_attribute(run: FunctionRun, cls: int, name: str) -> Value:
    """`Class.name`: plain functions for methods, bound ones for class methods, else what the class's body made."""
    engine = run.engine
    label = attribute(name)
    for base in run.program.classes[cls].mro:
        if isinstance(base, str):
            return {member(cls_atom(cls), name): None}
        namespace = sym(("c", base))
        held = run.state.heap.get(namespace, {}).get(label)
        method = run.program.classes[base].methods.get(name)
        if method is not None and not engine.is_wrapped(method) and (held is None or _only(held, func(method))):
            return {bound(cls_atom(cls), method) if engine.is_class_method(method) else func(method): None}
        if engine.is_enum(cls) and method is None:
            value = held if held is not None else run.state.read(namespace, label)
            known = enum_member(run, cls, base, name, value)
            if known is not None:
                return known
        if held is not None and ABSENT not in held:
            return held
        if method is not None or name in engine.class_names_bound(base):
            return run.state.read(namespace, label)
    if name in ("__name__", "__qualname__"):
        return {const(run.program.classes[cls].ir.name): None}
    if name in ("__module__", "__doc__"):
        return EMPTY
    meta = engine.metaclass_of(cls)
    if meta is not None:
        found = class_member(run, meta, cls_atom(cls), name, exact=True)
        if found is not None:
            return found
    return run.state.read(sym(("c", cls)), label) if name not in ("__init__", "__new__") else EMPTY


def class_member(run: FunctionRun, cls: int, receiver: Atom, name: str, exact: bool) -> Value | None:
    """What an instance finds along its class: a method, a property's value, a class attribute; None where nothing."""
    engine, program = run.engine, run.program
    label = attribute(name)
    if draws(engine.listings, cls, name):
        return None
    for base in program.classes[cls].mro:
        if base in BARE or base == "builtins.type":
            # what a class finds on its metaclass, it finds on itself before
            continue
        if isinstance(base, str):
            if program.field_of(cls, name) is not None or engine.listings.shows_field(cls, name):
                return None
            if name == "data" and base in ("collections.UserDict", "collections.UserList"):
                # what it holds lies in the object itself
                return {receiver: None}
            about = subject_mark(run, receiver)
            related = engine.relations.back(cls, name, (*about, run.id, run.at))
            known = inst(cls, about) if isinstance(receiver, Sym) else receiver
            return {related if related is not None else member(known, name): None}
        if engine.made_properties and (getter := engine.made_properties.get((base, name))) is not None:
            return run.call_function(getter, Arguments(), -1, receiver={receiver: None})
        method = program.classes[base].methods.get(name)
        held = run.state.heap.get(sym(("c", base)), {}).get(label)
        if method is not None and not engine.is_wrapped(method) and (held is None or _only(held, func(method))):
            return _method(run, cls, method, receiver, exact)
        if method is not None or held is not None or name in engine.class_names_bound(base):
            found = held if held is not None else run.state.read(sym(("c", base)), label)
            if not exact and isinstance(receiver, Sym):
                below = run.engine.rebound_below(cls, name)
                if below:
                    run.want(receiver)
                found = joined([found, *(run.state.read(sym(("c", one)), label) for one in below)])
            return _bind_class_value(run, found, receiver, cls)
    getter = program.method(cls, "__getattr__")
    if getter is None or getter == run.id or program.field_of(cls, name) is not None:
        return None
    told = run.call_function(getter, Arguments([{const(name): None}]), -1, receiver={receiver: None})
    # an object of which only the class is known may have the attribute itself
    return joined((run.state.read(receiver, label), told)) if isinstance(receiver, Sym) else told


def _only(value: Value, atom: Atom) -> bool:
    return len(value) == 1 and atom in value


def _bind_class_value(run: FunctionRun, found: Value, receiver: Atom, cls: int) -> Value:
    """A class attribute seen through an instance: functions become methods, descriptors are asked."""
    result: list[Value] = []
    for atom, hop in found.items():
        for thing in _descriptors(run, atom) or things_of(run, atom) or (atom,):
            if isinstance(thing, Func) and not run.engine.is_static(thing.id):
                if run.engine.is_property(thing.id):
                    read_by = run.engine.getter_of(thing.id)
                    result.append(run.call_function(read_by, Arguments(), -1, receiver={receiver: None}))
                else:
                    result.append(
                        {bound(cls_atom(cls) if run.engine.is_class_method(thing.id) else receiver, thing.id): hop}
                    )
            elif isinstance(thing, Alloc) and thing.kind == "partialmethod":
                fields = run.engine.fields_of(run, thing)
                callee = _bind_class_value(run, fields.get("<callee>", EMPTY), receiver, cls)
                made = alloc((run.id, "bound", run.numbered(thing, receiver)), "partial")
                run.state.create(made, {**fields, "<callee>": callee})
                result.append({made: hop})
            elif isinstance(thing, Alloc) and thing.kind == "closure":
                made = bound_closure(run, thing, receiver)
                result.append({made: hop})
            elif (
                isinstance(thing, (Alloc, Inst))
                and thing.cls >= 0
                and (getter := run.program.method(thing.cls, "__get__")) is not None
            ):
                arguments = Arguments([{receiver: None}, {cls_atom(cls): None}])
                result.append(run.call_function(getter, arguments, -1, receiver={thing: None}))
            else:
                result.append({atom: hop})
    return joined(result)


def _descriptors(run: FunctionRun, atom: Atom) -> list[Alloc]:
    """The descriptors that a class holds under a name, where only shared memory tells them apart."""
    if not isinstance(atom, Sym) or atom.root[0] != "c" or len(atom.path) != 1:
        return []
    if not any(isinstance(one, Inst) and run.program.method(one.cls, "__get__") for one in things_of(run, atom)):
        return []
    return run.engine.objects_in(run, atom)


def bound_closure(run: FunctionRun, closure: Alloc, receiver: Atom) -> Alloc:
    """A closure that was found on a class and is bound to an instance."""
    made = alloc((run.id, "bound", run.numbered(closure, receiver)), "closure", -1, closure.function)
    run.state.create(made, {**run.engine.fields_of(run, closure), BOUND_SELF: {receiver: None}})
    return made


def _method(run: FunctionRun, cls: int, method: int, receiver: Atom, exact: bool) -> Value:
    engine = run.engine
    method = engine.getter_of(method)
    name = run.program.functions[method].ir.name
    if not exact and isinstance(receiver, Sym) and len(engine.overrides(cls, name, method)) > 1:
        run.want(receiver)
    if engine.is_property(method):
        targets = engine.overrides(cls, name, method) if not exact else (method,)
        return joined([run.call_function(target, Arguments(), -1, receiver={receiver: None}) for target in targets])
    if engine.is_static(method):
        return {func(method): None}
    if engine.is_class_method(method):
        return {bound(cls_atom(cls), method): None}
    targets = engine.overrides(cls, name, method) if not exact else (method,)
    return {bound(receiver, target): None for target in targets}


def classes_of(run: FunctionRun, value: Value) -> Value:
    """The classes of objects: `type(value)`."""
    found: Value = {}
    for atom in value:
        for thing in things_of(run, atom) if not atom.is_taint else ():
            if isinstance(thing, (Inst, Alloc)) and thing.cls >= 0:
                exact = isinstance(thing, Alloc) or thing.site == EXACT
                if isinstance(atom, Sym) and not exact and run.program.classes[thing.cls].subclasses:
                    run.want(atom)
                    found[OPAQUE] = None
                found[cls_atom(thing.cls)] = None
            elif isinstance(thing, ExtInst) and thing.name:
                found[ext(thing.name)] = None
    return found or {OPAQUE: None}
