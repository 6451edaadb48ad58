"""What a class makes of objects that it is given: a mapping of the fields that it declares or lists, and no others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from piilint.ir import instructions as ir
from piilint.propagate.arguments import Arguments
from piilint.propagate.atoms import EMPTY, Alloc, Atom, ExtInst, Inst, Sym, Value, alloc, inst
from piilint.propagate.autocalls import called_if_possible
from piilint.propagate.members import EXACT
from piilint.propagate.memory import joined
from piilint.propagate.registrations import operand_at
from piilint.propagate.shaping import class_of, part_named
from piilint.propagate.things import things_of
from piilint.terms.access_path import ANY, key

if TYPE_CHECKING:
    from piilint.ir.program import Class, Function
    from piilint.propagate.run import FunctionRun
    from piilint.terms.specs import RecordSpec

DEPTH = 4
"""Records in records that are followed."""
LISTS = ("list", "tuple", "set", "generator")


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the mapping: what it reads, or the call that declares it and the class's body that it stands in."""

    name: str
    source: str
    holder: Class | None = None
    call: ir.Call | None = None


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
        for field in _fields(run, cls, specs[0]):
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
            names = set(_texts(function, operand)) or _of_class(run, cls, function, operand)
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


def _texts(function: Function, operand: int) -> Iterator[str]:
    instruction = function.body.code[operand]
    if isinstance(instruction, ir.Constant):
        held = instruction.value if isinstance(instruction.value, list) else [instruction.value]
        yield from (one for one in held if isinstance(one, str))
    elif isinstance(instruction, ir.Build):
        for _, item in instruction.items:
            yield from _texts(function, item)
    elif isinstance(instruction, ir.Assign) and instruction.value >= 0:
        yield from _texts(function, instruction.value)


def _fields(run: FunctionRun, cls: int, spec: RecordSpec) -> Iterator[Field]:
    listings = run.engine.listings
    declared = {field.name: field for field in _declared(run, cls, spec)}
    listed = listings.texts_of(cls, spec.fields_from) if spec.fields_from is not None else []
    models = [model for model in listings.models_of(cls) if model >= 0]
    if spec.all is not None and spec.all in listed:
        listed = []
    names = dict.fromkeys(listed or declared)
    if models and not listed:
        names.update((field.name, None) for model in models for field in run.program.classes[model].ir.fields)
    left_out = listings.excluded(cls, spec)
    for name in names:
        field = declared.get(name) or Field(name, name)
        hidden = field.call is not None and field.holder is not None and _is_hidden(run, field.holder, field.call, spec)
        if name not in left_out and not hidden:
            yield field


def _declared(run: FunctionRun, cls: int, spec: RecordSpec) -> Iterator[Field]:
    """The fields of a class and its bases, the nearest last."""
    index = run.engine.knowledge.index_of(spec.declared)
    for base in reversed(run.program.classes[cls].mro):
        holder = run.program.classes[base] if isinstance(base, int) else None
        for field in holder.ir.fields if holder is not None else ():
            if holder is None or field.value < 0 or field.on_self:
                continue
            body = run.program.functions[run.engine.body_of(holder.id)]
            call = body.body.code[field.value]
            while isinstance(call, ir.Assign):
                call = body.body.code[call.value]
            if isinstance(call, ir.Call) and (
                any(True for _ in index.find(run.engine.name_of_value(body, call.callee)))
                or _nested_in(run, holder, body, call, spec)
            ):
                said = operand_at(call, f"argument:{spec.source_by}") if spec.source_by is not None else None
                source = next(_texts(body, said), field.name) if said is not None else field.name
                yield Field(field.name, source, holder, call)


def _nested_in(run: FunctionRun, holder: Class, body: Function, call: ir.Call, spec: RecordSpec) -> list[int]:
    """The classes of the program that a field is declared with an object of, and that make mappings themselves."""
    if spec.mapped_as is None:
        return []
    classes = run.engine.listings.classes_in(holder, body, call.callee)
    return [cls for cls in classes if cls >= 0 and run.engine.listings.mapped(cls)]


def _is_hidden(run: FunctionRun, holder: Class, call: ir.Call, spec: RecordSpec) -> bool:
    operand = operand_at(call, f"argument:{spec.hidden_by}") if spec.hidden_by is not None else None
    code = run.program.functions[run.engine.body_of(holder.id)].body.code
    constant = code[operand] if operand is not None else None
    return isinstance(constant, ir.Constant) and constant.value is True


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
        method = next((run.program.method(cls, name) for name in _texts(body, call.arguments[0])), None)
        view: Value = {inst(cls, EXACT): None}
        return run.call_function(method, Arguments([value]), at, receiver=view) if method is not None else EMPTY
    part = part_named(run, value, field.source, at)
    if any(True for _ in run.engine.knowledge.index_of(spec.nested).find(written)):
        classes = run.engine.listings.classes_in(holder, body, call.arguments[0])
        plucked = set(_texts(body, call.arguments[1])) if len(call.arguments) > 1 else set[str]()
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
    named = spec.method_field.replace("{name}", field.name) if spec.method_field is not None else ""
    method = run.program.method(cls, named)
    if method is not None:
        view: Value = {inst(cls, EXACT): None}
        return run.call_function(method, Arguments([value]), at, receiver=view)
    part = value
    for name in field.source.split(spec.path_separator) if spec.path_separator else [field.source]:
        part = part if name == "*" else called_if_possible(run, part_named(run, part, name, at), at)
    if field.call is not None and field.holder is not None:
        body = run.program.functions[run.engine.body_of(field.holder.id)]
        inner = _nested_in(run, field.holder, body, field.call, spec)
        if inner:
            return joined(mapping_of(run, one, part, EMPTY, at, (*way, field.name)) for one in inner)
    return {atom: hop for atom, hop in part.items() if spec.objects_as != "key" or not _is_object(run, atom)}


def _is_object(run: FunctionRun, atom: Atom) -> bool:
    """Whether a value is a record, or several, of which only the key is shown."""
    things = () if atom.is_taint else things_of(run, atom)
    return any(
        (isinstance(thing, (Alloc, Inst)) and thing.cls >= 0) or (isinstance(thing, ExtInst) and thing.model != -1)
        for thing in things
    )
