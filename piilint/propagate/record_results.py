"""What library calls make of records: mappings, texts, copies, and records of another class."""

from __future__ import annotations

from typing import TYPE_CHECKING

from piilint.propagate.arguments import Arguments
from piilint.propagate.atoms import EMPTY, OPAQUE, TEXT, Alloc, Atom, Const, Inst, Sym, Value, cls_atom, instance_of
from piilint.propagate.chosen_fields import Chosen
from piilint.propagate.declared_fields import mapping_of, taken_from
from piilint.propagate.field_hooks import classes_said_by_decorator
from piilint.propagate.filled import fill_again, fill_too, store_fields
from piilint.propagate.memory import joined
from piilint.propagate.native_registry import made_of
from piilint.propagate.ports import NO_VALUE, base_values, read_port
from piilint.propagate.records import changed, nested
from piilint.propagate.shaping import class_of, record_of
from piilint.propagate.taints import only_taints
from piilint.terms.access_path import ANY, KEYS, key, name_of
from piilint.terms.flow import Verb
from piilint.terms.port import Port
from piilint.terms.specs import ReturnsSpec

if TYPE_CHECKING:
    from piilint.propagate.run import FunctionRun

OF_METHOD = ("object_of", "element_of", "class_of")
FILLED = ("filled_of", "also_filled_of")
FORMS = ("fields_of", "text_of", "copy_of", "made_of", "declared_of", "taken_of", *FILLED, "stored_in", *OF_METHOD)
"""`fields_of[receiver]`: a mapping of the fields; `text_of`: text that shows them; `copy_of`: an object of the same
class; `made_of[argument:0]`: an object of the receiver's class with the fields that the argument has too, of
`keywords` with those that the call names;
`declared_of[argument:0]`: a mapping of the argument's fields that the receiver's class declares or lists;
`taken_of[argument:0]`: a mapping of those that it takes in, or what the class's own methods make of that;
`object_of[receiver.method]`: an object of the class that the receiver's method gives, made with the call's arguments;
`element_of[receiver.method]`: one of those that the method gives;
`class_of[receiver.attribute]`: the class that the receiver's attribute holds, or a decorator of the method around names
under that keyword;
`filled_of[receiver]`: nothing, but the receiver's fields show what the call hands over, as if it were made of that;
`also_filled_of[receiver]`: a constructor's own call of its base's, so that what is made shows that, too;
`stored_in[argument:0]`: nothing, but the object at the port gets what the receiver's fields hold."""


def record_result(
    run: FunctionRun,
    spec: ReturnsSpec,
    classes: list[int],
    arguments: Arguments,
    receiver: Value | None,
    at: int,
) -> Value:
    """The result of a call with such a type; `classes` are what the receiver is a class, or an instance, of."""
    form, _, inner = spec.type.rstrip("]").partition("[")
    if form in FILLED:
        if form == "filled_of":
            fill_again(run, receiver or EMPTY, arguments, at)
        fill_too(run, receiver or EMPTY, arguments, at)
        return EMPTY
    if form in OF_METHOD:
        name = inner.rpartition(".")[2]
        said = classes_said_by_decorator(run, name) if form == "class_of" else []
        by_decorator: Value = {cls_atom(cls): None for cls in said}
        held = by_decorator or run.load_attribute(receiver or EMPTY, name, at)
        if form == "class_of":
            return held or {OPAQUE: None}
        given = run.call_value(held, Arguments(), at) if held else EMPTY
        result = run.iterate(given, at) if form == "element_of" else run.call_value(given, arguments, at)
        return result or {OPAQUE: None}
    if form == "stored_in":
        store_fields(run, receiver or EMPTY, _meant(run, inner, arguments, receiver, at), at)
        return EMPTY
    named = {key(name): held for name, held in arguments.keywords.items()}
    value = made_of(run, at, "dict", named) if inner == "keywords" else _meant(run, inner, arguments, receiver, at)
    if form == "made_of":
        return joined(record_of(run, value, cls, at) for cls in classes[:1] if value)
    if form == "declared_of":
        cls = class_of(run, receiver or {})
        return mapping_of(run, cls, value, receiver or {}, at, by_method=False) if cls >= 0 else value
    if form == "taken_of":
        cls = class_of(run, receiver or {})
        return taken_from(run, cls, value, receiver or {}, at) if cls >= 0 else value
    if form == "copy_of":
        made = changed(run, value, _named_parts(run, spec.update, arguments, receiver, at), at)
    else:
        made = nested(run, value, at, ())
    for port, keeps in ((spec.keep, True), (spec.drop, False)):
        named_there = read_port(run, Port.parse(port), arguments, receiver, None, at) if port is not None else NO_VALUE
        limit(run, made, named_there, keeps)
    cls = class_of(run, value)
    if cls >= 0 and spec.aliased_by is not None and form == "fields_of":
        given = read_port(run, Port.parse(spec.aliased_by), arguments, receiver, None, at)
        if any(isinstance(atom, Const) and atom.value is True for atom in given):
            _aliased(run, made, cls)
    if form != "text_of":
        return made
    shown = run.moved(only_taints(run.state.deep(made)), Verb.FORMAT, at)
    return {TEXT: None, **shown}


def limited(run: FunctionRun, made: Value, keep: frozenset[str] | None, drop: frozenset[str] | None) -> None:
    """Takes the other fields out of what was just made, one or several. None: nothing is said, or nothing is known."""
    for atom in made:
        if isinstance(atom, Alloc) and atom.kind == "list":
            limited(run, run.state.read(atom, ANY), keep, drop)
        for label in list(run.state.heap.get(atom, {})) if isinstance(atom, Alloc) else ():
            name = name_of(label)
            if name is not None and ((keep is not None and name not in keep) or (drop is not None and name in drop)):
                run.state.write(atom, label, {}, strong=True)


def read_by_declarations(run: FunctionRun, spec: ReturnsSpec, thing: Atom, at: int) -> Value | None:
    """What an attribute of an object gives that is known by its class alone: the mapping that it makes of an object of
    its model, or of anything, or that it takes out of what came in. None where it is known what it was made of."""
    cls = thing.cls if isinstance(thing, (Alloc, Inst)) else -1
    if cls < 0 or at < 0 or isinstance(thing, Alloc) or not run.engine.listings.mapped(cls):
        return None
    unknown: Value = {OPAQUE: None}
    if spec.type.startswith("taken_of"):
        return taken_from(run, cls, unknown, EMPTY, at)
    models = run.engine.listings.models_of(cls)
    objects: Value = {instance_of(model, (run.id, at)): None for model in models[:1]}
    return mapping_of(run, cls, objects or unknown, EMPTY, at, chosen=Chosen(several=False))


def limit(run: FunctionRun, made: Value, value: Value, keeps: bool) -> None:
    """Keeps of what was just made the fields that a value names, or all others; where it is a mapping it may name
    fields of what is inside: `{"address": {"street"}}`."""
    names, inside = names_in(run, value), _inside(run, value)
    if keeps and (names or inside):
        limited(run, made, (names or frozenset()) | inside.keys(), None)
    elif not keeps:
        limited(run, made, None, names)
    for name, inner in inside.items():
        for atom in made:
            if isinstance(atom, Alloc):
                limit(run, run.state.heap.get(atom, {}).get(key(name), EMPTY), inner, keeps)


def _inside(run: FunctionRun, value: Value) -> dict[str, Value]:
    """The names in a mapping under which other names stand."""
    found: dict[str, Value] = {}
    for atom in value:
        if not isinstance(atom, Alloc) or atom.kind != "dict":
            continue
        for label, held in run.state.heap.get(atom, {}).items():
            name = name_of(label)
            if name is not None and any(isinstance(one, Alloc) for one in held):
                found[name] = held
    return found


def _aliased(run: FunctionRun, made: Value, cls: int) -> None:
    """Gives the fields of what was just made the names that their declarations say."""
    for alias, name in run.engine.field_aliases(cls).items():
        for atom in made:
            held = run.state.heap.get(atom, {}).get(key(name)) if isinstance(atom, Alloc) else None
            if held is not None:
                run.state.write(atom, key(alias), held, strong=True)
                run.state.write(atom, key(name), {}, strong=True)


def names_in(run: FunctionRun, value: Value) -> frozenset[str] | None:
    """The names that a set, list or mapping holds, whole fields only; None where not all are known."""
    found: set[str] = set()
    for atom in value:
        if not isinstance(atom, Alloc) or atom.kind not in ("set", "list", "tuple", "dict"):
            return None
        for label, held in run.state.heap.get(atom, {}).items():
            if atom.kind == "dict":
                name = name_of(label)
                if name is None or label == KEYS:
                    return None
                if not any(isinstance(one, Alloc) for one in held):
                    found.add(name)
                continue
            named = [_name_meant(one) for one in held if not one.is_taint]
            if not all(named):
                return None
            found.update(named)
    return frozenset(found) or None


def _name_meant(atom: Atom) -> str:
    """The name that a constant says, or that of the field which is read from a class: `[Customer.plan]`."""
    if isinstance(atom, Const) and isinstance(atom.value, str):
        return atom.value
    of_class = isinstance(atom, Sym) and atom.root[:1] == ("c",) and len(atom.path) == 1
    return name_of(atom.path[0]) or "" if isinstance(atom, Sym) and of_class else ""


def _meant(run: FunctionRun, port: str, arguments: Arguments, receiver: Value | None, at: int) -> Value:
    if port == "receiver":
        # of a parameter more is known than its class
        written, _ = run.engine.receiver_of(run, at)
        if written:
            return written
    return joined(base_values(run, Port.parse(port), arguments, receiver, None))


def _named_parts(
    run: FunctionRun, port: str | None, arguments: Arguments, receiver: Value | None, at: int
) -> dict[str, Value]:
    """The values of a mapping at a port by their names, as far as these are known."""
    value = read_port(run, Port.parse(port), arguments, receiver, None, at) if port is not None else NO_VALUE
    found: dict[str, Value] = {}
    for atom in value:
        for label, held in run.state.heap.get(atom, {}).items() if isinstance(atom, Alloc) else ():
            name = name_of(label)
            if name is not None:
                found[name] = held
    return found
