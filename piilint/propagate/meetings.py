"""The memory where ways meet, and whether one memory holds more than another."""

from __future__ import annotations

from piilint.propagate.atoms import Alloc, Atom, Sym
from piilint.propagate.memory import Fields, State, joined


def join_states(states: list[State]) -> State:
    """The memory where ways meet: a field written on one way only may be absent, or still be the caller's."""
    if len(states) == 1:
        return states[0].copy()
    first, *others = states
    for state in states:
        state.owned = set()
    heap = dict(first.heap)
    for state in others:
        theirs = state.heap
        for thing, fields in theirs.items():
            mine = heap.get(thing)
            if mine is fields:
                continue
            if mine is None:
                heap[thing] = _with_missing(thing, fields) if isinstance(thing, Sym) else fields
            else:
                heap[thing] = _join_fields(thing, mine, fields)
        if len(heap) > len(theirs):
            for thing in [thing for thing in heap if thing not in theirs and isinstance(thing, Sym)]:
                heap[thing] = _with_missing(thing, heap[thing])
    return State(heap, first.names)


def _with_missing(thing: Sym, fields: Fields) -> Fields:
    return {label: joined((value, State.missing(thing, label))) for label, value in fields.items()}


def _join_fields(thing: Atom, one: Fields, other: Fields) -> Fields:
    # where nothing is new the fields stay the same object, so that later joins see at once that nothing changed
    result = one
    for label, theirs in other.items():
        mine = one.get(label)
        if mine is theirs:
            continue
        both = joined((State.missing(thing, label) if mine is None else mine, theirs))
        if both is not mine:
            if result is one:
                result = dict(one)
            result[label] = both
    if len(result) > len(other):
        for label, mine in one.items():
            if label not in other:
                both = joined((mine, State.missing(thing, label)))
                if both is not mine:
                    if result is one:
                        result = dict(one)
                    result[label] = both
    return result


def holds_more(state: State, before: State) -> bool:
    """Whether a later memory holds what an earlier one does not, beside objects that were made in between."""
    for thing, fields in state.heap.items():
        held = before.heap.get(thing)
        if held is fields or (held is None and isinstance(thing, Alloc)):
            continue
        for label, value in fields.items():
            old = held.get(label) if held is not None else None
            if old is value:
                continue
            if old is None:
                old = State.missing(thing, label)
            if any(atom not in old for atom in value):
                return True
    return False
