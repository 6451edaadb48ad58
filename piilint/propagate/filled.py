"""Objects that show fields of others: a form that is made of a record shows those of its fields that it lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from piilint.propagate.access import load_item
from piilint.propagate.atoms import EMPTY, Alloc, Atom, Const, Value, alloc, const
from piilint.propagate.declared_fields import mapping_of
from piilint.propagate.memory import SELF, joined
from piilint.propagate.native_registry import made_of
from piilint.propagate.ports import NO_VALUE, read_port
from piilint.propagate.taints import only_taints
from piilint.propagate.text import text_of
from piilint.terms.access_path import attribute, key
from piilint.terms.port import Port

if TYPE_CHECKING:
    from piilint.propagate.arguments import Arguments
    from piilint.propagate.run import FunctionRun
    from piilint.terms.render_specs import Fill
    from piilint.terms.specs import RecordSpec


def fill(run: FunctionRun, cls: int, made: Atom, arguments: Arguments, at: int) -> None:
    """Gives a new object its fields with what they show of the objects and mappings that it is made of."""
    map_objects(run, cls, made, arguments, at)
    for spec in run.engine.listings.filled(cls):
        records: Value = {}
        for port in spec.filled_from:
            held = _at(run, port, arguments, at)
            if held and isinstance(port.which, str):
                run.state.write(made, attribute(port.which), held, strong=True)
            records = joined((records, held))
        mappings = joined(_at(run, port, arguments, at) for port in spec.filled_by)
        if spec.filled_by_name and arguments.keywords:
            named = made_of(run, at, "dict", {key(name): held for name, held in arguments.keywords.items()}, "named")
            mappings = joined((mappings, named))
        fill_with(run, cls, spec, made, records, mappings, at)


def map_objects(run: FunctionRun, cls: int, made: Atom, arguments: Arguments, at: int) -> None:
    """Gives a new object the mapping of the objects that it is made of."""
    for spec in run.engine.listings.mapped(cls):
        objects = joined(_at(run, port, arguments, at) for port in spec.filled_from)
        objects = {atom: hop for atom, hop in objects.items() if not isinstance(atom, Const)}
        if objects and spec.mapped_as is not None:
            mapping = mapping_of(run, cls, objects, {made: None}, at)
            run.state.write(made, attribute(spec.mapped_as), mapping, strong=True)


def fill_again(run: FunctionRun, receiver: Value, arguments: Arguments, at: int) -> None:
    """A method that takes what the constructor takes: the fields show that, and nothing of what they showed before."""
    for atom in receiver:
        if isinstance(atom, Alloc) and atom.cls >= 0:
            fill(run, atom.cls, atom, arguments, at)


def fill_with(run: FunctionRun, cls: int, spec: RecordSpec, made: Atom, record: Value, mapping: Value, at: int) -> None:
    """What the fields of an object show of a record, or of what a mapping holds under their names."""
    # a class that lists no fields of a model shows those of its own names
    listed = run.engine.listings.listed_fields(cls, spec) if spec.fields_from else run.engine.field_names(cls)
    show(run, spec, made, listed, record, at)
    for name in run.engine.field_names(cls):
        if attribute(name) not in run.state.heap.get(made, {}):
            _show_field(run, spec, made, name, EMPTY, at)
    for name in dict.fromkeys([*run.engine.field_names(cls), *listed]) if mapping else ():
        held = load_item(run, mapping, {const(name): None}, at)
        before = joined(run.state.own({one: None}) for one in run.state.read(made, key(name)))
        _show_field(run, spec, made, name, joined((before, held)), at)


def show(run: FunctionRun, spec: RecordSpec, made: Atom, names: list[str], record: Value, at: int) -> None:
    """What the named fields of an object show of a record."""
    for name in names:
        _show_field(run, spec, made, name, run.load_attribute(record, name, at) if record else EMPTY, at)


def made_for_page(run: FunctionRun, cls: int, fill: Fill, record: Value, at: int) -> Value:
    """What a library makes of a page's record: an object of the class that the page names, or one of its own class."""
    listings = run.engine.listings
    said = listings.value_of(cls, fill.class_from) if fill.class_from is not None else None
    for one in listings.classes_in(said[0], listings.function_of(*said), said[1].value) if said is not None else ():
        for spec in listings.filled(one) if one >= 0 else ():
            made = alloc((run.id, at, "made", fill.name, *run.turn), "object", one)
            run.state.create(made, {})
            fill_with(run, one, spec, made, record, EMPTY, at)
            return {made: None}
    names = listings.texts_of(cls, fill.listed_in) if fill.listed_in is not None else []
    for spec in listings.specs_named(fill.type) if said is None else ():
        if spec.all in names:
            names = [name for model in listings.models_of(cls) if model >= 0 for name in run.engine.field_names(model)]
        made = alloc((run.id, at, "made", fill.name, *run.turn), fill.type)
        run.state.create(made, {})
        show(run, spec, made, names, record, at)
        return {made: None}
    return EMPTY


def _show_field(run: FunctionRun, spec: RecordSpec, made: Atom, name: str, value: Value, at: int) -> None:
    shown = only_taints(joined((run.state.own(value), text_of(run, value, at))))
    field = alloc((run.id, at, "field", name, *run.turn), "shown field")
    parts = {label: shown for part in spec.shown_as for label in (attribute(part), key(part))}
    run.state.create(field, {SELF: shown, **parts})
    for label in (attribute(name), key(name)):
        run.state.write(made, label, {field: None}, strong=True)


def _at(run: FunctionRun, port: Port, arguments: Arguments, at: int) -> Value:
    value = read_port(run, port, arguments, None, None, at)
    return EMPTY if value is NO_VALUE else value
