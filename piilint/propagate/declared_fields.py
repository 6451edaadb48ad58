"""What a class makes of objects that it is given: a mapping of the fields that it declares or lists, and no others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from piilint.ir import instructions as ir
from piilint.propagate.arguments import Arguments
from piilint.propagate.atoms import EMPTY, Alloc, Atom, ExtInst, Fact, Inst, Maybe, Sym, Value, alloc, inst
from piilint.propagate.autocalls import called_if_possible
from piilint.propagate.chosen_fields import Chosen, chosen_at, chosen_by
from piilint.propagate.field_declarations import (
    AS_TEXT,
    Field,
    callee_name,
    fields_of,
    fits,
    nested_in,
    nests,
    texts_at,
)
from piilint.propagate.field_hooks import after_hooks, hooks_of
from piilint.propagate.members import EXACT
from piilint.propagate.memory import joined
from piilint.propagate.shaping import class_of, part_named, said_by, told_by
from piilint.propagate.taints import only_taints
from piilint.propagate.text import text_of
from piilint.propagate.things import things_of
from piilint.terms.access_path import ANY, key
from piilint.terms.specs import FoundSource

if TYPE_CHECKING:
    from piilint.ir.program import Class, Function
    from piilint.propagate.run import FunctionRun
    from piilint.terms.record_specs import RecordSpec

DEPTH = 4
"""Records in records that are followed."""
LISTS = ("list", "tuple", "set", "generator")


def mapping_of(
    run: FunctionRun,
    cls: int,
    value: Value,
    receiver: Value,
    at: int,
    way: tuple[str, ...] = (),
    chosen: Chosen | None = None,
    by_method: bool = True,
) -> Value:
    """The mapping that an object of the class makes of a value; a list of mappings of a list.

    Without `by_method` it is that of the declarations, also where a method of the class makes another one.
    """
    specs = [spec for spec in run.engine.listings.records_of(cls) if spec.declared]
    if not specs or len(way) > DEPTH or not value:
        return value
    if specs[0].mapped_as is not None:
        run.engine.mapped_at.setdefault((run.id, at), set()).add(cls)
    elements = _elements(run, cls, specs[0])
    if elements:
        several = Chosen(several=True)
        return joined(mapping_of(run, one, value, receiver, at, (*way, "[]"), several) for one in elements)
    chosen = chosen if chosen is not None else chosen_at(run, cls, specs[0], receiver, at)
    single, many = _one_or_many(run, value, at, chosen.several)
    method = method_that_maps(run, cls, specs[0]) if by_method else None
    hooks = hooks_of(run, cls, specs[0], specs[0].finished_by)
    results: list[Value] = []
    for each, form in ((single, "dict"), (many, "list")):
        if not each:
            continue
        if method is not None:
            made = run.call_function(method, Arguments([each]), at, receiver={inst(cls, EXACT): None})
        else:
            made = _declared_mapping(run, cls, specs[0], each, at, (form, *way), chosen)
        made = after_hooks(run, cls, hooks, made, each, at, whole=False)
        if form == "list":
            all_of_them = alloc((run.id, at, "declared", "several", *way, cls, *run.turn), "list")
            run.state.create(all_of_them, {ANY: made})
            made = {all_of_them: None}
        results.append(after_hooks(run, cls, hooks, made, each, at, whole=True))
    return joined(results)


def taken_from(run: FunctionRun, cls: int, value: Value, receiver: Value, at: int) -> Value:
    """What an object of the class takes out of what came from outside: a mapping of the fields that can be written, by
    what they read, each with what its declaration says that it is, or what methods of the class make of that."""
    specs = [spec for spec in run.engine.listings.records_of(cls) if spec.declared]
    if not specs or not value:
        return value
    spec, chosen = specs[0], chosen_at(run, cls, specs[0], receiver, at)
    made = alloc((run.id, at, "taken", cls, *run.turn), "dict")
    if chosen.several:
        value = run.iterate(value, at)
    fields: dict[str, Value] = {}
    for field in fields_of(run.engine.listings, cls, spec, taken=True):
        part = part_named(run, value, field.label, at)
        told = _verdict(run, cls, field)
        if told is not None and not any(isinstance(atom, (Fact, Maybe)) for atom in part):
            # what is in a mapping of the program's own is known
            sent = {atom: hop for atom, hop in value.items() if not isinstance(atom, Alloc) or _is_unknown(part)}
            part = joined((part, said_by(run, sent, *told, at)))
        label = key(field.source.partition(spec.path_separator)[0] if spec.path_separator else field.source)
        if chosen.shows(field.name):
            fields[label] = joined((fields.get(label, EMPTY), part))
    run.state.create(made, fields)
    hooks = hooks_of(run, cls, spec, spec.taken_by)
    result = after_hooks(run, cls, hooks, {made: None}, value, at, whole=False)
    if chosen.several:
        several = alloc((run.id, at, "taken", "several", cls, *run.turn), "list")
        run.state.create(several, {ANY: result})
        result = {several: None}
    return after_hooks(run, cls, hooks, result, value, at, whole=True)


def _is_unknown(part: Value) -> bool:
    return any(atom.is_opaque for atom in part)


def method_that_maps(run: FunctionRun, cls: int, spec: RecordSpec) -> int | None:
    """The method of the class's own that makes the mapping of an object."""
    return run.program.method(cls, spec.mapped_by) if spec.mapped_by is not None else None


def _elements(run: FunctionRun, cls: int, spec: RecordSpec) -> list[int]:
    """The classes that make the mappings in the list which a class makes."""
    listings = run.engine.listings
    found = listings.value_of(cls, spec.element_from) if spec.element_from is not None else None
    if found is None:
        return []
    holder, field = found
    meant = listings.classes_in(holder, listings.function_of(holder, field), field.value)
    return [one for one in meant if one >= 0 and one != cls]


def _declared_mapping(
    run: FunctionRun, cls: int, spec: RecordSpec, value: Value, at: int, way: tuple[str, ...], chosen: Chosen
) -> Value:
    made = alloc((run.id, at, "declared", *way, cls, *run.turn), "dict")
    fields: dict[str, Value] = {}
    for field in fields_of(run.engine.listings, cls, spec):
        if chosen.shows(field.name):
            held = _value_of(run, cls, spec, field, value, at, way[1:], chosen)
            fields[key(field.label)] = joined((held, _declared(run, cls, field, value, held, at)))
    run.state.create(made, fields)
    return {made: None}


def _one_or_many(run: FunctionRun, value: Value, at: int, several: bool | None) -> tuple[Value, Value]:
    """Objects, and the elements of lists of objects. What nothing is known of is `several`, or may be either."""
    lists: Value = {atom: hop for atom, hop in value.items() if _is_list(run, atom)}
    rest: Value = {atom: hop for atom, hop in value.items() if atom not in lists}
    open_: Value = {
        atom: hop
        for atom, hop in rest.items()
        if several is not False
        and (isinstance(atom, Sym) or (several and atom.is_opaque))
        and class_of(run, {atom: hop}) < 0
    }
    single = EMPTY if lists and all(atom.is_taint for atom in rest) else rest
    if several:
        single = {atom: hop for atom, hop in single.items() if atom not in open_ and not atom.is_taint}
    return single, run.iterate({**lists, **open_}, at)


def _is_list(run: FunctionRun, atom: Atom) -> bool:
    things = () if atom.is_taint else things_of(run, atom) or (atom,)
    return any(
        (isinstance(thing, Alloc) and thing.kind in LISTS) or (isinstance(thing, ExtInst) and thing.model >= 0)
        for thing in things
    )


def _value_of(
    run: FunctionRun,
    cls: int,
    spec: RecordSpec,
    field: Field,
    value: Value,
    at: int,
    way: tuple[str, ...],
    chosen: Chosen,
) -> Value:
    call, holder = field.call, field.holder
    if spec.mapped_as is not None:
        return _mapped_value(run, cls, spec, field, value, at, way)
    if call is None or holder is None or not (call.arguments or field.method):
        return _at_source(run, spec, field, value, at)
    body = run.program.functions[run.engine.body_of(holder.id)]
    if fits(run.engine.listings, spec.lists, callee_name(run.engine.listings, body, call)):
        listed = body.body.code[call.arguments[0]] if call.arguments else None
        call = listed if isinstance(listed, ir.Call) else call
    written = callee_name(run.engine.listings, body, call)
    if fits(run.engine.listings, spec.computed, written):
        given = body.body.code[call.arguments[0]] if call.arguments else None
        if isinstance(given, ir.MakeFunction):
            return run.call_function(body.module.first_function + given.function, Arguments([value]), at)
        method = run.program.method(cls, field.method) if field.method is not None else None
        view: Value = {inst(cls, EXACT): None}
        return run.call_function(method, Arguments([value]), at, receiver=view) if method is not None else EMPTY
    part = _at_source(run, spec, field, value, at)
    if call.arguments and fits(run.engine.listings, spec.nested, written):
        several = None if call is not field.call else chosen_by(run, cls, spec, body, call).several
        inner = [
            mapping_of(
                run, one, part, EMPTY, at, (*way, field.name), replace(chosen.inside(field.name, own), several=several)
            )
            for one, own in _nested_classes(run, cls, spec, holder, body, call, at)
        ]
        return joined(inner) if inner else part
    return part


def _nested_classes(
    run: FunctionRun, cls: int, spec: RecordSpec, holder: Class, body: Function, call: ir.Call, at: int
) -> Iterator[tuple[int, Chosen]]:
    """The classes that make mappings of what is inside a field, with what is chosen of their fields."""
    given = body.body.code[call.arguments[0]]
    if isinstance(given, ir.MakeFunction):
        maker = run.program.functions[body.module.first_function + given.function]
        made = run.call_function(maker.id, Arguments(), at)
        returned = next((one for one in maker.body.code if isinstance(one, ir.Return)), None)
        making = maker.body.code[returned.value] if returned is not None else None
        inside = class_of(run, made)
        if inside >= 0:
            yield inside, chosen_by(run, inside, spec, maker, making) if isinstance(making, ir.Call) else Chosen()
        return
    own = set(texts_at(body, call.arguments[0])) & {spec.itself}
    plucked = frozenset(texts_at(body, call.arguments[1])) if len(call.arguments) > 1 else frozenset[str]()
    for one in [cls] if own else run.engine.listings.classes_in(holder, body, call.arguments[0]):
        if one >= 0 and plucked:
            yield one, Chosen(plucked)
        elif one >= 0:
            # an object may be handed over in place of its class
            around = chosen_by(run, one, spec, body, call)
            own_choice = chosen_by(run, one, spec, body, given) if isinstance(given, ir.Call) else Chosen()
            yield one, own_choice.also(around)


def _at_source(run: FunctionRun, spec: RecordSpec, field: Field, value: Value, at: int) -> Value:
    if spec.path_separator is None or spec.path_separator not in field.source:
        return part_named(run, value, field.source, at)
    return at_path(run, value, field.source.split(spec.path_separator), at)


def _mapped_value(
    run: FunctionRun, cls: int, spec: RecordSpec, field: Field, value: Value, at: int, way: tuple[str, ...]
) -> Value:
    """What a field shows where fields may be methods, paths, or objects that another class makes mappings of."""
    named = field.method if field.call is not None else (spec.method_field or "").replace("{name}", field.name)
    method = run.program.method(cls, named) if named else None
    if method is not None:
        view: Value = {inst(cls, EXACT): None}
        return run.call_function(method, Arguments([value]), at, receiver=view)
    names = field.source.split(spec.path_separator) if spec.path_separator else [field.source]
    part = at_path(run, value, names, at)
    if field.call is not None and field.holder is not None:
        body = run.program.functions[run.engine.body_of(field.holder.id)]
        inner = nested_in(run.engine.listings, field.holder, body, field.call, spec)
        if inner:
            chosen = chosen_by(run, cls, spec, body, field.call)
            return joined(mapping_of(run, one, part, EMPTY, at, (*way, field.name), chosen) for one in inner)
    if field.own >= 0:
        part = written_by_field(run, field.own, spec, part, at)
    if spec.objects_as != "key":
        return part
    inside = _with_fields(run, part, at, (*way, field.name)) if nests(run.engine.listings, cls, spec) else EMPTY
    return {**{atom: hop for atom, hop in part.items() if not _is_object(run, atom)}, **inside}


def written_by_field(run: FunctionRun, cls: int, spec: RecordSpec, value: Value, at: int) -> Value:
    """What a field of a class of the program writes of a value."""
    method = method_that_maps(run, cls, spec)
    if method is None:
        return value
    return run.call_function(method, Arguments([value]), at, receiver={inst(cls, EXACT): None})


def _with_fields(run: FunctionRun, value: Value, at: int, way: tuple[str, ...]) -> Value:
    """Mappings of the fields of objects, or lists of such, but not of what is inside other objects there."""
    single, many = _one_or_many(run, value, at, False)
    made: Value = {}
    for objects, form in ((single, "dict"), (many, "list")):
        cls = class_of(run, objects)
        if cls < 0:
            continue
        inner = alloc((run.id, at, "inside", form, *way, *run.turn), "dict")
        fields = {name: run.load_attribute(objects, name, at) for name in run.engine.field_names(cls)}
        shown = {
            key(name): {atom: hop for atom, hop in held.items() if not _is_object(run, atom)}
            for name, held in fields.items()
        }
        run.state.create(inner, shown)
        if form == "list":
            several = alloc((run.id, at, "inside", "several", *way, *run.turn), "list")
            run.state.create(several, {ANY: {inner: None}})
            inner = several
        made[inner] = None
    return made


def _declared(run: FunctionRun, cls: int, field: Field, value: Value, part: Value, at: int) -> Value:
    """What the class, or the model that it names, says of a field where nothing is known of the objects."""
    if class_of(run, value) >= 0:
        return EMPTY
    told = _verdict(run, cls, field)
    return told_by(run, value, part, *told, at) if told is not None else EMPTY


def _verdict(run: FunctionRun, cls: int, field: Field) -> tuple[FoundSource, str] | None:
    """What the declaration of a field says that it is, in the model or in the class, and of what it is read."""
    models = [one for one in run.engine.listings.models_of(cls) if one >= 0]
    verdicts = [(run.engine.field_source(one, field.source), field.source) for one in models]
    verdicts.append((run.engine.field_source(cls, field.name), field.source.partition(".")[0]))
    return next(((verdict, name) for verdict, name in verdicts if isinstance(verdict, FoundSource)), None)


def at_path(run: FunctionRun, value: Value, names: list[str], at: int) -> Value:
    """What attributes or keys one after another lead to, through each of several objects; its text at the end."""
    for name in names:
        _, several = _one_or_many(run, value, at, None) if name is not names[0] else (value, EMPTY)
        value = joined((value, several))
        if name == AS_TEXT:
            value = only_taints(text_of(run, value, at))
        elif name != "*":
            value = called_if_possible(run, part_named(run, value, name, at), at)
    return value


def _is_object(run: FunctionRun, atom: Atom) -> bool:
    """Whether a value is a record, or several, of which only the key is shown."""
    things = () if atom.is_taint else things_of(run, atom)
    return any(
        (isinstance(thing, (Alloc, Inst)) and thing.cls >= 0) or (isinstance(thing, ExtInst) and thing.model != -1)
        for thing in things
    )
