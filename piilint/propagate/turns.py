"""Loops over sequences that are known: each turn is looked at for itself, with its own element.

`for name, value in (("phone", phone), ("plan", plan)): record[name] = value` puts each value under its own name. A turn
starts with what the turn before it left; what it makes is another object than what the next turn makes at the same
place; tests of what differs from turn to turn are decided in each. Behind the loop stands what the last turn left,
where it ended by itself, and what each turn left where control went out of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from piilint.ir.instructions import Iterate, Phi
from piilint.propagate.arguments import positions_of
from piilint.propagate.atoms import ABSENT, Absent, Alloc, Atom, Const, Sym, Value, below, const
from piilint.propagate.constant_keys import named_elements
from piilint.propagate.memory import OBJECTS, SPREAD, State, is_element, joined
from piilint.propagate.sizes import MOST, SIZE, ask_size_of, calls_element, longest_of, names_by_turn, told_keys
from piilint.terms.access_path import key, name_of

if TYPE_CHECKING:
    from piilint.propagate.run import FunctionRun

MOST_TURNS = 8
"""Elements of a sequence that is gone through element by element; of longer ones some element is looked at."""
LONGEST = 80
"""Instructions of a loop whose turns are looked at one by one."""
MOST_LOOKED_AT = 240
"""Instructions that all turns of one loop may have, with those of the loops around it."""
SPREADS = 3
"""Mappings within mappings whose keys are gathered."""


def elements_in_turn(
    run: FunctionRun, first: int, last: int, around: int, before: list[Value] | None = None
) -> list[Value] | None:
    """The elements that the loop between two instructions, which begins by taking one, goes through.

    None where they are not known, or are too many for so long a loop; `around`: turns of the loops around this one;
    `before`: what they were for the turn before, which of an iterator that is half used up is all that is known.
    """
    step = _step(run, first, last)
    if step is None or last - first > LONGEST:
        return None
    value = run.values[step.value]
    if before is not None and all(isinstance(atom, Alloc) and atom.kind == "generator" for atom in value):
        return before
    if names_by_turn(run, first, last) or (isinstance(run.code[first - 1], Phi) and calls_element(run, first, last)):
        ask_size_of(run, value)
    found = known_elements(run, value)
    if not found or len(found) > MOST_TURNS:
        return None
    turns = len(found) * around
    return found if turns == 1 or turns * (last - first) <= MOST_LOOKED_AT else None


def known_elements(run: FunctionRun, value: Value) -> list[Value] | None:
    """What going through a value gives, in order: the elements of known sequences, the keys of a known mapping."""
    if any(atom.is_taint for atom in value):
        return None
    known = positions_of(run, value)
    if known is not None or not value:
        return known
    mapping = next(iter(value))
    if len(value) == 1 and isinstance(mapping, Sym) and mapping.root[0] == "m":
        constants = named_elements(run, mapping)
        return [{const(one): None} for one in constants] if constants is not None else None
    lists = [_keys(run, one, 0) for one in value]
    names = longest_of([one for one in lists if one is not None])
    return [{const(name): None} for name in names] if names is not None and None not in lists else None


def _keys(run: FunctionRun, mapping: Atom, depth: int) -> Sequence[str] | None:
    """The keys of a mapping, with those of the mappings that were spread into it; None where they are not known."""
    if isinstance(mapping, Sym):
        return None if _is_filled(run, mapping) else told_keys(run, mapping)
    if not isinstance(mapping, Alloc) or mapping.kind != "dict" or depth > SPREADS:
        return None
    fields = run.state.heap.get(mapping, {})
    names: dict[str, None] = {}
    for other in fields.get(SPREAD, ()):
        if not isinstance(other, Absent):
            inner = _keys(run, other, depth + 1)
            if inner is None:
                return None
            names.update(dict.fromkeys(inner))
    for label, held in fields.items():
        name = name_of(label)
        if label not in (SPREAD, OBJECTS):
            if name is None or label != key(name) or ABSENT in held:
                return None
            names[name] = None
    return list(names)


def size_of(run: FunctionRun, value: Value) -> Value:
    """How many elements a value has, or which keys, as a constant; nothing where that is not known."""
    if all(isinstance(atom, Sym) for atom in value):
        symbols = [atom for atom in value if isinstance(atom, Sym)]
        return {} if any(_is_filled(run, one) for one in symbols) else {below(one, SIZE): None for one in symbols}
    known = known_elements(run, value)
    if known is None or len(known) > MOST:
        return {}
    if any(isinstance(atom, Alloc) and atom.kind == "dict" for atom in value):
        return {const(tuple(atom.value for one in known for atom in one if isinstance(atom, Const))): None}
    return {const(len(known)): None}


def _is_filled(run: FunctionRun, symbol: Sym) -> bool:
    """Whether elements were put here into what a caller has: what it tells of their number is over."""
    return any(is_element(label) for label in run.state.heap.get(symbol, ()))


def _step(run: FunctionRun, first: int, last: int) -> Iterate | None:
    """The instruction by which a loop takes its next element; None where it does not begin so."""
    for at in range(first, last):
        step = run.code[at]
        if isinstance(step, Iterate):
            return step if not step.asynchronous else None
    return None


class Turns:
    """What the turns of one loop left behind: memory where control goes out of it, and the values that were made."""

    def __init__(self, run: FunctionRun, first: int, last: int) -> None:
        self.run = run
        self.first = first
        self.last = last
        self.states: dict[int, list[State]] = {}
        self.values: list[Value] = [{}] * (last - first)
        self.dead: frozenset[int] | None = None

    def note(self, dead: frozenset[int]) -> None:
        """A turn is over; `dead`: the blocks of the loop that it did not come to."""
        made = self.run.values[self.first : self.last]
        self.values = [joined(pair) for pair in zip(self.values, made, strict=True)]
        self.dead = dead if self.dead is None else self.dead & dead

    def keep(self, place: int, state: State) -> None:
        """A turn left a block with this memory."""
        self.states.setdefault(place, []).append(state)

    def restore(self, first: int) -> None:
        """Behind the loop, from one instruction on, a value is what any of the turns made."""
        self.run.values[first : self.last] = self.values[first - self.first :]
