"""What a class lists is shown: the listed fields, relations and methods of its model's objects, and its own methods."""

from __future__ import annotations

from typing import TYPE_CHECKING

from piilint.propagate.arguments import Arguments
from piilint.propagate.atoms import (
    ABSENT,
    Alloc,
    Atom,
    Bound,
    ExtInst,
    Fact,
    Func,
    Inst,
    Member,
    Value,
    inst,
    instance_of,
)
from piilint.propagate.autocalls import called_if_possible
from piilint.propagate.declared_fields import method_that_maps, written_by_field
from piilint.propagate.field_declarations import AS_TEXT, nests, options_of
from piilint.propagate.memory import SPREAD, joined
from piilint.propagate.summary import SinkKey
from piilint.propagate.taints import only_taints
from piilint.propagate.text import text_of
from piilint.propagate.things import things_of
from piilint.terms.access_path import ANY, name_of
from piilint.terms.flow import Verb

if TYPE_CHECKING:
    from piilint.propagate.elements import Element
    from piilint.propagate.listings import Listing
    from piilint.propagate.run import FunctionRun
    from piilint.terms.record_specs import RecordSpec


def show_listed(run: FunctionRun) -> None:
    """The sinks of all lists that stand in this body of a class."""
    for listing in run.engine.listings.by_body.get(run.id, ()):
        models = run.engine.listings.models_of(listing.cls)
        if not models and not listing.own:
            continue
        # a class that shows objects of no class that is known says itself what they have
        model = models[0] if models else listing.cls
        for element in listing.elements:
            _show(run, listing, element, {instance_of(model, (run.id, element.instruction)): None})


def _show(run: FunctionRun, listing: Listing, element: Element, objects: Value) -> None:
    engine, at = run.engine, element.instruction
    records = engine.listings.records_of(listing.cls)
    every = next((record for record in records if record.all is not None and record.all == element.name), None)
    names = [element.name]
    if every is not None:
        out = engine.listings.excluded(listing.cls, every)
        model = engine.listings.models_of(listing.cls)[0]
        names = [name for name in (engine.field_names(model) if model >= 0 else ()) if name not in out]
    shown: list[Value] = []
    kept = _kept_by_method(run, listing.cls, records, objects, at)
    for name in names:
        if kept is not None and (element.field or name) not in kept:
            continue
        left = kept[element.field or name] if kept is not None else None
        if not listing.own and any(one.declared for one in records) and name in engine.class_names_bound(listing.cls):
            continue  # its own declaration says what is shown
        path = _as_said(run, listing, name, records)
        if path is None:
            continue
        value = _value(run, listing.cls, path, objects, records, at)
        if any(one.objects_as == "key" for one in records):
            whole = _fields(run, value, at) if any(nests(engine.listings, listing.cls, one) for one in records) else {}
            value = {**{atom: hop for atom, hop in value.items() if not _is_object(run, atom)}, **whole}
        for record in records if element.own >= 0 else ():
            value = written_by_field(run, element.own, record, value, at)
        told = text_of(run, value, at)
        shown.append(told if left is None else _as_left(run, told, left))
    engine.sinks_seen.add((run.id, at))
    screen = engine.program.classes[listing.cls].name
    key = SinkKey(
        run.id,
        at,
        listing.sink.kind,
        element.name.removesuffix(f".{AS_TEXT}") or "list",
        listing.sink.attribute or "",
        screen,
    )
    run.hit(key, run.moved(only_taints(joined(shown)), Verb.SINK, at))


def _kept_by_method(
    run: FunctionRun, cls: int, records: list[RecordSpec], objects: Value, at: int
) -> dict[str, Value] | None:
    """The fields that the class's own method leaves in what it makes of an object; None: not all are known, or all."""
    methods = (method_that_maps(run, cls, record) for record in records)
    method = next((one for one in methods if one is not None), None)
    if method is None:
        return None
    found: dict[str, Value] = {}
    for atom in run.call_function(method, Arguments([objects]), at, receiver={inst(cls): None}):
        if atom.is_taint:
            continue
        fields = run.state.heap.get(atom, {})
        if not isinstance(atom, Alloc) or atom.kind != "dict" or ANY in fields or SPREAD in fields:
            return None
        for label, held in fields.items():
            if (name := name_of(label)) and held.keys() != {ABSENT}:
                found[name] = joined((found.get(name, {}), held))
    return found


def _as_left(run: FunctionRun, told: Value, left: Value) -> Value:
    """What a field tells, as well hidden as the class's own method leaves it."""
    after = only_taints(run.state.deep(left))
    sources = {atom.source for atom in told if isinstance(atom, Fact)}
    rest = {atom: hop for atom, hop in told.items() if not isinstance(atom, Fact)}
    return {**rest, **{atom: hop for atom, hop in after.items() if isinstance(atom, Fact) and atom.source in sources}}


def _as_said(run: FunctionRun, listing: Listing, name: str, records: list[RecordSpec]) -> str | None:
    """The path that a listed field shows, by what the class says of it beside the list; None where it is hidden."""
    for record in records if not listing.own else ():
        said = options_of(run.engine.listings, listing.cls, record).field(name, record)
        if said.hidden:
            return None
        name = said.source
    return name


def _value(run: FunctionRun, cls: int, name: str, objects: Value, records: list[RecordSpec], at: int) -> Value:
    if not name:
        return run.call_value(run.values[at], Arguments([objects]), at)
    if name == "__str__":
        return objects
    method = run.program.method(cls, name)
    if method is not None:
        return run.call_function(method, Arguments([objects]), at, receiver={inst(cls): None})
    separator = next((record.path_separator for record in records if record.path_separator is not None), None)
    value = objects
    for part in name.split(separator) if separator else [name]:
        if part == AS_TEXT:
            return only_taints(text_of(run, value, at))
        value = called_if_possible(run, run.load_attribute(value, part, at), at)
        elements = run.iterate({atom: hop for atom, hop in value.items() if _is_collection(run, atom)}, at)
        value = joined((value, elements)) if elements else value
    return {atom: hop for atom, hop in value.items() if not isinstance(atom, (Func, Bound, Member))}


def _fields(run: FunctionRun, value: Value, at: int) -> Value:
    """What the fields of the objects hold, not what is inside other objects there."""
    parts = [
        run.state.own(run.load_attribute({atom: hop}, name, at))
        for atom, hop in value.items()
        for thing in (() if atom.is_taint else things_of(run, atom))
        if isinstance(thing, (Alloc, Inst)) and thing.cls >= 0
        for name in run.engine.field_names(thing.cls)
    ]
    return joined(parts)


def _is_object(run: FunctionRun, atom: Atom) -> bool:
    things = () if atom.is_taint else things_of(run, atom)
    return any(
        (isinstance(thing, (Alloc, Inst)) and thing.cls >= 0) or (isinstance(thing, ExtInst) and bool(thing.name))
        for thing in things
    )


def _is_collection(run: FunctionRun, atom: Atom) -> bool:
    things = () if atom.is_taint else things_of(run, atom)
    return any(isinstance(thing, ExtInst) and thing.model != -1 for thing in things)
