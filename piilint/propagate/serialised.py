"""What a serialiser writes of objects that it does not know: what the function that it is given makes of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from piilint.propagate.arguments import Arguments
from piilint.propagate.atoms import Alloc, Inst, Value, alloc
from piilint.propagate.members import BARE
from piilint.propagate.memory import is_element

if TYPE_CHECKING:
    from piilint.propagate.run import FunctionRun

DEPTH = 5
"""Containers within containers in which objects are looked for."""


def is_plain_class(run: FunctionRun, cls: int) -> bool:
    """Whether nothing but the program says what objects of a class are: no text, no number, no mapping."""
    return BARE.issuperset(run.program.classes[cls].external_bases)


def by_default(run: FunctionRun, value: Value, function: Value, at: int, depth: int) -> Value:
    """A value with what a function gives for each object of a class of the program, also inside containers."""
    result: Value = {}
    for atom, hop in value.items():
        fields = run.state.heap.get(atom, {})
        if isinstance(atom, (Alloc, Inst)) and atom.cls >= 0 and is_plain_class(run, atom.cls):
            told = run.call_value(function, Arguments([{atom: hop}]), at)
            for part, before in (by_default(run, told, function, at, depth + 1) if depth < DEPTH else told).items():
                result.setdefault(part, before)
        elif isinstance(atom, Alloc) and atom.kind in ("dict", "list", "tuple") and depth < DEPTH:
            made = alloc((run.id, at, "serialised", run.numbered(atom), *run.turn), atom.kind)
            inside = {
                label: by_default(run, held, function, at, depth + 1) if is_element(label) else held
                for label, held in list(fields.items())
            }
            run.state.create(made, inside)
            result[made] = hop
        else:
            result[atom] = hop
    return result
