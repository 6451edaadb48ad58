"""Objects that show fields of others: a form that is made of a record shows those of its fields that it lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from piilint.propagate.access import load_item
from piilint.propagate.arguments import Arguments, Chosen
from piilint.propagate.atoms import EMPTY, Alloc, Atom, Cls, Const, Inst, Sym, Value, alloc, cls_atom, const, fact, inst
from piilint.propagate.declared_fields import mapping_of, taken_from
from piilint.propagate.function_objects import fixed_parts, is_partial
from piilint.propagate.held_forms import Held, held_by
from piilint.propagate.members import EXACT
from piilint.propagate.memory import SELF, joined
from piilint.propagate.native_registry import call_each, made_of
from piilint.propagate.ports import NO_VALUE, read_port
from piilint.propagate.stores import store
from piilint.propagate.subjects import about, of_owner
from piilint.propagate.taints import only_taints
from piilint.propagate.text import text_of
from piilint.propagate.things import things_of
from piilint.propagate.unseen_inputs import unseen_fields
from piilint.terms.access_path import ANY, attribute, key
from piilint.terms.flow import Verb
from piilint.terms.port import Port
from piilint.terms.specs import FoundSource

if TYPE_CHECKING:
    from piilint.propagate.run import FunctionRun
    from piilint.terms.record_specs import RecordSpec
    from piilint.terms.render_specs import Fill


def fill(run: FunctionRun, cls: int, made: Atom, arguments: Arguments, at: int) -> None:
    """Gives a new object its fields with what they show of the objects and mappings that it is made of."""
    map_objects(run, cls, made, arguments, at)
    for spec in run.engine.listings.filled(cls):
        fill_by(run, spec, cls, made, arguments, at)


def fill_by(run: FunctionRun, spec: RecordSpec, cls: int, made: Atom, arguments: Arguments, at: int) -> None:
    """Gives a new object of a class, or of a library's (-1), what it shows of what it is made of."""
    records, mappings = (joined(_kept(run, made, port, arguments, at) for port in ports) for ports in _ports(spec))
    if spec.elements_as:
        fill_elements(run, spec, made, records, mappings, arguments, at)
        return
    if spec.filled_by_name and arguments.keywords:
        named = made_of(run, at, "dict", {key(name): held for name, held in arguments.keywords.items()}, "named")
        mappings = joined((mappings, named))
    fill_with(run, cls, spec, made, records, mappings, at, arguments.chosen)


def _ports(spec: RecordSpec) -> tuple[tuple[Port, ...], tuple[Port, ...]]:
    return spec.filled_from, spec.filled_by


def _kept(run: FunctionRun, made: Atom, port: Port, arguments: Arguments, at: int) -> Value:
    """What is handed over at a port: the object keeps it under the port's name."""
    held = _at(run, port, arguments, at)
    if held and isinstance(port.which, str):
        run.state.write(made, attribute(port.which), held, strong=True)
    return held


def fill_elements(
    run: FunctionRun, spec: RecordSpec, made: Atom, objects: Value, mappings: Value, arguments: Arguments, at: int
) -> None:
    """Gives a new collection its elements, each made of one object and one mapping of those that it is made of."""
    chosen = arguments.chosen
    if chosen is None:
        return
    objects, mappings = (_things(value) for value in (objects, mappings))
    needed = joined(_things(_at(run, port, arguments, at)) for port in spec.needs)
    record = run.iterate(objects, at)
    if spec.all_objects and not objects:
        record = {inst(cls, (run.id, at)): None for cls in _classes(run, chosen.models)}
    if spec.needs and not needed:
        record = EMPTY
    handed = _ports_filled(_specs_of(run, chosen.elements), record, run.iterate(mappings, at))
    full, empty = call_each(run, chosen.elements, (Arguments(keywords=handed), Arguments()), at)
    run.state.write(made, key(0), full, strong=True)  # it has no elements under names
    for name in spec.elements_as:
        run.state.write(made, attribute(name), made_of(run, at, "list", {ANY: full}, name), strong=True)
    for name in spec.empty_as:
        run.state.write(made, attribute(name), empty, strong=True)


def _things(value: Value) -> Value:
    return {atom: hop for atom, hop in value.items() if not isinstance(atom, Const)}


def _specs_of(run: FunctionRun, elements: Value) -> list[RecordSpec]:
    """What rules say of the classes whose objects a collection holds: of the program, or made by a call."""
    found: list[RecordSpec] = []
    for cls in _classes(run, elements):
        found += run.engine.listings.filled(cls)
    for atom in elements:
        for thing in () if atom.is_taint else things_of(run, atom):
            if is_partial(thing):
                described = fixed_parts(run, thing, atom).get("<0>", EMPTY)
                for said in run.constants(described)[0]:
                    found += run.engine.listings.specs_named(said[0]) if isinstance(said, tuple) else []
    return found


def _classes(run: FunctionRun, value: Value) -> list[int]:
    return [one.id for atom in value if not atom.is_taint for one in things_of(run, atom) if isinstance(one, Cls)]


def map_objects(run: FunctionRun, cls: int, made: Atom, arguments: Arguments, at: int) -> None:
    """Gives a new object the mapping of the objects that it is made of."""
    for spec in run.engine.listings.mapped(cls):
        objects = joined(_at(run, port, arguments, at) for port in spec.filled_from)
        objects = {atom: hop for atom, hop in objects.items() if not isinstance(atom, Const)}
        taken = joined(_at(run, port, arguments, at) for port in spec.taken_from)
        # what was made of what came in is shown like it
        objects = objects or taken
        if objects and spec.mapped_as is not None:
            mapping = mapping_of(run, cls, objects, {made: None}, at)
            run.state.write(made, attribute(spec.mapped_as), mapping, strong=True)
        for name in spec.taken_as if taken else ():
            run.state.write(made, attribute(name), taken_from(run, cls, taken, {made: None}, at), strong=True)


def fill_again(run: FunctionRun, receiver: Value, arguments: Arguments, at: int) -> None:
    """A method that takes what the constructor takes: the fields show that, and nothing of what they showed before."""
    for atom in receiver:
        if isinstance(atom, Alloc) and atom.cls >= 0:
            fill(run, atom.cls, atom, arguments, at)


def fill_too(run: FunctionRun, receiver: Value, arguments: Arguments, at: int) -> None:
    """The fields of the caller's object, or of that which is being made, show what a call takes, too."""
    for atom in receiver:
        if isinstance(atom, Sym):
            for cls in [one.cls for one in things_of(run, atom) if isinstance(one, Inst) and one.cls >= 0]:
                for spec in run.engine.listings.filled(cls):
                    _fill_too(run, spec, cls, atom, arguments, at)


def store_fields(run: FunctionRun, receiver: Value, target: Value, at: int) -> None:
    """Puts into an object what the fields hold that an object of such a class has under their names."""
    for atom in receiver:
        for cls in [one.cls for one in things_of(run, atom) if isinstance(one, (Alloc, Inst)) and one.cls >= 0]:
            for spec in run.engine.listings.filled(cls):
                for name in run.engine.field_names(cls):
                    fields = run.load_attribute({atom: None}, name, at)
                    held = joined(run.state.read(one, attribute(spec.shown_as[0])) for one in fields)
                    # what the object's class says of the field holds whatever is put there
                    told = {one: hop for one, hop in target.items() if held and not _is_declared(run, one, name)}
                    store(run, told, attribute(name), held, at)


def _is_declared(run: FunctionRun, atom: Atom, name: str) -> bool:
    classes = [one.cls for one in things_of(run, atom) if isinstance(one, (Alloc, Inst)) and one.cls >= 0]
    return any(isinstance(run.engine.field_source(cls, name), FoundSource) for cls in classes)


def _fill_too(run: FunctionRun, spec: RecordSpec, cls: int, known: Sym, arguments: Arguments, at: int) -> None:
    record = joined(arguments.keywords.get(str(port.which), EMPTY) for port in spec.filled_from)
    mapping = joined(_at(run, port, arguments, at) for port in spec.filled_by)
    mapping = {atom: hop for atom, hop in mapping.items() if isinstance(atom, Alloc)}
    own = list(run.engine.record_fields(cls))
    for name in dict.fromkeys([*own, *_listed(run, cls, spec, own, None)]) if record or mapping else ():
        held = load_item(run, mapping, {const(name): None}, at) if mapping else EMPTY
        if record:
            held = joined((held, run.load_attribute(record, name, at)))
        shown = _shown(run, held, at)
        for field in run.state.read(known, attribute(name)) if shown else ():
            for part in spec.shown_as if isinstance(field, (Alloc, Sym)) else ():
                run.state.write(field, attribute(part), shown, strong=False)


def fill_with(
    run: FunctionRun,
    cls: int,
    spec: RecordSpec,
    made: Atom,
    record: Value,
    mapping: Value,
    at: int,
    chosen: Chosen | None = None,
) -> None:
    """What the fields of an object show of a record, or of what a mapping holds under their names."""
    # what a method keeps of its arguments is no field
    own = list(run.engine.record_fields(cls)) if cls >= 0 else []
    listed = _listed(run, cls, spec, own, chosen)
    unseen = unseen_fields(run.engine.listings, cls, spec) if cls >= 0 else frozenset()
    for number, name in enumerate(dict.fromkeys([*listed, *own])):
        part = run.load_attribute(record, name, at) if record and name in listed else EMPTY
        held = load_item(run, mapping, {const(name): None}, at) if mapping else EMPTY
        others = held_by(run.engine.listings, cls, name, spec) if cls >= 0 else None
        if others is None:
            field = _field(run, spec, joined((part, held)), at, name, name in unseen)
            _enter(run, spec, cls, name, field, at)
        else:
            field = _holder(run, spec, others, part, held, at, (number, name))
        for label in (attribute(name), key(name)):
            run.state.write(made, label, field, strong=True)
    fields = {key(name): run.state.read(made, key(name)) for name in dict.fromkeys([*own, *listed])}
    shown = attribute(spec.shown_as[0])
    values = {label: joined(run.state.read(one, shown) for one in held) for label, held in fields.items()}
    for parts, names in ((fields, spec.fields_as), (values, spec.values_as)):
        for name in names if parts else ():
            run.state.write(made, attribute(name), made_of(run, at, "dict", dict(parts), name), strong=True)


def _listed(run: FunctionRun, cls: int, spec: RecordSpec, own: list[str], chosen: Chosen | None) -> list[str]:
    if chosen is None or (cls >= 0 and chosen.keep is None and chosen.drop is None):
        # a class that lists no fields of a model shows those of its own names
        return run.engine.listings.listed_fields(cls, spec) if spec.fields_from else own
    every = [name for model in _classes(run, chosen.models) for name in run.engine.field_names(model)]
    names = every if chosen.keep is None or spec.all in chosen.keep else chosen.keep
    return [name for name in names if name not in (chosen.drop or ())]


def made_for_page(run: FunctionRun, cls: int, fill: Fill, record: Value, at: int) -> Value:
    """What a library makes of a page's record: an object of the class that the page names, or one of its own class."""
    listings = run.engine.listings
    view: Value = {inst(cls, EXACT): None}
    handed = {
        name: run.call_function(method, Arguments(), at, receiver=view)
        for name, written in fill.handed_by.items()
        if (method := run.program.method(cls, written)) is not None
    }
    said = listings.value_of(cls, fill.class_from) if fill.class_from is not None else None
    if said is not None and fill.class_from is not None:
        named = listings.classes_in(said[0], listings.function_of(*said), said[1].value)
        known: Value = {cls_atom(one): None for one in named if one >= 0}
        # it may also be what a call makes
        made_here = known or run.load_attribute(view, fill.class_from, at)
        for spec in _specs_of(run, made_here)[:1]:
            given = _ports_filled([spec], record, EMPTY)
            return run.call_value(made_here, Arguments(keywords={**given, **handed}), at)
        return EMPTY
    names = listings.texts_of(cls, fill.listed_in) if fill.listed_in is not None else []
    for spec in listings.specs_named(fill.type):
        chosen = Chosen(
            tuple(names), None, {cls_atom(model): None for model in listings.models_of(cls) if model >= 0}, {}
        )
        given = _ports_filled([spec], record, EMPTY)
        made = alloc((run.id, at, "made", fill.name, *run.turn), fill.type)
        run.state.create(made, {})
        fill_by(run, spec, -1, made, Arguments(keywords={**given, **handed}, chosen=chosen), at)
        return {made: None}
    return EMPTY


def _names_of_ports(ports: tuple[Port, ...]) -> list[str]:
    return [port.which for port in ports if isinstance(port.which, str)]


def _shown(run: FunctionRun, value: Value, at: int) -> Value:
    return only_taints(joined((run.state.own(value), text_of(run, value, at))))


def _field(run: FunctionRun, spec: RecordSpec, value: Value, at: int, tag: str, unseen: bool) -> Value:
    shown = _shown(run, value, at)
    parts = {label: shown for part in spec.shown_as for label in (attribute(part), key(part))}
    fields = parts if unseen else {SELF: shown, **parts}
    return made_of(run, at, "unseen field" if unseen else "shown field", fields, f"field {tag}")


def _enter(run: FunctionRun, spec: RecordSpec, cls: int, name: str, field: Value, at: int) -> None:
    """Lets a field that shows nothing give what was entered into it: data of whoever did so."""
    declared = run.engine.field_source(cls, name) if spec.entered_as and cls >= 0 else None
    if isinstance(declared, FoundSource):
        owner = inst(cls, about("self", (run.id, at)))
        entered: Value = {fact(of_owner(declared, owner), owner): run.hop(None, Verb.READ, at)}
        for one, part in ((one, part) for one in field for part in spec.entered_as):
            for label in (attribute(part), key(part)):
                run.state.write(one, label, run.state.read(one, label) or entered, strong=True)


def _holder(
    run: FunctionRun, spec: RecordSpec, held: Held, record: Value, mapping: Value, at: int, which: tuple[int, str]
) -> Value:
    """A field that holds a form that is made of a part of the record, or one for each element of that."""
    if held.several:
        record, mapping = run.iterate(record, at), run.iterate(mapping, at)
    known: Value = {cls_atom(cls): None for cls in held.classes if cls >= 0}
    if known:
        before, run.turn = run.turn, (*run.turn, which[0])
        filling = _ports_filled(_specs_of(run, known), record, mapping)
        field = run.call_value(known, Arguments(keywords=filling), at)
        run.turn = before
        for one, name in ((one, name) for one in field for name in spec.nested_as):
            run.state.write(one, attribute(name), field, strong=True)
    else:
        field = _field(run, spec, joined((record, mapping)), at, f"{which[1]}[]", False)
    if not held.several:
        return field
    shown = attribute(spec.shown_as[0])
    values = joined(run.state.read(one, shown) for one in field)
    whole = made_of(run, at, "list", {ANY: field}, f"fields {which[1]}")
    run.state.write(
        next(iter(whole)), shown, made_of(run, at, "list", {ANY: values}, f"values {which[1]}"), strong=True
    )
    return whole


def _ports_filled(specs: list[RecordSpec], record: Value, mapping: Value) -> dict[str, Value]:
    """By keyword what a class of such specs is made with: an object and a mapping, as far as there are some."""
    pairs = [pair for spec in specs for pair in zip(_ports(spec), (record, mapping), strict=True)]
    return {name: held for ports, held in pairs for name in _names_of_ports(ports)[:1] if held}


def _at(run: FunctionRun, port: Port, arguments: Arguments, at: int) -> Value:
    value = read_port(run, port, arguments, None, None, at)
    return EMPTY if value is NO_VALUE else value
