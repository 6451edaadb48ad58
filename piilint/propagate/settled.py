"""What taints come to at functions that nobody calls: there shared memory, declarations and names are all there is.

What a place of shared memory holds may lead to other places, and these back to the first. So places are nodes and "this
one carries what that one carries" are edges; what is reached is found once for each circle of places (its strongly
connected component, by Tarjan's algorithm, SIAM J. Comput. 1972), and is the same for all functions.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from piilint.propagate.atoms import EMPTY, Atom, Derived, Fact, Inst, Maybe, Sym, Value, derived, fact, is_of_library
from piilint.propagate.hops import Hop
from piilint.propagate.shared import bases_of, read_shared
from piilint.propagate.taints import apply_ops, carried
from piilint.terms.access_path import ANY

if TYPE_CHECKING:
    from piilint.propagate.engine import Engine

Ops = tuple[Any, ...]


@dataclass(slots=True)
class _Place:
    """A place of shared memory: what it holds itself, and which others it carries."""

    number: int
    lowest: int
    facts: Value
    edges: list[tuple[Derived, Ops, Hop | None]]
    left: Iterator[tuple[Derived, Ops, Hop | None]] = field(init=False)

    def __post_init__(self) -> None:
        self.left = iter(self.edges)


class Settled:
    """Answers for shared memory as it is when this is made: who changes it makes a new one."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._reached: dict[Derived, Value] = {}
        self._after: dict[Derived, Value] = {}
        self._of_parameters: dict[tuple[Any, ...], Value] = {}

    def of(self, function: int, taint: Atom) -> Value:
        """The facts that a taint of a function comes to, each with the hop by which it came into shared memory."""
        if isinstance(taint, Fact):
            return {taint: None}
        if isinstance(taint, Maybe):
            return self._of_guess(function, taint)
        if not isinstance(taint, Derived):
            return EMPTY
        if taint.sym.root[0] != "p":
            return self._applied(taint)
        bases = tuple(bases_of(self._engine, function, taint.sym))
        key = (bases, taint.sym.path, taint.deep, taint.without, taint.ops)
        known = self._of_parameters.get(key)
        if known is None:
            known = self._of_parameters[key] = self._of_parameter(function, taint)
        return known

    def _of_guess(self, function: int, taint: Maybe) -> Value:
        if self._is_known(function, taint):
            return EMPTY
        return apply_ops({fact(taint.source, taint.base): None}, taint.ops)

    def _of_parameter(self, function: int, taint: Derived) -> Value:
        facts, edges = self._held(function, taint)
        result = dict(facts)
        for to, ops, hop in edges:
            _take(result, self._reached_from(to), ops, hop)
        return apply_ops(result, taint.ops)

    def _applied(self, taint: Derived) -> Value:
        """What a taint comes to that is the same for all functions."""
        known = self._after.get(taint)
        if known is None:
            known = self._after[taint] = apply_ops(self._reached_from(_plain(taint)), taint.ops)
        return known

    def _held(self, function: int, taint: Derived) -> tuple[Value, list[tuple[Derived, Ops, Hop | None]]]:
        """The facts that lie where a taint points, and the places that what lies there carries."""
        symbol = taint.sym
        value = {atom: hop for atom, hop in read_shared(self._engine, function, symbol).items() if atom is not symbol}
        facts: Value = {}
        edges: list[tuple[Derived, Ops, Hop | None]] = []
        for atom, hop in carried(self._engine.shared, value, taint.deep, taint.without).items():
            if isinstance(atom, Fact):
                facts.setdefault(atom, hop)
            elif isinstance(atom, Maybe):
                for told in self._of_guess(function, atom):
                    facts.setdefault(told, hop)
            elif isinstance(atom, Derived) and atom.sym is not symbol:
                edges.append((_plain(atom), atom.ops, hop))
        return facts, edges

    # circles of places

    def _reached_from(self, start: Derived) -> Value:
        if start not in self._reached:
            self._reach(start)
        return self._reached[start]

    def _reach(self, start: Derived) -> None:
        """Finds what is reached from a place, and from all on the way there."""
        places: dict[Derived, _Place] = {start: self._place(start, 0)}
        way, open_ones = [start], [start]
        while way:
            here = places[way[-1]]
            for to, _, _ in here.left:
                if to in self._reached:
                    continue
                there = places.get(to)
                if there is None:
                    places[to] = self._place(to, len(places))
                    way.append(to)
                    open_ones.append(to)
                    break
                here.lowest = min(here.lowest, there.number)
            else:
                done = way.pop()
                if way:
                    above = places[way[-1]]
                    above.lowest = min(above.lowest, here.lowest)
                if here.lowest == here.number:
                    at = open_ones.index(done) if open_ones[-1] is not done else len(open_ones) - 1
                    self._close({one: places[one] for one in open_ones[at:]})
                    del open_ones[at:]

    def _place(self, taint: Derived, number: int) -> _Place:
        # the symbol is no parameter's, so that any function's look at it is as good
        return _Place(number, number, *self._held(-1, taint))

    def _close(self, circle: dict[Derived, _Place]) -> None:
        """What is reached from the places of a circle, of which all that it leads to is known."""
        changing = len(circle) > 1 and any(
            ops for place in circle.values() for to, ops, _ in place.edges if to in circle
        )
        common: Value = {}
        found: dict[Derived, Value] = {}
        for one, place in circle.items():
            mine = found[one] = {} if changing else common
            for atom, hop in place.facts.items():
                mine.setdefault(atom, hop)
            for to, ops, hop in place.edges:
                if to not in circle:
                    _take(mine, self._reached[to], ops, hop)
        while changing:
            changing = False
            for one, place in circle.items():
                before = len(found[one])
                for to, ops, hop in place.edges:
                    if to in circle:
                        _take(found[one], found[to], ops, hop)
                changing = changing or len(found[one]) > before
        self._reached.update(found)

    # guesses

    def _is_known(self, function: int, taint: Maybe) -> bool:
        """Whether shared memory tells what a guess is about, so that the guess is void."""
        if taint.base.root[0] not in ("m", "c", "d") or not taint.base.path:
            return False
        held = read_shared(self._engine, function, taint.base)
        return bool(held) and not any(self._leaves_open(atom, taint.label) for atom in held)

    def _leaves_open(self, atom: Atom, label: str) -> bool:
        """Whether a thing may have anything under a label: a table that was read from outside has any column."""
        if not is_of_library(atom):
            return atom.is_opaque or isinstance(atom, (Sym, Inst))
        fields = self._engine.shared.heap.get(atom, {})
        there = fields.get(label, fields.get(ANY)) if label else None
        return there is None or any(part.is_opaque for part in there)


def _plain(taint: Derived) -> Derived:
    return derived(taint.sym, taint.deep, (), taint.without) if taint.ops else taint


def _take(into: Value, value: Value, ops: Ops, hop: Hop | None) -> None:
    """Takes facts in; one that was made at no hop is told of by the one that leads to it."""
    for atom, before in (apply_ops(value, ops) if ops else value).items():
        if atom not in into:
            into[atom] = before if before is not None else hop
