"""Enumerations: each name in the class's body is an object of the class with a name and a value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from piilint.propagate.arguments import Arguments, positions_of
from piilint.propagate.atoms import EMPTY, Alloc, Const, Sym, Value, alloc, const, sym
from piilint.propagate.memory import SELF, joined
from piilint.propagate.taints import only_taints
from piilint.terms.access_path import attribute

if TYPE_CHECKING:
    from piilint.propagate.atoms import Atom
    from piilint.propagate.run import FunctionRun

ENUM = "enum "
"""How the kind of a member begins; its name follows."""
MAX_MEMBERS = 24
TEXTS = ("builtins.str", "enum.StrEnum")


def enum_member(run: FunctionRun, cls: int, owner: int, name: str, held: Value) -> Value | None:
    """`Class.NAME`, where the class is an enumeration and the name one of its members; None where it is not."""
    if not run.engine.is_enum(cls) or name[:1] == "_" or name not in run.engine.class_names_bound(owner):
        return None
    made = alloc((ENUM, owner, name), ENUM + name, cls)
    if made not in run.state.heap:
        if all(isinstance(atom, Sym) for atom in held):
            known = run.engine.named_constant(("c", owner), name)
            held = {const(known): None} if known is not None else held
        fields: dict[str, Value] = {
            attribute("value"): held,
            attribute("_value_"): held,
            attribute("name"): {const(name): None},
        }
        taints = only_taints(run.state.own(held))
        if taints and any(base in TEXTS for base in run.program.classes[cls].external_bases):
            fields[SELF] = taints
        run.state.create(made, fields)
        start = run.program.method(cls, "__init__")
        if start is not None:
            parts = positions_of(run, held)
            run.call_function(start, Arguments(parts if parts is not None else [held]), -1, receiver={made: None})
    return {made: None}


def enum_members(run: FunctionRun, cls: int, wanted: Value = EMPTY) -> Value:
    """Any member of an enumeration; if it is known, the one with a value."""
    values = {atom for atom in wanted if isinstance(atom, Const)} if wanted else set()
    names = sorted(name for name in run.engine.class_names_bound(cls) if name[:1] != "_")
    members, fitting = [], []
    for name in names[:MAX_MEMBERS]:
        held = run.state.read(sym(("c", cls)), attribute(name))
        made = enum_member(run, cls, cls, name, held) or EMPTY
        members.append(made)
        if any(atom in values for one in made for atom in run.state.read(one, attribute("value"))):
            fitting.append(made)
    return joined(fitting if fitting and len(values) == len(wanted) else members)


def named_members(run: FunctionRun, cls: int, names: list[object]) -> Value:
    """`Class["NAME"]`, where the class is an enumeration; any member where no name is known."""
    if not names:
        return enum_members(run, cls)
    found = []
    for name in names:
        held = run.state.read(sym(("c", cls)), attribute(str(name)))
        found.append(enum_member(run, cls, cls, str(name), held) or EMPTY)
    return joined(found)


def key_of_member(atom: Atom) -> str | None:
    """What tells a member from the others of all enumerations; None for everything else."""
    return f"{atom.cls}:{atom.kind}" if isinstance(atom, Alloc) and atom.kind.startswith(ENUM) else None
