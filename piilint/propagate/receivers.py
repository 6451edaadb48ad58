"""What a method is called on, where the value that it was read from may be several things."""

from __future__ import annotations

from typing import TYPE_CHECKING

from piilint.propagate.atoms import Alloc, Atom, Member, Sym, Value, sym
from piilint.propagate.things import things_of

if TYPE_CHECKING:
    from piilint.propagate.run import FunctionRun

CONTAINERS = ("dict", "list", "tuple", "set")


def unknown_receivers(run: FunctionRun, callee: Value) -> Value:
    """What else a library's method may be called on: something that only callers know."""
    return {
        sym(atom.root, atom.path[:-1]): hop
        for atom, hop in callee.items()
        if isinstance(atom, Sym) and atom.path and atom.path[-1][:1] == "." and not things_of(run, atom)
    }


def of_one_container(callee: Value) -> tuple[Value, dict[Atom, Value]]:
    """The callee with one method of each name and kind of container, and which other containers each is called on.

    A method of one of two lists is called once, on a value that may be either: what it gives is made of both, and what
    it changes may be either.
    """
    firsts: dict[tuple[str, str], Atom] = {}
    kept: Value = {}
    beside: dict[Atom, Value] = {}
    for atom, hop in callee.items():
        receiver = atom.receiver if isinstance(atom, Member) else None
        if isinstance(atom, Member) and isinstance(receiver, Alloc) and receiver.kind in CONTAINERS:
            first = firsts.setdefault((atom.name, receiver.kind), atom)
            if first is not atom:
                beside.setdefault(first, {})[receiver] = hop
                continue
        kept[atom] = hop
    return kept, beside
