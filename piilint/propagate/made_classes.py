"""Classes that a call makes: `type(name, bases, mapping)`, where the bases and the names in the mapping are known."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from piilint.propagate.arguments import Arguments, positions_of
from piilint.propagate.atoms import MADE_WITH, Alloc, Cls, Ext, Func, Value, const, ext
from piilint.propagate.function_objects import CALLEE
from piilint.propagate.memory import Fields, is_element, joined
from piilint.propagate.native_registry import made_of, native
from piilint.propagate.stores import name_attributes
from piilint.terms.access_path import attribute, key, name_of

if TYPE_CHECKING:
    from piilint.propagate.run import FunctionRun

CALLED = "types.made_object"
INIT = key("__init__")


def made_class(run: FunctionRun, arguments: Arguments, at: int) -> Value | None:
    """A class as an object that can be called, with what the mapping names as attributes; None where not all is known.

    Bases of libraries do what only rules know, so that nothing is said of what has one.
    """
    if len(arguments.positional) != 3 or arguments.keywords or arguments.mappings:
        return None
    bases, mapping = arguments.positional[1:]
    known, named = _bases(run, bases), _named(run, mapping)
    if known is None or named is None or (known and INIT in named):
        return None
    parts: dict[str, Value] = {CALLEE: {ext(CALLED): None}, "<0>": mapping, "<1>": known or {const(None): None}}
    made = made_of(run, at, "partial", parts, "class")
    name_attributes(run, made, mapping)
    return made


@native(CALLED)
def _object(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    """An object of a class that was made: of its bases, if it has some, with what the mapping names."""
    del receiver
    if len(arguments.positional) < 2:
        return None
    mapping = arguments.positional[0]
    bases: Value = {atom: hop for atom, hop in arguments.positional[1].items() if isinstance(atom, Cls)}
    handed = replace(arguments, positional=arguments.positional[2:])
    named = _named(run, mapping)
    if named is None:
        return None
    made = run.call_value(bases, handed, at) if bases else made_of(run, at, MADE_WITH, {}, "object")
    for thing in made:
        for label, held in named.items() if isinstance(thing, Alloc) else ():
            written = attribute(str(name_of(label)))
            if written in run.state.heap.get(thing, {}):
                continue
            methods: Value = {atom: hop for atom, hop in held.items() if _is_function(atom)}
            if methods:
                parts: dict[str, Value] = {CALLEE: methods, "<0>": {thing: None}}
                method = made_of(run, at, "partial", parts, f"method {label}")
                held = joined(({atom: hop for atom, hop in held.items() if atom not in methods}, method))
            run.state.write(thing, written, held, strong=True)
    if INIT in named:
        run.call_value(named[INIT], handed.with_first(made), at)
    return made


def _is_function(atom: object) -> bool:
    return isinstance(atom, Func) or (isinstance(atom, Alloc) and atom.kind == "closure")


def _bases(run: FunctionRun, bases: Value) -> Value | None:
    """The program's classes among the bases; None where something else is one."""
    held = positions_of(run, bases)
    atoms = joined(held or ())
    if held is None or not all(isinstance(atom, Cls) or _is_object(atom) for atom in atoms):
        return None
    return {atom: None for atom in joined(held[:1]) if isinstance(atom, Cls)} if len(held) < 2 else None


def _is_object(atom: object) -> bool:
    return isinstance(atom, Ext) and atom.name == "builtins.object"


def _named(run: FunctionRun, mapping: Value) -> Fields | None:
    """What a mapping has under names, each known; None where it may have more."""
    thing = next(iter(mapping)) if len(mapping) == 1 else None
    if not isinstance(thing, Alloc) or thing.kind != "dict":
        return None
    fields = {label: held for label, held in run.engine.fields_of(run, thing).items() if is_element(label)}
    return fields if all(isinstance(name_of(label), str) for label in fields) else None
