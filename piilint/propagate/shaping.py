"""A value in the shape of a type: what a record's class names gets through, all else stays behind.

A library that makes objects of a class (validation) or answers with one (a response model) takes over the fields that
the class declares, and no others. Where nothing is known of the value, the class's own declarations tell what is
personal in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from piilint.ir.program import ClassRef
from piilint.ir.types import TypeUse
from piilint.propagate.atoms import (
    EMPTY,
    Alloc,
    Const,
    ExtInst,
    Fact,
    Inst,
    Maybe,
    Sym,
    Value,
    alloc,
    const,
    fact,
    inst,
    maybe,
)
from piilint.propagate.memory import joined
from piilint.propagate.things import things_of
from piilint.terms.access_path import ANY, attribute, key
from piilint.terms.flow import Verb
from piilint.terms.specs import FoundSource

if TYPE_CHECKING:
    from piilint.propagate.run import FunctionRun

DEPTH = 4
"""Records in records that are followed."""
MAX_RECORDS = 100
"""Records of one answer that are cut to their class, beside its own and those right in it: types that refer to one
another make ever more of them."""
CUT = "shaped"
"""In the sites of the objects that are made here."""
MAPPINGS = ("dict", "list", "tuple", "set", "generator")

Uses = tuple[TypeUse, ...]


def shaped(run: FunctionRun, value: Value, uses: Uses, at: int, way: tuple[str, ...] = (), inner: Uses = ()) -> Value:
    """The value as the type leaves it; `inner` is what the type variables of a generic class stand for."""
    if not value or len(way) > DEPTH:
        return value
    uses = uses or inner
    if not uses:
        return _by_own_class(run, value, at, way)
    return joined(_shaped(run, value, use, at, way, inner) for use in uses)


def record_of(run: FunctionRun, value: Value, cls: int, at: int, way: tuple[str, ...] = (), inner: Uses = ()) -> Value:
    """An object of a class with the fields that a value has under the names of the class's fields."""
    types = run.engine.field_uses(cls)
    run.shaped = run.shaped + 1 if way else 0
    if not types or (len(way) > 1 and run.shaped > MAX_RECORDS):
        return value
    made = alloc((run.id, at, CUT, way, cls, *run.turn), "object", cls)
    held: dict[str, Value] = {}
    aliases = run.engine.field_aliases(cls).items()
    for name, uses in types.items():
        names = [name, *(other for other, own in aliases if own == name)]
        part = joined(part_named(run, value, one, at) for one in names)
        part = shaped(run, part, uses, at, (*way, name), inner if _is_open(uses) else ())
        held[attribute(name)] = joined((part, _declared(run, value, part, cls, name, at)))
    run.state.create(made, held)
    return {made: next(iter(value.values()), None)}


def _shaped(run: FunctionRun, value: Value, use: TypeUse, at: int, way: tuple[str, ...], inner: Uses) -> Value:
    if use.kind in ("elements", "mapping"):
        elements = run.iterate(value, at) if use.kind == "elements" else _values_of(run, value, at)
        made = alloc((run.id, at, CUT, way, use.kind, *run.turn), "list" if use.kind == "elements" else "dict")
        run.state.create(made, {ANY: shaped(run, elements, use.arguments, at, (*way, "[]"), inner)})
        return {made: None}
    if use.kind == "tuple":
        made = alloc((run.id, at, CUT, way, "tuple", *run.turn), "tuple")
        parts = [run.unpacked(value, number, at) for number in range(len(use.arguments))]
        places = zip(parts, use.arguments, strict=True)
        fields = {
            key(number): shaped(run, part, (one,), at, (*way, str(number)), inner)
            for number, (part, one) in enumerate(places)
        }
        run.state.create(made, fields)
        return {made: None}
    if use.kind == "union":
        return joined(_shaped(run, value, one, at, way, inner) for one in use.arguments)
    if use.kind == "instance" and isinstance(use.reference, ClassRef):
        return record_of(run, value, use.reference.id, at, way, tuple(use.arguments) or inner)
    return value


def _values_of(run: FunctionRun, value: Value, at: int) -> Value:
    del at
    return joined({atom: hop} if atom.is_taint else run.state.read(atom, ANY) for atom, hop in value.items())


def _by_own_class(run: FunctionRun, value: Value, at: int, way: tuple[str, ...]) -> Value:
    """Objects of the program's classes with all their fields; everything else as it is."""
    if all(atom.is_taint or isinstance(atom, Const) for atom in value):
        return value
    parts: list[Value] = []
    for atom, hop in value.items():
        cls = -1 if atom.is_taint else class_of(run, {atom: hop})
        if cls >= 0 and isinstance(atom, (Inst, Sym, Alloc)):
            parts.append(record_of(run, {atom: hop}, cls, at, (*way, str(run.numbered(atom)))))
        elif isinstance(atom, Alloc) and atom.kind in ("list", "dict", "tuple"):
            fields = run.state.heap.get(atom, {})
            inner = {label: shaped(run, part, (), at, (*way, label)) for label, part in list(fields.items())}
            if all(inner[label].keys() == part.keys() for label, part in fields.items()):
                parts.append({atom: hop})
                continue
            made = alloc((run.id, at, CUT, way, run.numbered(atom), *run.turn), atom.kind)
            run.state.create(made, inner)
            parts.append({made: hop})
        elif isinstance(atom, ExtInst) and atom.model >= 0:
            element = shaped(run, {inst(atom.model, (run.id, at)): hop}, (), at, (*way, "[]"))
            made = alloc((run.id, at, CUT, way, run.numbered(atom), *run.turn), "list")
            run.state.create(made, {ANY: element})
            parts.append({made: hop})
        else:
            parts.append({atom: hop})
    return joined(parts)


def class_of(run: FunctionRun, value: Value) -> int:
    """The program's class that a value is an instance of; -1 where none is known."""
    for atom in value:
        for thing in things_of(run, atom) if not atom.is_taint else ():
            if isinstance(thing, (Alloc, Inst)) and thing.cls >= 0:
                return thing.cls
    return -1


def part_named(run: FunctionRun, value: Value, name: str, at: int) -> Value:
    """`value.name`, and of mappings `value["name"]`."""
    parts: list[Value] = []
    for atom, hop in value.items():
        one: Value = {atom: hop}
        if atom.is_taint:
            parts.append(one)
        elif isinstance(atom, Alloc) and atom.kind in MAPPINGS:
            parts.append(run.subscript(one, {const(name): None}, at))
        elif not isinstance(atom, Const):
            parts.append(run.load_attribute(one, name, at))
            if isinstance(atom, Sym) and class_of(run, one) < 0:
                parts.append(run.subscript(one, {const(name): None}, at))
    return joined(parts)


def _declared(run: FunctionRun, value: Value, part: Value, cls: int, name: str, at: int) -> Value:
    """What the class says of a field, where nothing better is known of the value."""
    return told_by(run, value, part, run.engine.field_source(cls, name), name, at)


def told_by(run: FunctionRun, value: Value, part: Value, verdict: object, name: str, at: int) -> Value:
    """What a declaration says of the named part of a value, where nothing better is known of it."""
    if not isinstance(verdict, FoundSource) or any(isinstance(atom, (Fact, Maybe)) for atom in part):
        return EMPTY
    unknown = any(one.is_opaque for one in part)
    # an object of a library's class is what it is
    meant: Value = {
        atom: hop
        for atom, hop in value.items()
        if not (isinstance(atom, ExtInst) and atom.name and not atom.name.startswith("builtins."))
        and (isinstance(atom, Sym) or (atom.is_opaque and unknown))
    }
    return said_by(run, meant, verdict, name, at)


def said_by(run: FunctionRun, value: Value, verdict: FoundSource, name: str, at: int) -> Value:
    """The data that a declaration says that the named part of a value is; of what a caller hands in perhaps."""
    found: Value = {}
    for atom in value:
        if isinstance(atom, Sym):
            found[maybe(verdict, atom, attribute(name))] = run.hop(None, Verb.READ, at)
        elif not atom.is_taint:
            found[fact(verdict, atom)] = run.hop(None, Verb.READ, at)
    return found


def _is_open(uses: Uses) -> bool:
    """Whether an annotation leaves open what is inside: `T`, `list[T]`."""
    return not uses or any(use.kind in ("elements", "mapping") and not use.arguments for use in uses)
