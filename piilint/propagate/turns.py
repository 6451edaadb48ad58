"""Loops over sequences that are known: each turn is looked at for itself, with its own element.

`for name, value in (("phone", phone), ("plan", plan)): record[name] = value` puts each value under its own name. A turn
starts with what the turn before it left; what it makes is another object than what the next turn makes at the same
place; tests of what differs from turn to turn are decided in each. Behind the loop stands what the last turn left,
where it ended by itself, and what each turn left where control went out of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from piilint.ir.instructions import Iterate
from piilint.propagate.arguments import positions_of
from piilint.propagate.atoms import ABSENT, Alloc, Value, const
from piilint.propagate.memory import SPREAD, State, joined
from piilint.terms.access_path import ANY, KEYS, key, name_of

if TYPE_CHECKING:
    from piilint.propagate.run import FunctionRun

MOST_TURNS = 8
"""Elements of a sequence that is gone through element by element; of longer ones some element is looked at."""
LONGEST = 80
"""Instructions of a loop whose turns are looked at one by one."""
MOST_LOOKED_AT = 240
"""Instructions that all turns of one loop may have, with those of the loops around it."""
FACTORY = "<factory>"


def elements_in_turn(run: FunctionRun, first: int, last: int, around: int) -> list[Value] | None:
    """The elements that the loop between two instructions, which begins by taking one, goes through.

    None where they are not known, or are too many for so long a loop; `around`: turns of the loops around this one.
    """
    step = _step(run, first, last)
    if step is None or last - first > LONGEST:
        return None
    found = known_elements(run, run.values[step.value])
    if (
        not found
        or len(found) > MOST_TURNS
        or (len(found) * around > 1 and len(found) * around * (last - first) > MOST_LOOKED_AT)
    ):
        return None
    return found


def known_elements(run: FunctionRun, value: Value) -> list[Value] | None:
    """What going through a value gives, in order: the elements of known sequences, the keys of a known mapping."""
    if any(atom.is_taint for atom in value):
        return None
    known = positions_of(run, value)
    if known is not None or len(value) != 1:
        return known
    mapping = next(iter(value))
    if not isinstance(mapping, Alloc) or mapping.kind != "dict":
        return None
    fields = run.state.heap.get(mapping, {})
    names: list[Value] = []
    for label, held in fields.items():
        name = name_of(label)
        if name is None or label != key(name) or ABSENT in held:
            return None
        names.append({const(name): None})
    return names if not {ANY, KEYS, SPREAD, FACTORY} & fields.keys() else None


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
