"""What a class makes of objects that it is given: a mapping of the fields that it declares or lists, and no others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from piilint.ir import instructions as ir
from piilint.propagate.arguments import Arguments
from piilint.propagate.atoms import EMPTY, Alloc, Atom, ExtInst, Inst, Sym, Value, alloc, inst
from piilint.propagate.autocalls import called_if_possible
from piilint.propagate.field_declarations import AS_TEXT, Field, fields_of, nested_in, texts_at
from piilint.propagate.members import EXACT
from piilint.propagate.memory import joined
from piilint.propagate.shaping import class_of, part_named
from piilint.propagate.taints import only_taints
from piilint.propagate.text import text_of
from piilint.propagate.things import things_of
from piilint.terms.access_path import ANY, key

if TYPE_CHECKING:
    from piilint.ir.program import Function
    from piilint.propagate.run import FunctionRun
    from piilint.terms.specs import RecordSpec

DEPTH = 4
"""Records in records that are followed."""
LISTS = ("list", "tuple", "set", "generator")


Chosen = tuple[set[str] | None, set[str]]
"""The fields that are shown alone (None: all of them), and those that are left out."""


def mapping_of(
    run: FunctionRun,
    cls: int,
    value: Value,
    receiver: Value,
    at: int,
    way: tuple[str, ...] = (),
    chosen: Chosen | None = None,
) -> Value:
    """The mapping that an object of the class makes of a value; a list of mappings of a list."""
    specs = [spec for spec in run.engine.listings.records_of(cls) if spec.declared]
    if not specs or len(way) > DEPTH or not value:
        return value
    if specs[0].mapped_as is not None:
        run.engine.mapped_at.setdefault((run.id, at), set()).add(cls)
    single, many = _one_or_many(run, value, at)
    results: list[Value] = []
    for each, form in ((single, "dict"), (many, "list")):
        if not each:
            continue
        made = alloc((run.id, at, "declared", form, *way, cls, *run.turn), "dict")
        keep, drop = chosen if chosen is not None else _chosen(run, cls, specs[0], receiver)
        fields: dict[str, Value] = {}
        for field in fields_of(run.engine.listings, cls, specs[0]):
            if (keep is None or field.name in keep) and field.name not in drop:
                fields[key(field.name)] = _value_of(run, cls, specs[0], field, each, at, way)
        run.state.create(made, fields)
        if form == "list":
            several = alloc((run.id, at, "declared", "several", *way, cls, *run.turn), "list")
            run.state.create(several, {ANY: {made: None}})
            made = several
        results.append({made: None})
    return joined(results)


def _one_or_many(run: FunctionRun, value: Value, at: int) -> tuple[Value, Value]:
    """Objects, and the elements of lists of objects. What nothing is known of may be either."""
    lists: Value = {
        atom: hop
        for atom, hop in value.items()
        if (isinstance(atom, Alloc) and atom.kind in LISTS) or (isinstance(atom, ExtInst) and atom.model >= 0)
    }
    rest: Value = {atom: hop for atom, hop in value.items() if atom not in lists}
    open_: Value = {atom: hop for atom, hop in rest.items() if isinstance(atom, Sym) and class_of(run, {atom: hop}) < 0}
    single = EMPTY if lists and all(atom.is_taint for atom in rest) else rest
    return single, run.iterate({**lists, **open_}, at)


def _chosen(run: FunctionRun, cls: int, spec: RecordSpec, receiver: Value) -> Chosen:
    """What the object was made to show."""
    for atom in receiver:
        site = atom.site if isinstance(atom, Alloc) else ()
        if len(site) > 1 and len(receiver) == 1 and isinstance(site[1], int):
            function = run.program.functions[site[0]]
            call = function.body.code[site[1]]
            return _chosen_by(run, cls, spec, function, call) if isinstance(call, ir.Call) else (None, set())
    return None, set()


def _chosen_by(run: FunctionRun, cls: int, spec: RecordSpec, function: Function, call: ir.Call) -> Chosen:
    """What a call chooses of the fields of a class by its keywords."""
    keep: set[str] | None = None
    drop: set[str] = set()
    for name, operand in call.keywords:
        if name in (spec.only_by, spec.except_by):
            names = set(texts_at(function, operand)) or _of_class(run, cls, function, operand)
            if name == spec.only_by and names:
                keep = names
            elif name == spec.except_by:
                drop = names
    return keep, drop


def _of_class(run: FunctionRun, cls: int, function: Function, operand: int) -> set[str]:
    """The constant texts that an attribute of the class holds: `only=CustomerSchema.Meta.public`."""
    written = run.engine.name_of_value(function, operand)
    owner = f"{run.program.classes[cls].name}."
    return set(run.engine.listings.texts_of(cls, written.removeprefix(owner))) if written.startswith(owner) else set()


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
        plucked = set(texts_at(body, call.arguments[1])) if len(call.arguments) > 1 else set[str]()
        inner = [
            mapping_of(
                run,
                one,
                part,
                EMPTY,
                at,
                (*way, field.name),
                (plucked, set()) if plucked else _chosen_by(run, one, spec, body, call),
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
            return joined(mapping_of(run, one, part, EMPTY, at, (*way, field.name)) for one in inner)
    return {atom: hop for atom, hop in part.items() if spec.objects_as != "key" or not _is_object(run, atom)}


def at_path(run: FunctionRun, value: Value, names: list[str], at: int) -> Value:
    """What attributes or keys one after another lead to, through each of several objects; its text at the end."""
    for name in names:
        _, several = _one_or_many(run, value, at) if name is not names[0] else (value, EMPTY)
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
