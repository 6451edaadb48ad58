"""What the text of a value shows: its own data, all that a container holds, and what `__str__` says of an object."""

from __future__ import annotations

from typing import TYPE_CHECKING

from piilint.propagate.arguments import Arguments
from piilint.propagate.atoms import Alloc, Inst, Sym, Value
from piilint.propagate.exceptions import ARGS, CAUSE, is_exception
from piilint.propagate.memory import SPREAD, joined
from piilint.propagate.taints import only_taints
from piilint.propagate.things import things_of

if TYPE_CHECKING:
    from piilint.propagate.run import FunctionRun

SHOWN_WHOLE = ("list", "dict", "tuple", "set", "exception", "slice")
DEPTH = 4


def text_of(run: FunctionRun, value: Value, at: int, method: str = "__str__", depth: int = 0) -> Value:
    """The taints that `str(value)` shows (`repr` for what is inside a container)."""
    parts: list[Value] = [only_taints(run.state.own(value))]
    for atom, hop in value.items():
        if atom.is_taint:
            continue
        if isinstance(atom, Sym):
            told = run.call_method({atom: hop}, method, Arguments(), at) if _has_class(run, atom) else None
            parts.append(
                told
                if told is not None
                else only_taints(run.state.deep({atom: hop}))
                if not _has_class(run, atom)
                else {}
            )
        elif isinstance(atom, (Alloc, Inst)) and atom.cls >= 0:
            for name in (method, "__str__", "__repr__"):
                told = run.call_method({atom: hop}, name, Arguments(), at)
                if told is not None:
                    parts.append(told)
                    break
            else:
                if run.engine.shows_fields(atom.cls) and depth < DEPTH:
                    hidden = run.engine.hidden_fields(atom.cls)
                    parts.extend(
                        text_of(run, held, at, "__repr__", depth + 1)
                        for label, held in run.state.heap.get(atom, {}).items()
                        if label[1:] not in hidden
                    )
                elif is_exception(run, atom.cls):
                    parts.append(only_taints(run.state.deep(run.state.read(atom, ARGS))))
        elif isinstance(atom, Alloc) and atom.kind in SHOWN_WHOLE and depth < DEPTH:
            fields = run.state.heap.get(atom, {})
            parts.extend(
                text_of(run, held, at, "__repr__", depth + 1)
                for label, held in fields.items()
                if (label[:1] != "<" or label == SPREAD) and label != CAUSE
            )
    return only_taints(joined(parts))


def _has_class(run: FunctionRun, symbol: Sym) -> bool:
    things = things_of(run, symbol)
    if not things:
        run.want(symbol)
    return any(isinstance(thing, (Inst, Alloc)) and thing.cls >= 0 for thing in things)
