"""Reading and writing parts of values: attributes, items, elements; and where a read is a source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from piilint.ir.program import ModuleRef
from piilint.propagate.arguments import Arguments, tuple_key
from piilint.propagate.atoms import (
    ABSENT,
    EMPTY,
    OPAQUE,
    Absent,
    Alloc,
    Atom,
    Bound,
    Cls,
    Const,
    Derived,
    Ext,
    ExtInst,
    Func,
    Inst,
    Member,
    Mod,
    Opaque,
    Sym,
    Text,
    Value,
    alloc,
    bound,
    cls_atom,
    const,
    func,
    inst,
    instance_of,
    is_of_library,
    library_model,
    member,
    sym,
)
from piilint.propagate.guesses import read_sources
from piilint.propagate.memory import SLICED, joined, without_absent
from piilint.propagate.references import reference_value
from piilint.propagate.summary import KEY
from piilint.propagate.taints import only_taints
from piilint.propagate.things import member_of, names_of, subject_mark, things_of
from piilint.terms.access_path import ANY, attribute, key
from piilint.terms.flow import Verb

if TYPE_CHECKING:
    from piilint.propagate.run import FunctionRun

BOUND_SELF = "<self>"
"""The label under which a bound method keeps its receiver."""
CUT = "operator.getitem"
EXACT = ("exact",)
"""The site of an instance whose class is known exactly, so that no subclass can stand in for it."""


def load_attribute(run: FunctionRun, value: Value, name: str, at: int) -> Value:
    """`value.name`, in a template also `value["name"]`."""
    if name == "__dict__":
        return run.as_mapping(value, at)
    label = attribute(name)
    value = _with_elements(value)
    parts: list[Value] = []
    for atom, hop in value.items():
        if atom.is_taint:
            parts.append({atom: hop})
        elif (read := _read_by_rules(run, atom, name, value, at)) is not None:
            return read
        elif isinstance(atom, Sym):
            parts.append(
                run.moved(_of_symbol(run, atom, name, label), Verb.READ, at)
                if hop is None
                else _after(run, _of_symbol(run, atom, name, label), hop, at)
            )
        else:
            parts.append(_of_thing(run, atom, atom, name, label))
    if not run.function.is_python:
        parts.append(load_item(run, value, {_string(name): None}, at, sources=False))
    if name in run.engine.knowledge.typed_names:
        parts = [_typed(run, value, name, at, joined(parts))]
    parts.append(read_sources(run, value, label, at))
    return joined(parts)


def _typed(run: FunctionRun, base: Value, name: str, at: int, found: Value) -> Value:
    """What rules say that an attribute is, beside objects of the program's classes, of which more is known."""
    typed = run.typed_attribute(base, name, at)
    if typed is None:
        return found
    own = {
        atom: hop for atom, hop in found.items() if atom.is_taint or (isinstance(atom, (Inst, Alloc)) and atom.cls >= 0)
    }
    return joined((own, typed))


def _with_elements(value: Value) -> Value:
    """`x[0]` may be a letter, which hides the rest of a text, or an element: of that something can be read."""
    elements: Value = {
        atom.sym: hop
        for atom, hop in value.items()
        if type(atom) is Derived and not atom.deep and atom.ops and all(CUT in op.match.patterns for op in atom.ops)
    }
    return {**value, **elements} if elements else value


def _read_by_rules(run: FunctionRun, atom: Atom, name: str, value: Value, at: int) -> Value | None:
    """What reading an attribute of a library's object gives where rules say so; None where they do not."""
    if name not in run.engine.knowledge.attributes:
        return None
    for thing in things_of(run, atom) if isinstance(atom, (Sym, ExtInst, Member)) or is_of_library(atom) else ():
        names = tuple(f"{one}.{name}" for one in names_of(run.engine, thing))
        if run.engine.knowledge.read_as(names):
            return run.call_library(names, member(thing, name), value, Arguments(), at)
    return None


def _string(text: str) -> Atom:
    return const(text)


def _after(run: FunctionRun, value: Value, hop: object, at: int) -> Value:
    return {
        atom: run.hop(before or hop, Verb.READ, at) if atom.is_taint or isinstance(atom, Sym) else before  # type: ignore[arg-type]
        for atom, before in value.items()
    }


def _of_symbol(run: FunctionRun, symbol: Sym, name: str, label: str) -> Value:
    written = run.state.heap.get(symbol)
    if written and label in written:
        return run.state.read(symbol, label)
    things = things_of(run, symbol)
    found: list[Value] = []
    for thing in things:
        if isinstance(thing, (Mod, Ext)) or (
            isinstance(thing, (Cls, ExtInst, Member)) and not run.engine.is_record_of(thing)
        ):
            found.append(_of_thing(run, thing, symbol, name, label))
        elif isinstance(thing, (Inst, Alloc)) and thing.cls >= 0:
            method = _class_member(run, thing.cls, symbol, name, exact=isinstance(thing, Inst) and thing.site == EXACT)
            if method is not None:
                found.append(method)
        elif isinstance(thing, Const):
            found.append({member(thing, name): None})
    if (
        found
        and all(isinstance(thing, (Mod, Ext, Cls, Inst)) for thing in things)
        and not any(value == EMPTY for value in found)
    ):
        return joined(found)
    return joined([run.state.read(symbol, label), *found])


def _of_thing(run: FunctionRun, thing: Atom, receiver: Atom, name: str, label: str) -> Value:
    state = run.state
    if isinstance(thing, Alloc):
        if thing.kind == "super":
            return run.super_attribute(thing, name)
        fields = state.heap.get(thing)
        held = fields.get(label) if fields else None
        if held is not None and ABSENT not in held:
            return held
        if is_of_library(thing) and fields and (column := fields.get(key(name))) is not None:
            return column
        if thing.cls >= 0:
            rest = _class_member(run, thing.cls, receiver, name, exact=True)
            return joined([without_absent(held or EMPTY), rest if rest is not None else EMPTY])
        if held is not None:
            return without_absent(held)
        return {member(receiver, name): None}
    if isinstance(thing, Inst):
        held = state.heap.get(thing, {}).get(label)
        if held is not None:
            return held
        found = _class_member(run, thing.cls, receiver, name, exact=False)
        return found if found is not None else state.read(sym(("f", thing.cls)), label)
    if isinstance(thing, Mod):
        return module_member(run, thing.id, name)
    if isinstance(thing, Cls):
        return class_attribute(run, thing.id, name)
    if isinstance(thing, (Ext, ExtInst, Member)):
        held = state.heap.get(thing, {}).get(label)
        if held is None and isinstance(thing, ExtInst):
            related = run.engine.relations.back(library_model(thing.name), name, (run.id, run.at))
            held = {related: None} if related is not None else None
        return held if held is not None else {member_of(thing, name): None}
    if isinstance(thing, (Const, Text)):
        return {member(thing, name): None}
    if isinstance(thing, (Func, Bound)):
        held = state.heap.get(thing, {}).get(label)
        return held if held is not None else {member(thing, name): None}
    return {OPAQUE: None} if isinstance(thing, Opaque) else EMPTY


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
        if held is not None and ABSENT not in held:
            return held
        if method is not None or name in engine.class_names_bound(base):
            return run.state.read(namespace, label)
    if name in ("__name__", "__qualname__", "__module__", "__doc__"):
        return EMPTY
    return run.state.read(sym(("c", cls)), label) if name not in ("__init__", "__new__") else EMPTY


def _class_member(run: FunctionRun, cls: int, receiver: Atom, name: str, exact: bool) -> Value | None:
    """What an instance finds along its class: a method, a property's value, a class attribute; None where nothing."""
    engine, program = run.engine, run.program
    label = attribute(name)
    for base in program.classes[cls].mro:
        if isinstance(base, str):
            if program.field_of(cls, name) is not None or engine.listings.shows_field(cls, name):
                return None
            about = subject_mark(run, receiver)
            related = engine.relations.back(cls, name, (*about, run.id, run.at))
            known = inst(cls, about) if isinstance(receiver, Sym) else receiver
            return {related if related is not None else member(known, name): None}
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
    if getter is not None and program.field_of(cls, name) is None:
        return run.call_function(getter, Arguments([{_string(name): None}]), -1, receiver={receiver: None})
    return None


def _only(value: Value, atom: Atom) -> bool:
    return len(value) == 1 and atom in value


def _bind_class_value(run: FunctionRun, found: Value, receiver: Atom, cls: int) -> Value:
    """A class attribute seen through an instance: functions become methods, descriptors are asked."""
    result: list[Value] = []
    for atom, hop in found.items():
        for thing in things_of(run, atom) or (atom,):
            if isinstance(thing, Func) and not run.engine.is_static(thing.id):
                if run.engine.is_property(thing.id):
                    read_by = run.engine.getter_of(thing.id)
                    result.append(run.call_function(read_by, Arguments(), -1, receiver={receiver: None}))
                else:
                    result.append(
                        {bound(cls_atom(cls) if run.engine.is_class_method(thing.id) else receiver, thing.id): hop}
                    )
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


def bound_closure(run: FunctionRun, closure: Alloc, receiver: Atom) -> Alloc:
    """A closure that was found on a class and is bound to an instance."""
    made = alloc((run.id, "bound", run.numbered(closure, receiver)), "closure", -1, closure.function)
    run.state.create(made, {**run.state.heap.get(closure, {}), BOUND_SELF: {receiver: None}})
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


def constants_of(run: FunctionRun, value: Value, why: int = KEY) -> tuple[list[object], bool]:
    """The constants that a value may be, and whether it may be something else; `why` callers are asked (0: not)."""
    found: list[object] = []
    others = False
    for atom in value:
        if isinstance(atom, Const):
            found.append(atom.value)
        elif isinstance(atom, Sym):
            known = [thing for thing in things_of(run, atom) if isinstance(thing, Const)]
            if known:
                found.extend(thing.value for thing in known)
            else:
                if why:
                    run.want(atom, why)
                others = True
        elif not atom.is_taint or not isinstance(atom, Absent):
            others = True
    return found, others or not value


def element(run: FunctionRun, value: Value, label: str, at: int) -> Value:
    """What stands under an element label, or on iteration (`ITER`), without looking at rules."""
    parts: list[Value] = []
    for atom, hop in value.items():
        if label == SLICED and not isinstance(atom, Sym):
            if not atom.is_taint:
                parts.append(element(run, {atom: hop}, ANY, at))
        elif atom.is_taint:
            parts.append({atom: hop})
        elif isinstance(atom, Sym):
            parts.append(_after(run, run.state.read(atom, label), hop, at))
        elif isinstance(atom, Alloc):
            parts.append(without_absent(run.state.read(atom, label)))
        elif isinstance(atom, ExtInst) and atom.model != -1:
            if label[:2] != '["' or atom.name == "builtins.dict":
                # a collection of objects is gone through or counted; it has no element under a name
                parts.append({instance_of(atom.model, (run.id, at)): None})
            parts.append(only_taints(run.state.read(atom, label)))
        elif isinstance(atom, Member) and run.engine.knowledge.of_calls(names_of(run.engine, atom)):
            continue  # a method, which only its result can be gone through
        elif atom.is_opaque:
            # what a call was made with is no element of what it gave
            held = any(label[:1] != "<" for label in run.state.heap.get(atom, ()))
            parts.append(run.state.read(atom, label) if held else {OPAQUE: None})
    return joined(parts)


def load_item(run: FunctionRun, value: Value, index: Value, at: int, sources: bool = True) -> Value:
    """`value[index]` for containers and symbols; `sources`: whether the key's name may make it personal."""
    value = _with_elements(value)
    constants, others = constants_of(run, index, KEY if any(isinstance(atom, (Sym, Alloc)) for atom in value) else 0)
    labels = [
        key(constant)
        for constant in dict.fromkeys(constants)
        if constant is None or isinstance(constant, (str, int, float))
    ]
    if others or not labels:
        labels.append(ANY)
    pair = tuple_key(run, index)
    if pair is not None and all(isinstance(atom, Alloc) and atom.kind == "dict" for atom in value):
        labels = [pair]
    parts = [element(run, value, label, at) for label in labels]
    if sources:
        parts.append(read_sources(run, value, labels[0], at))
    return joined(parts)


def load_attribute_plain(run: FunctionRun, value: Value, name: str) -> Value:
    """`value.name` without asking whether the name is personal: for access paths that a callee has already judged."""
    label = attribute(name)
    parts: list[Value] = []
    for atom, hop in value.items():
        if atom.is_taint:
            parts.append({atom: hop})
        elif isinstance(atom, Sym):
            parts.append({part: before or hop for part, before in _of_symbol(run, atom, name, label).items()})
        else:
            parts.append(_of_thing(run, atom, atom, name, label))
    if name in run.engine.knowledge.typed_names:
        return _typed(run, value, name, -1, joined(parts))
    return joined(parts)
