"""Classes that a library's calls make, as rules say: what they are below, and what their objects show."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from piilint.propagate.arguments import Arguments, Chosen
from piilint.propagate.atoms import EMPTY, Cls, Const, Sym, Value, alloc, cls_atom, const, ext
from piilint.propagate.filled import fill_by
from piilint.propagate.function_objects import CALLEE
from piilint.propagate.memory import joined
from piilint.propagate.native_registry import made_of, native
from piilint.propagate.ports import NO_VALUE, read_port
from piilint.propagate.record_results import names_in
from piilint.propagate.things import things_of
from piilint.terms.port import Port
from piilint.terms.specs import ReturnsSpec

if TYPE_CHECKING:
    from piilint.propagate.run import FunctionRun

CALLED = "types.object_of_class_by_rules"
PARTS = 4
"""What such a class is kept with: its description, its base, the model, and the class of the elements."""

Names = tuple[str, ...] | None


def class_made(run: FunctionRun, spec: ReturnsSpec, arguments: Arguments, receiver: Value | None, at: int) -> Value:
    """The class that a call makes, as an object that can be called."""
    names = [_names(run, port, arguments, receiver, at) for port in (spec.keep, spec.drop)]
    below, models, elements = (
        joined(read_port(run, port, arguments, receiver, None, at) for port in ports)
        for ports in (spec.below, spec.model_from, spec.elements_from)
    )
    made = spec.type.partition("[")[2].rstrip("]")
    if not spec.elements_from:
        return _made(run, made, names, below, models, EMPTY, at)
    if spec.elements_type is not None:
        elements = _made(run, spec.elements_type, names, elements, models, EMPTY, at)
    return _made(run, made, [None, None], below, models, elements, at)


def _made(
    run: FunctionRun, kind: str, names: list[Names], below: Value, models: Value, elements: Value, at: int
) -> Value:
    held: list[Value] = [{const((kind, *names)): None}, below, models, elements]
    parts: dict[str, Value] = {f"<{number}>": part or {const(None): None} for number, part in enumerate(held)}
    return made_of(run, at, "partial", {CALLEE: {ext(CALLED): None}, **parts}, f"class {kind}")


def _names(run: FunctionRun, port: str | None, arguments: Arguments, receiver: Value | None, at: int) -> Names:
    value = read_port(run, Port.parse(port), arguments, receiver, None, at) if port is not None else NO_VALUE
    alone, others = run.constants(value)
    if alone and not others:
        found = [one for one in alone if isinstance(one, str)]
        return tuple(found) or None
    known = names_in(run, value)
    return tuple(sorted(known)) if known is not None else None


@native(CALLED)
def _object(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    """An object of a class that was made so."""
    del receiver
    if len(arguments.positional) < PARTS:
        return None
    described, below, models, elements = arguments.positional[:PARTS]
    found: list[Value] = []
    for said in run.constants(described)[0]:
        if not isinstance(said, tuple):
            continue
        kind, keep, drop = said
        handed = replace(
            arguments, positional=arguments.positional[PARTS:], chosen=Chosen(keep, drop, models, _callable(elements))
        )
        bases: Value = {cls_atom(cls): None for cls in _classes(run, below)}
        if bases:
            found.append(run.call_value(bases, handed, at))
            continue
        for spec in run.engine.listings.specs_named(kind)[:1]:
            made = alloc((run.id, at, "object", kind, *run.turn), kind)
            run.state.create(made, {})
            fill_by(run, spec, -1, made, handed, at)
            found.append({made: None})
    return joined(found) if found else None


def _callable(value: Value) -> Value:
    return {atom: hop for atom, hop in value.items() if not isinstance(atom, Const)}


def _classes(run: FunctionRun, value: Value) -> list[int]:
    """The classes of the program that a value may be; what only the caller knows is asked for."""
    for atom in value:
        if isinstance(atom, Sym) and not things_of(run, atom):
            run.want(atom)
    return [one.id for atom in value if not atom.is_taint for one in things_of(run, atom) if isinstance(one, Cls)]
