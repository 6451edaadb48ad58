"""What a class makes of objects that it is given: a mapping of the fields that it declares or lists, and no others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from piilint.ir import instructions as ir
from piilint.propagate.arguments import Arguments
from piilint.propagate.atoms import EMPTY, Alloc, Atom, ExtInst, Fact, Inst, Maybe, Sym, Value, alloc, inst
from piilint.propagate.autocalls import called_if_possible
from piilint.propagate.field_declarations import AS_TEXT, Field, fields_of, nested_in, nests, texts_at
from piilint.propagate.members import EXACT
from piilint.propagate.memory import joined
from piilint.propagate.shaping import class_of, part_named, said_by, told_by
from piilint.propagate.taints import only_taints
from piilint.propagate.text import text_of
from piilint.propagate.things import things_of
from piilint.terms.access_path import ANY, key
from piilint.terms.specs import FoundSource

if TYPE_CHECKING:
    from piilint.ir.program import Function
    from piilint.propagate.run import FunctionRun
    from piilint.terms.specs import RecordSpec

DEPTH = 4
"""Records in records that are followed."""
LISTS = ("list", "tuple", "set", "generator")


@dataclass(frozen=True, slots=True)
class Chosen:
    """What calls choose: the fields that are shown alone (None: all), those left out, and whether there are several
    objects (None: nobody says)."""

    keep: frozenset[str] | None = None
    drop: frozenset[str] = frozenset()
    several: bool | None = None


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
    chosen = chosen if chosen is not None else _chosen(run, cls, specs[0], receiver, at)
    single, many = _one_or_many(run, value, at, chosen.several)
    method = method_that_maps(run, cls, specs[0]) if by_method else None
    results: list[Value] = []
    for each, form in ((single, "dict"), (many, "list")):
        if not each:
            continue
        if method is not None:
            made = run.call_function(method, Arguments([each]), at, receiver={inst(cls, EXACT): None})
        else:
            made = _declared_mapping(run, cls, specs[0], each, at, (form, *way), chosen)
        if form == "list":
            all_of_them = alloc((run.id, at, "declared", "several", *way, cls, *run.turn), "list")
            run.state.create(all_of_them, {ANY: made})
            made = {all_of_them: None}
        results.append(made)
    return joined(results)


def taken_from(run: FunctionRun, cls: int, spec: RecordSpec, value: Value, at: int) -> Value:
    """The mapping that an object of the class takes out of what came from outside: of the fields that can be written,
    by what they read, each with what its declaration says that it is."""
    made = alloc((run.id, at, "taken", cls, *run.turn), "dict")
    fields: dict[str, Value] = {}
    for field in fields_of(run.engine.listings, cls, spec, taken=True):
        part = part_named(run, value, field.name, at)
        told = _verdict(run, cls, field)
        if told is not None and not any(isinstance(atom, (Fact, Maybe)) for atom in part):
            part = joined((part, said_by(run, value, *told, at)))
        label = key(field.source.partition(spec.path_separator)[0] if spec.path_separator else field.source)
        fields[label] = joined((fields.get(label, EMPTY), part))
    run.state.create(made, fields)
    return {made: None}


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
        if (chosen.keep is None or field.name in chosen.keep) and field.name not in chosen.drop:
            held = _value_of(run, cls, spec, field, value, at, way[1:])
            fields[key(field.name)] = joined((held, _declared(run, cls, field, value, held, at)))
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


def _chosen(run: FunctionRun, cls: int, spec: RecordSpec, receiver: Value, at: int) -> Chosen:
    """What the object was made to show, and is asked to here."""
    asked = run.code[at] if at >= 0 else None
    here = _chosen_by(run, cls, spec, run.function, asked) if isinstance(asked, ir.Call) else Chosen()
    for atom in receiver:
        site = atom.site if isinstance(atom, Alloc) else ()
        if len(site) > 1 and len(receiver) == 1 and isinstance(site[1], int) and site[:2] != (run.id, at):
            function = run.program.functions[site[0]]
            call = function.body.code[site[1]]
            if isinstance(call, ir.Call):
                made = _chosen_by(run, cls, spec, function, call)
                return Chosen(made.keep, made.drop, made.several or here.several)
    return here


def _chosen_by(run: FunctionRun, cls: int, spec: RecordSpec, function: Function, call: ir.Call) -> Chosen:
    """What a call chooses of the fields of a class by its keywords."""
    keep: frozenset[str] | None = None
    drop: frozenset[str] = frozenset()
    several = None if spec.several_by is None or any(not name for name, _ in call.keywords) else False
    for name, operand in call.keywords:
        if name in (spec.only_by, spec.except_by):
            names = frozenset(texts_at(function, operand)) or _of_class(run, cls, function, operand)
            if name == spec.only_by and names:
                keep = names
            elif name == spec.except_by:
                drop = names
        elif name == spec.several_by:
            said = function.body.code[operand]
            several = bool(said.value) if isinstance(said, ir.Constant) else None
    return Chosen(keep, drop, several)


def _of_class(run: FunctionRun, cls: int, function: Function, operand: int) -> frozenset[str]:
    """The constant texts that an attribute of the class holds: `only=CustomerSchema.Meta.public`."""
    written = run.engine.name_of_value(function, operand)
    owner = f"{run.program.classes[cls].name}."
    if not written.startswith(owner):
        return frozenset()
    return frozenset(run.engine.listings.texts_of(cls, written.removeprefix(owner)))


def _value_of(
    run: FunctionRun, cls: int, spec: RecordSpec, field: Field, value: Value, at: int, way: tuple[str, ...]
) -> Value:
    call, holder = field.call, field.holder
    if spec.mapped_as is not None:
        return _mapped_value(run, cls, spec, field, value, at, way)
    if call is None or holder is None or not call.arguments:
        return part_named(run, value, field.source, at)
    body = run.program.functions[run.engine.body_of(holder.id)]
    written = run.engine.name_of_value(body, call.callee)
    given = body.body.code[call.arguments[0]]
    if any(True for _ in run.engine.knowledge.index_of(spec.computed).find(written)):
        if isinstance(given, ir.MakeFunction):
            return run.call_function(body.module.first_function + given.function, Arguments([value]), at)
        method = next((run.program.method(cls, name) for name in texts_at(body, call.arguments[0])), None)
        view: Value = {inst(cls, EXACT): None}
        return run.call_function(method, Arguments([value]), at, receiver=view) if method is not None else EMPTY
    part = part_named(run, value, field.source, at)
    if any(True for _ in run.engine.knowledge.index_of(spec.nested).find(written)):
        classes = run.engine.listings.classes_in(holder, body, call.arguments[0])
        plucked = frozenset(texts_at(body, call.arguments[1])) if len(call.arguments) > 1 else frozenset[str]()
        inner = [
            mapping_of(
                run,
                one,
                part,
                EMPTY,
                at,
                (*way, field.name),
                Chosen(plucked) if plucked else _chosen_by(run, one, spec, body, call),
            )
            for one in classes
            if one >= 0
        ]
        return joined(inner) if inner else part
    return part


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
            chosen = _chosen_by(run, cls, spec, body, field.call)
            return joined(mapping_of(run, one, part, EMPTY, at, (*way, field.name), chosen) for one in inner)
    if spec.objects_as != "key":
        return part
    inside = _with_fields(run, part, at, (*way, field.name)) if nests(run.engine.listings, cls, spec) else EMPTY
    return {**{atom: hop for atom, hop in part.items() if not _is_object(run, atom)}, **inside}


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
