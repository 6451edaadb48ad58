"""Records: objects whose class names their fields once, and so has a constructor, a text and a mapping by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from piilint.propagate.access import element
from piilint.propagate.arguments import Arguments, positions_of
from piilint.propagate.atoms import EMPTY, Alloc, Cls, ExtInst, Inst, Sym, Value, alloc, inst
from piilint.propagate.binding import argument_at
from piilint.propagate.field_hooks import written_out
from piilint.propagate.members import class_attribute
from piilint.propagate.memory import joined
from piilint.propagate.native_registry import first_of, iterated, made_of, native
from piilint.propagate.stores import store
from piilint.propagate.things import things_of
from piilint.terms.access_path import ANY, attribute, key

if TYPE_CHECKING:
    from piilint.propagate.run import FunctionRun

DEPTH = 4
"""Records in records that a mapping made of them follows."""
DEFAULT, FACTORY = "<default>", "<factory>"


def fill_fields(run: FunctionRun, cls: int, value: Value, arguments: Arguments, at: int) -> None:
    """The constructor that a dataclass, a named tuple, a schema or a library's base class has by itself."""
    facts = run.engine
    names = facts.constructor_fields(cls)
    mapping = facts.is_typed_mapping(cls)
    given: dict[str, Value] = {}
    for number, name in enumerate(names):
        if number < len(arguments.positional) or arguments.rest:
            found = argument_at(run, arguments, number, at)
            if found:
                given[name] = found
    aliases = facts.field_aliases(cls) if arguments.keywords else {}
    for name, argument in arguments.keywords.items():
        given[aliases.get(name, name)] = argument
    for mapping_value in arguments.mappings:
        for name in names:
            given[name] = joined((given.get(name, EMPTY), element(run, mapping_value, key(name), at)))
    positioned = facts.is_named_tuple(cls)
    for number, name in enumerate(names):
        if name not in given and not mapping:
            default = _default(run, cls, name, at)
            if default is not None:
                given[name] = default
        if positioned:
            run.state.write(next(iter(value)), key(number), given.get(name, EMPTY), strong=True)
    mapped = {name for spec in run.engine.listings.mapped(cls) for name in (spec.mapped_as, *spec.taken_as)}
    for name, held in given.items():
        if name in mapped:
            continue  # it gives under this name what it makes of the objects that it is given
        store(run, value, key(name) if mapping else attribute(name), held, at)
    after = run.program.method(cls, "__post_init__")
    if after is not None:
        handed = [given.get(name, EMPTY) for name in facts.constructor_only_fields(cls)]
        run.call_function(after, Arguments(handed), at, receiver=value)


def _default(run: FunctionRun, cls: int, name: str, at: int) -> Value | None:
    """What a field holds that is not given; None where reading the class's attribute says it as well."""
    if not run.engine.is_named_tuple(cls) and not run.engine.has_made_default(cls, name):
        return None
    found: list[Value] = []
    for atom, hop in class_attribute(run, cls, name).items():
        if isinstance(atom, Alloc) and atom.kind == "field":
            fields = run.state.heap.get(atom, {})
            found.append(fields.get(DEFAULT, EMPTY))
            if FACTORY in fields:
                found.append(run.call_value(fields[FACTORY], Arguments(), at))
        elif not isinstance(atom, Sym):
            found.append({atom: hop})
    return joined(found) if found else None


@native("dataclasses.field")
def _field(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    del receiver
    wanted = ((DEFAULT, "default"), (FACTORY, "default_factory"))
    fields = {label: arguments.keywords[name] for label, name in wanted if name in arguments.keywords}
    return made_of(run, at, "field", fields)


@native("dataclasses.asdict")
def _asdict(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    del receiver
    return nested(run, first_of(arguments), at, ())


@native("collections.namedtuple._asdict", "typing.NamedTuple._asdict")
def _tuple_asdict(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    del arguments
    return run.as_mapping(_written(run, receiver, at), at)


def _written(run: FunctionRun, receiver: Value | None, at: int) -> Value:
    """The receiver as the call has it: of a parameter more is known than its class."""
    value, _ = run.engine.receiver_of(run, at)
    return value or receiver or EMPTY


def nested(run: FunctionRun, value: Value, at: int, way: tuple[str, ...], as_tuple: bool = False) -> Value:
    """Records as mappings (or tuples), also those inside, in lists and in mappings."""
    if len(way) > DEPTH:
        return value
    result: Value = {}
    for atom, hop in value.items():
        cls = next((one.cls for one in things_of(run, atom) if isinstance(one, (Alloc, Inst)) and one.cls >= 0), -1)
        fields = run.state.heap.get(atom, {})
        if cls >= 0 and not atom.is_taint:
            labels = dict.fromkeys([*(attribute(name) for name in run.engine.field_names(cls))])
            labels.update(dict.fromkeys(label for label in fields if label[:1] == "."))
            for name in run.engine.left_out_fields(cls):
                labels.pop(attribute(name), None)
            held = {label: run.load_attribute({atom: hop}, label[1:], at) for label in labels}
            named = {
                key(number) if as_tuple else key(label[1:]): nested(run, part, at, (*way, label), as_tuple)
                for number, (label, part) in enumerate(held.items())
            }
            kind = "tuple" if as_tuple else "dict"
            whole = None if as_tuple else written_out(run, cls, {atom: hop}, named, at)
            if whole is not None:
                result = joined((result, whole))
                continue
        elif isinstance(atom, Alloc) and atom.kind in ("list", "tuple", "dict") and fields:
            named = {label: nested(run, part, at, (*way, label), as_tuple) for label, part in list(fields.items())}
            kind = atom.kind
        elif isinstance(atom, ExtInst) and atom.model >= 0 and not fields:
            # a library's collection of records
            named, kind = {ANY: nested(run, element(run, {atom: hop}, ANY, at), at, (*way, ANY), as_tuple)}, "list"
        else:
            result.setdefault(atom, hop)
            continue
        made = alloc((run.id, at, "nested", way, run.numbered(atom), *run.turn), kind)
        run.state.create(made, named)
        result[made] = hop
    return result


def fields_of_instances(run: FunctionRun, value: Value, at: int) -> Value:
    """What the fields of the objects of a class hold that a value is; not what is inside other objects there."""
    parts: list[Value] = []
    for atom in value:
        for cls in [one.id for one in things_of(run, atom) if isinstance(one, Cls)]:
            made: Value = {inst(cls, (run.id, at)): None}
            parts += [run.state.own(run.load_attribute(made, name, at)) for name in run.engine.field_names(cls)]
    return joined(parts)


@native("dataclasses.astuple")
def _astuple(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    del receiver
    return nested(run, first_of(arguments), at, (), as_tuple=True)


@native("dataclasses.replace", "copy.replace")
def _replace(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    del receiver
    return changed(run, first_of(arguments), arguments.keywords, at)


@native("collections.namedtuple._replace", "typing.NamedTuple._replace")
def _tuple_replace(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    return changed(run, _written(run, receiver, at), arguments.keywords, at)


def changed(run: FunctionRun, value: Value, changes: dict[str, Value], at: int) -> Value:
    """A copy of a record in which some fields are others."""
    made: Value = {}
    for atom, hop in value.items():
        cls = next((one.cls for one in things_of(run, atom) if isinstance(one, (Alloc, Inst)) and one.cls >= 0), -1)
        if cls < 0 or atom.is_taint:
            made[atom] = hop
            if isinstance(atom, Sym) and changes:
                # of which class the record is, a caller may know
                run.want(atom)
                parts = {attribute(name): held for name, held in changes.items()}
                made.update(made_of(run, at, "object", parts, "changed"))
            continue
        copy = alloc((run.id, at, "copy", run.numbered(atom), *run.turn), "object", cls)
        fields = dict(run.state.heap.get(atom, {}))
        names = run.engine.constructor_fields(cls)
        for name in names if not isinstance(atom, Alloc) else ():
            fields.setdefault(attribute(name), run.load_attribute({atom: hop}, name, at))
        run.state.create(copy, fields)
        for name, held in changes.items():
            store(run, {copy: None}, attribute(name), held, at)
        if run.engine.is_named_tuple(cls):
            for number, name in enumerate(names):
                held = run.state.read(copy, attribute(name))
                run.state.write(copy, key(number), held, strong=True)
        made[copy] = hop
    return made


@native("collections.namedtuple._make", "typing.NamedTuple._make")
def _make(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    classes: Value = {atom: None for atom in receiver or () if isinstance(atom, Cls)}
    values = first_of(arguments)
    known = positions_of(run, values)
    handed = Arguments(known) if known is not None else Arguments(rest=iterated(run, values, at), sequence=values)
    return run.call_value(classes, handed, at) if classes else None
