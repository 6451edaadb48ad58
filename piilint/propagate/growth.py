"""What `+=`, `|=` and `*=` add to the list, set or mapping that is changed in place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from piilint.propagate.arguments import positions_of
from piilint.propagate.atoms import Alloc, Atom, ExtInst, Sym, Value
from piilint.propagate.sizes import ask_size, ask_size_of
from piilint.propagate.stores import store
from piilint.propagate.summary import CALLED, KIND
from piilint.propagate.things import things_of
from piilint.terms.access_path import ANY, key

if TYPE_CHECKING:
    from piilint.propagate.run import FunctionRun

IN_PLACE = ("iadd", "ior", "imul")
PLAIN = {f"builtins.{kind}": kind for kind in ("list", "tuple", "set", "dict")}
GROWING = {f"builtins.{kind}": kind for kind in ("list", "set", "dict")}


def grown(run: FunctionRun, operator: str, left: Value, right: Value, at: int) -> bool:
    """Adds what stands on the right to each object on the left that can be changed; whether there is one."""
    found = False
    for atom in left:
        kind = _kind(run, operator, atom, right)
        if not kind:
            continue
        found = True
        one: Value = {atom: None}
        if kind == "dict":
            run.merge_into(one, right, at)
            continue
        if isinstance(atom, Sym) and not run.in_loop:
            ask_size(run, atom)
            ask_size_of(run, right)
        known = positions_of(run, one) if not run.in_loop and kind == "list" else None
        more = positions_of(run, right)
        if operator == "imul":
            # the same elements once more, at positions behind
            store(run, one, ANY, run.iterate(one, at), -1)
        elif known is not None and more is not None:
            for number, held in enumerate(more, len(known)):
                store(run, one, key(number), held, -1)
        else:
            store(run, one, ANY, run.iterate(right, at), -1)
    return found


def kinds_of(run: FunctionRun, operands: list[Value]) -> set[str]:
    """The kinds of the containers that operands are; what is handed in, callers are asked about."""
    found: set[str] = set()
    for operand in operands:
        for atom in operand:
            if isinstance(atom, Alloc):
                found.add(atom.kind)
            elif isinstance(atom, Sym) and atom.root[0] in ("p", "x"):
                names = [thing.name for thing in things_of(run, atom) if isinstance(thing, ExtInst)]
                found.update(PLAIN[name] for name in names if name in PLAIN)
                if not names:
                    run.want(atom, CALLED | KIND)
    return found


def _kind(run: FunctionRun, operator: str, atom: Atom, right: Value) -> str:
    """Of what kind an object is that an operator changes; nothing of texts, numbers and what is not known."""
    if isinstance(atom, Alloc):
        return atom.kind if atom.kind in GROWING.values() else ""
    if not isinstance(atom, Sym):
        return ""
    kinds = {GROWING.get(thing.name, "") for thing in things_of(run, atom) if isinstance(thing, ExtInst)}
    if len(kinds) == 1:
        return kinds.pop()
    if things_of(run, atom):
        return ""
    run.want(atom, CALLED | KIND)
    added = {one.kind for one in right if isinstance(one, Alloc)} if operator != "imul" else set()
    if operator == "ior":
        return "dict" if "dict" in added else "set" if "set" in added else ""
    return "list" if added & {"list", "tuple", "set", "dict", "generator"} else ""
