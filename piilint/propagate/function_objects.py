"""Objects that stand for a call: what `functools.partial`, `attrgetter` and `itemgetter` make."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeGuard

from piilint.propagate.arguments import Arguments
from piilint.propagate.atoms import EMPTY, Alloc, Atom, Const, ExtInst, Value, alloc, const, ext_inst, sym
from piilint.propagate.memory import Fields, joined
from piilint.terms.access_path import attribute, key

if TYPE_CHECKING:
    from piilint.propagate.run import FunctionRun

CALLEE = "<callee>"
"""Where an object that stands for a call keeps what it calls."""

FUNCTION_OBJECTS = ("partial", "getter")
"""Kinds of objects that stand for a call."""


def told_of(thing: Alloc, fields: Fields) -> ExtInst | None:
    """What a caller says of a function object that it hands over; None where it is none, or fetches what is not known.

    Of a `partial` its site has the labels under which its parts lie, of what fetches parts the labels and what it
    fetches.
    """
    if thing.kind == "partial":
        return ext_inst("functools.partial", site=tuple(fields))
    if thing.kind != "getter":
        return None
    wanted = [(label, atom.value) for label, value in fields.items() for atom in value if isinstance(atom, Const)]
    return ext_inst("operator.itemgetter", site=tuple(wanted)) if len(wanted) == len(fields) else None


def is_partial(thing: Atom) -> TypeGuard[Alloc | ExtInst]:
    """Whether it is a function with fixed arguments, one that a caller tells of too."""
    if isinstance(thing, Alloc):
        return thing.kind == "partial"
    return isinstance(thing, ExtInst) and thing.name == "functools.partial" and bool(thing.site)


def is_getter(thing: Atom) -> TypeGuard[Alloc | ExtInst]:
    """Whether it fetches parts of what it is called with; one that a caller tells of, too."""
    if isinstance(thing, Alloc):
        return thing.kind == "getter"
    return isinstance(thing, ExtInst) and thing.name == "operator.itemgetter" and bool(thing.site)


def call_partial(run: FunctionRun, thing: Alloc | ExtInst, atom: Atom, arguments: Arguments, at: int) -> Value:
    """Calls a function with the arguments that `partial` fixed, these perhaps known to the caller alone."""
    fields = fixed_parts(run, thing, atom)
    fixed = [fields[f"<{number}>"] for number in range(len(fields)) if f"<{number}>" in fields]
    named = {label[2:-1]: value for label, value in fields.items() if label.startswith("<=")}
    full = replace(
        arguments, positional=[*fixed, *arguments.positional], keywords={**named, **arguments.keywords}, decorator=False
    )
    return run.call_value(fields.get(CALLEE, EMPTY), full, at)


def fixed_parts(run: FunctionRun, thing: Alloc | ExtInst, atom: Atom) -> Fields:
    """What such a function calls, and the arguments that were fixed, by label."""
    if isinstance(thing, Alloc):
        return run.engine.fields_of(run, thing)
    return {str(label): run.state.read(atom, str(label)) for label in thing.site}


def call_getter(run: FunctionRun, thing: Alloc | ExtInst, arguments: Arguments, at: int) -> Value:
    """What `operator.attrgetter("a", "b.c")` or `itemgetter(0)` fetches: a tuple where it fetches several."""
    fetched: list[Value] = []
    fields = run.state.heap.get(thing, {})
    if isinstance(thing, ExtInst):
        fields = {label: {const(wanted): None} for label, wanted in thing.site}
    for label, wanted in fields.items():
        value = arguments.positional[0] if arguments.positional else EMPTY
        if label.startswith("<attrgetter"):
            for name in run.constants(wanted)[0]:
                for part in str(name).split("."):
                    value = run.load_attribute(value, part, at)
        else:
            value = run.subscript(value, wanted, at)
        fetched.append(value)
    if len(fetched) == 1:
        return fetched[0]
    made = alloc((run.id, at, "fetched", *run.turn), "tuple")
    run.state.create(made, {key(number): value for number, value in enumerate(fetched)})
    return {made: None}


def captured(run: FunctionRun, function: int, captures: Atom | None, name: str) -> Value:
    """What a function that is called captured under a name: where it was made, or where its class was."""
    owner = run.program.functions[function]
    if captures is None and owner.cls >= 0:
        held = run.state.heap.get(sym(("c", owner.cls)), {}).get(attribute(owner.ir.name), EMPTY)
        made = [atom for atom in held if isinstance(atom, Alloc) and atom.kind == "closure"]
        if made:
            return joined(run.state.read(atom, f"<{name}>") for atom in made if atom.function == function)
    if captures is None:
        return {sym(("x", name)): None} if name in run.function.ir.captures else EMPTY
    return run.state.read(captures, f"<{name}>")
