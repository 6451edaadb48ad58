"""Reads that call what they find, as some template languages do: methods and functions that need no argument."""

from __future__ import annotations

from typing import TYPE_CHECKING

from piilint.propagate.arguments import Arguments
from piilint.propagate.atoms import Alloc, Bound, Func, Member, Sym, Value
from piilint.propagate.memory import joined
from piilint.propagate.native_registry import NATIVES
from piilint.propagate.things import names_of, things_of
from piilint.terms.access_path import name_of

if TYPE_CHECKING:
    from piilint.propagate.run import FunctionRun


def called_if_possible(run: FunctionRun, value: Value, at: int) -> Value:
    """What calling the value without arguments gives, where it can be called; else the value."""
    called: Value = {}
    rest: Value = {}
    for atom, hop in value.items():
        target = called if not atom.is_taint and _can_be_called(run, atom) else rest
        target[atom] = hop
        if isinstance(atom, Sym) and atom.parent is not None and target is rest:
            # whose method it is, and so what it shows, only the caller knows
            if name_of(atom.path[-1]) in run.engine.knowledge.whole_methods:
                run.want(atom.parent)
    return joined((rest, run.call_value(called, Arguments(), at))) if called else value


def _can_be_called(run: FunctionRun, atom: object) -> bool:
    if isinstance(atom, (Func, Bound)):
        function = atom.id if isinstance(atom, Func) else atom.function
        parameters = run.program.functions[function].ir.parameters[isinstance(atom, Bound) :]
        return all(one.has_default or one.kind in ("star", "double_star") for one in parameters)
    if isinstance(atom, Member):
        names = names_of(run.engine, atom)
        return bool(names) and (any(name in NATIVES for name in names) or bool(run.engine.knowledge.of_calls(names)))
    if isinstance(atom, Sym):
        return any(not isinstance(one, Sym) and _can_be_called(run, one) for one in things_of(run, atom))
    return isinstance(atom, Alloc) and atom.kind == "closure"
