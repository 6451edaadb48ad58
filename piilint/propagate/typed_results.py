"""What library calls and attributes give: values of the types that `[[returns]]` names."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from piilint.propagate.arguments import Arguments
from piilint.propagate.atoms import (
    EMPTY,
    OPAQUE,
    Atom,
    Cls,
    Const,
    Ext,
    ExtInst,
    Inst,
    Member,
    Value,
    alloc,
    cls_atom,
    ext,
    ext_inst,
    inst,
    instance_of,
    library_model,
)
from piilint.propagate.classes_by_rules import class_made
from piilint.propagate.conditions import holds
from piilint.propagate.knowledge import CallSpecs
from piilint.propagate.memory import joined
from piilint.propagate.ports import base_values
from piilint.propagate.record_results import FORMS, read_by_declarations, record_result
from piilint.propagate.rows import rows_of
from piilint.propagate.subjects import about, is_marked
from piilint.propagate.taints import only_taints
from piilint.propagate.things import PLAIN, class_part, is_plain, model_of, names_of, things_of
from piilint.terms.access_path import key
from piilint.terms.port import Port
from piilint.terms.specs import Matcher, ReturnsSpec

if TYPE_CHECKING:
    from piilint.propagate.run import FunctionRun

CONTAINERS = frozenset(("list", "dict", "set", "tuple", "str", "int", "bytes"))


def returned(
    run: FunctionRun,
    specs: CallSpecs,
    result: Value,
    arguments: Arguments,
    receiver: Value | None,
    at: int,
    thing: Atom | None = None,
) -> Value:
    """The result with the types that rules say it has; of one that says whom it is about, more is known."""
    if any(is_marked(atom) for atom in result):
        return result
    unknown = False
    for spec in specs.returns:
        if spec.when and not holds(run, spec.when, arguments, receiver):
            continue
        if spec.type.partition("[")[0] in FORMS:
            classes = [cls for cls in model_classes(run, receiver, thing) if cls >= 0]
            typed: Value | None = record_result(run, spec, classes, arguments, receiver, at)
        else:
            typed = _typed(run, spec, arguments, receiver, thing, at)
        if typed is None:
            run.never = True
            return EMPTY
        if len(specs.returns) > 1 and typed.keys() == {OPAQUE}:
            unknown = True
            continue
        result = joined((typed, result))
        if spec.rows is not None:
            rows_of(run, spec, model_classes(run, receiver, thing), result, arguments, at)
    result = _most_telling(result) if len(specs.returns) > 1 else result
    return result if result or not unknown else {OPAQUE: None}


def _most_telling(result: Value) -> Value:
    """Of one type that several entries give, the one that knows what its objects are about."""
    about_something = {atom.name for atom in result if isinstance(atom, ExtInst) and atom.model != -1}
    return {
        atom: hop
        for atom, hop in result.items()
        if not isinstance(atom, ExtInst) or atom.model != -1 or atom.name not in about_something
    }


def attribute_typed(run: FunctionRun, base: Value, name: str, at: int) -> Value | None:
    """What rules say that `base.name` is; None where they say nothing."""
    knowledge = run.engine.knowledge
    for atom in base:
        for thing in () if atom.is_taint else things_of(run, atom):
            names = names_of(run.engine, thing)
            specs = knowledge.of_attribute(f"{one}.{name}" for one in names)
            if specs:
                return _attribute(run, specs, {atom: None}, thing, at)
            if names:
                return None
    written = run.engine.written_name(run.function, at) if at >= 0 else ""
    specs = knowledge.of_attribute((written,)) if written.endswith(f".{name}") else ()
    return _attribute(run, specs, base, None, at) if specs else None


def reference_typed(run: FunctionRun, name: str) -> Value | None:
    """What rules say that a library's object is that code imports by name; None where they say nothing."""
    specs = run.engine.knowledge.of_attribute((name,))
    return _attribute(run, specs, EMPTY, None, run.at) if specs else None


def _attribute(
    run: FunctionRun, specs: Iterable[ReturnsSpec], receiver: Value, thing: Atom | None, at: int
) -> Value | None:
    typed = [
        read_by_declarations(run, spec, thing, at)
        if thing is not None and spec.type.startswith(("declared_of[", "taken_of["))
        else _typed(run, spec, Arguments(), receiver, thing, at)
        for spec in specs
    ]
    known = [one for one in typed if one is not None]
    return joined(known) if known else None


def typed_as(run: FunctionRun, wanted: str, receiver: Value, at: int) -> Value | None:
    """A value of a type as `[[returns]]` writes it, of what the receiver is about."""
    return _typed(run, ReturnsSpec(Matcher("call", ()), wanted), Arguments(), receiver, None, at)


def implicit_value(run: FunctionRun, wanted: str, at: int, name: str) -> Value:
    """What a framework puts into a template's context: an instance of a class, or what rules say that a name is."""
    specs = run.engine.knowledge.of_attribute((wanted,))
    if specs:
        return _attribute(run, specs, EMPTY, None, at) or EMPTY
    cls = run.engine.class_named(wanted)
    site = (run.id, at, name)
    return {inst(cls, site) if cls is not None else ext_inst(wanted, -1, site): None}


def _typed(
    run: FunctionRun, spec: ReturnsSpec, arguments: Arguments, receiver: Value | None, thing: Atom | None, at: int
) -> Value | None:
    """The value of a `[[returns]]` type; None for `never`."""
    wanted = spec.type
    if wanted == "never":
        return None
    if wanted == "unknown":
        return {OPAQUE: None}
    if wanted == "callee":
        wanted = next(iter(names_of(run.engine, thing)), "") if thing is not None else ""
    outer, bracket, inner = wanted.partition("[")
    inner = inner.rstrip("]") if bracket else ""
    site = about(spec.subject, (run.id, at))
    if outer == "new":
        made_here = alloc((run.id, at, "new", *run.turn), inner)
        run.state.create(made_here, {key(name): value for name, value in arguments.keywords.items()})
        return {made_here: None}
    if outer == "kept":
        return {ext(inner): None}
    if outer == "type" and (spec.below or spec.elements_from):
        return class_made(run, spec, arguments, receiver, at)
    if outer == "type":
        return {_class_atom(cls): None for cls in _classes(run, spec, inner, arguments, receiver, thing)} or {
            OPAQUE: None
        }
    if outer.startswith(("argument:", "receiver")):
        found = _classes(run, spec, outer, arguments, receiver, thing)
        return {instance_of(cls, site): None for cls in found} or {OPAQUE: None}
    if spec.rows is not None:
        models = [-1]
    elif inner:
        models = _classes(run, spec, inner, arguments, receiver, thing) or [-1]
    else:
        models = [model_of(thing) if thing is not None else -1]
    own = run.engine.own_class(spec.own) if spec.own else run.engine.class_named(outer)
    if own is not None:
        return {inst(own, site): None}
    name = f"builtins.{outer}" if outer in CONTAINERS else outer
    if name in PLAIN:
        return {ext_inst(name): None}
    if run.engine.knowledge.has_columns(name):
        table = alloc(site, name)
        run.state.create(table, {})
        return {table: None}
    fields = {f"<{number}>": value for number, value in enumerate(arguments.positional)}
    result: Value = {}
    for model in dict.fromkeys(models):
        made = ext_inst(name, model, site)
        if fields:
            run.state.create(made, dict(fields))
        result[made] = None
    return result


def _class_atom(cls: int) -> Atom:
    made = instance_of(cls, ())
    return cls_atom(cls) if cls >= 0 else ext(made.name) if isinstance(made, ExtInst) else OPAQUE


def model_classes(run: FunctionRun, receiver: Value | None, thing: Atom | None) -> list[int]:
    """The classes that a call's receiver is about."""
    found: dict[int, None] = {}
    for atom in (*(receiver or ()), *((thing,) if thing is not None else ())):
        for one in () if atom.is_taint else things_of(run, atom):
            found.update(dict.fromkeys(run.engine.relations.models_of(one)))
        if found:
            break
    return list(found)


def _classes(
    run: FunctionRun,
    spec: ReturnsSpec,
    port: str,
    arguments: Arguments,
    receiver: Value | None,
    thing: Atom | None,
) -> list[int]:
    if port == "owner":
        cls = run.engine.class_of_body.get(run.id)
        return [cls] if cls is not None else []
    if port.startswith("receiver"):
        return model_classes(run, receiver, thing)
    if port.startswith("argument:"):
        value = joined(base_values(run, Port.parse(port), arguments, None, None))
        found = [cls for atom in value if not atom.is_taint for cls in _meant(run, spec, atom)]
        return list(dict.fromkeys(found))
    named = run.engine.own_class(spec.own) if spec.own else run.engine.class_named(port)
    return [named] if named is not None else [library_model(port)] if "." in port else []


def _meant(run: FunctionRun, spec: ReturnsSpec, atom: Atom) -> list[int]:
    """The classes that an argument names: a class, its name, or something that is about it."""
    found: list[int] = []
    for one in things_of(run, atom) or (atom,):
        if isinstance(one, Cls):
            found.append(one.id)
        elif isinstance(one, Ext) and class_part(one.name) == one.name:
            found.append(library_model(one.name))
        elif isinstance(one, Member) and isinstance(one.receiver, Cls) and _is_datum(run, one.receiver.id, one.name):
            continue
        elif isinstance(one, (ExtInst, Inst, Member)) and model_of(one) != -1:
            found.append(model_of(one))
        elif isinstance(one, Const) and isinstance(one.value, str):
            found.extend(_named(run, spec, one.value))
    return found


def _is_datum(run: FunctionRun, cls: int, name: str) -> bool:
    """Whether what stands at an argument is a field of a class that is asked for alone: its rows are no objects of the
    class, nor of one that it is related to."""
    return run.program.field_of(cls, name) is not None and not run.engine.is_related(cls, name)


def _named(run: FunctionRun, spec: ReturnsSpec, written: str) -> list[int]:
    if written == "self":
        cls = run.engine.class_of_body.get(run.id)
        return [cls] if cls is not None else []
    named = run.engine.class_by_short_name(written, run.function.module.id)
    if named is not None:
        return [named]
    library = spec.names.get(written)
    return [library_model(library)] if library is not None else []


def with_parts(run: FunctionRun, specs: CallSpecs, thing: Atom, at: int) -> Value:
    """The object of a library's class of which rules say what its attributes hold, and nothing else."""
    if not is_class(thing) or not isinstance(thing, Ext):
        return EMPTY
    if not any(one.to.base == "return" and one.to.path and one.to.path[0][:1] == "." for one in specs.propagators):
        return EMPTY
    made = alloc((run.id, at, "result", *run.turn), thing.name)
    run.state.create(made, {})
    return {made: None}


def is_class(thing: Atom) -> bool:
    return isinstance(thing, Ext) and thing.name.rpartition(".")[2][:1].isupper()


def without_objects(run: FunctionRun, value: Value) -> Value:
    """A text or number, with what the objects of libraries tell that it was made of."""
    objects: Value = {
        atom: hop for atom, hop in value.items() if isinstance(atom, (ExtInst, Member)) and not is_plain(atom)
    }
    rest: Value = {atom: hop for atom, hop in value.items() if atom not in objects}
    return joined((rest, only_taints(run.state.own(objects)))) if objects else value
