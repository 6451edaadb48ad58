"""What leaves a function: its summary, from the memory at its exits.

Objects that leave are named by the path on which they do. What leaves is bounded: objects lose their shape where they
lie deep, or where there are many of them, and a summary that would hold very much keeps less of what lies deep.
"""

from __future__ import annotations

from dataclasses import replace

from piilint.propagate.atoms import (
    BOUND_SELF,
    EMPTY,
    OPAQUE,
    Alloc,
    Atom,
    Bound,
    Derived,
    ExtInst,
    Member,
    Sym,
    Value,
    alloc,
    bound_to,
    derived,
    sym,
)
from piilint.propagate.hops import Hop
from piilint.propagate.meetings import join_states
from piilint.propagate.memory import SELF, Fields, State, is_element, joined
from piilint.propagate.narrowing import NAMESPACES
from piilint.propagate.pending import Pending
from piilint.propagate.summary import CLASS, MAX_RAISES, Chain, Effect, Summary, depth_of
from piilint.propagate.thinning import thinned
from piilint.terms.access_path import ANY, position_of

EXPORT_DEPTHS, MAX_RAISED_DEPTH = (5, 3, 2), 4
"""How deep objects that leave keep their shape. An exception's name is a step of its own."""
MAX_WEIGHT = 800
"""Atoms of a summary from which on less is kept of what lies deep: objects lose their shape earlier, and what is
written deep inside of what was handed in is left out (fewer flows)."""
MAX_TAINTS_OF_HEAVY = 12
"""Taints of one value of a summary that is past `MAX_WEIGHT` however little of its shape is kept (fewer flows)."""
MAX_EXPORTED = 64
MANY_OBJECTS = 64
"""Objects past the bound, from which on it is looked for those that refer to each other: they carry the same."""
MAX_ALIKE = 3
"""Objects of one class in one value that callers can tell apart; further ones are one with the last."""
FEW = 3
"""Atoms of a value that is not worth thinning."""


class Exporter:
    """Names the objects that leave a function by the path on which they leave, and copies what they hold."""

    def __init__(self, function: int, state: State, deepest: int) -> None:
        self.function = function
        self.state = state
        self.deepest = deepest
        self.is_short = deepest < EXPORT_DEPTHS[0]
        self.heap: dict[Atom, Fields] = {}
        self._names: dict[Alloc, Alloc] = {}
        self._flat: dict[Atom, Value] = {}

    def leaves_out(self, thing: Sym) -> bool:
        """Whether what is written into a part of what was handed in is not told."""
        return self.is_short and depth_of(thing.path) >= self.deepest

    def value(self, value: Value, way: tuple[str, ...]) -> Value:
        """The value as callers see it."""
        if self.is_short and len(value) > FEW:
            value = coarser(value, self.deepest - 1)
            if self.deepest == EXPORT_DEPTHS[-1]:
                value = _fewer(value)
        if len(value) > FEW:
            value = thinned(value)
        if not any(
            isinstance(atom, Alloc) or _made_receiver(atom) or (type(atom) is ExtInst and atom in self.state.heap)
            for atom in value
        ):
            return value
        result: Value = {}
        kinds: dict[tuple[str, int, int], int] = {}
        for atom, hop in value.items():
            receiver = _made_receiver(atom)
            if receiver is not None and isinstance(atom, (Bound, Member)):
                # a method goes with the object that it is a method of
                made = self._object(receiver, (*way, BOUND_SELF))
                result[atom if made is None else bound_to(atom, made)] = hop
                continue
            if not isinstance(atom, Alloc):
                result[atom] = hop
                if type(atom) is ExtInst and (fields := self.state.heap.get(atom)):
                    self._contents(fields, way, result)
                continue
            kind = (atom.kind, atom.cls, atom.function)
            number = kinds[kind] = min(kinds.get(kind, -1) + 1, MAX_ALIKE - 1)
            exported = self._object(atom, (*way, f"{number}") if number else way)
            if exported is None:
                # past the bound: what it carries, without its shape
                for taint, before in self._carried(atom, hop).items():
                    result.setdefault(taint, before)
                result.setdefault(OPAQUE, hop)
            else:
                result.setdefault(exported, hop)
        return result

    def _carried(self, atom: Alloc, hop: Hop | None) -> Value:
        """What an object carries with all inside. Of very many that refer to each other, each carries what one does."""
        known = self._flat.get(atom)
        if known is None:
            reached: set[Atom] = set()
            known = self.state.deep({atom: hop}, reached=reached)
            self._flat.update(
                dict.fromkeys(self._back_to(atom, reached) if len(reached) > MANY_OBJECTS else (atom,), known)
            )
        return known

    def _back_to(self, atom: Alloc, reached: set[Atom]) -> set[Atom]:
        """Of what is reached from an object, that from which it is reached: all of these carry the same."""
        holders: dict[Atom, list[Atom]] = {}
        for one in reached:
            for held in self.state.heap.get(one, {}).values():
                for part in held:
                    if part in reached:
                        holders.setdefault(part, []).append(one)
        found: set[Atom] = {atom}
        stack: list[Atom] = [atom]
        while stack:
            for one in holders.get(stack.pop(), ()):
                if one not in found:
                    found.add(one)
                    stack.append(one)
        return found

    def _contents(self, fields: Fields, way: tuple[str, ...], result: Value) -> None:
        """Beside a library's object that stays what it is: what was put into it, for whoever goes through it."""
        for taint, hop in fields.get(SELF, EMPTY).items():
            result.setdefault(taint, hop)
        held = {label: value for label, value in fields.items() if is_element(label) and value}
        if not held or len(way) > self.deepest or len(self._names) >= MAX_EXPORTED:
            return
        kind = "dict" if any(label != ANY and position_of(label) is None for label in held) else "list"
        named = alloc(("out", self.function, (*way, "contents")), kind)
        inside = {label: self.value(value, (*way, "contents", label)) for label, value in held.items()}
        there = self.heap.get(named)
        self.heap[named] = inside if there is None else _united(there, inside)
        result.setdefault(named, None)

    def _object(self, atom: Alloc, way: tuple[str, ...]) -> Alloc | None:
        known = self._names.get(atom)
        if known is not None:
            return known
        # the name that a closure captured is no step
        if depth_of(way) - (way[0] == "x") > self.deepest or len(self._names) >= MAX_EXPORTED:
            return None
        named = alloc(("out", self.function, way), atom.kind, atom.cls, atom.function)
        self._names[atom] = named
        fields = self.state.heap.get(atom)
        if fields:
            exported = {label: self.value(held, (*way, label)) for label, held in fields.items()}
            there = self.heap.get(named)
            self.heap[named] = exported if there is None else _united(there, exported)
        return named

    def exceptions(self, value: Value) -> Value:
        """What a function raises: of each class one exception, which stands for all."""
        result: Value = {}
        for atom, hop in value.items():
            way = ("raise", *sorted(map(repr, self.state.heap.get(atom, {}).get(CLASS, ()))))
            for one, before in self.value({atom: hop}, way).items():
                result.setdefault(one, before)
        return result


def _united(one: Fields, other: Fields) -> Fields:
    return {label: joined((one.get(label, EMPTY), other.get(label, EMPTY))) for label in (*one, *other)}


def _add_effects(summary: Summary, thrown: Exporter, exit_state: State) -> None:
    """What was written before an exception is there for whoever catches it, unless all other ways write it, too."""
    for thing, fields in thrown.state.heap.items():
        if not isinstance(thing, Sym) or thrown.leaves_out(thing):
            continue
        known = exit_state.heap.get(thing, {})
        for label, value in fields.items():
            untouched = State.missing(thing, label) if label != SELF else EMPTY
            held = known.get(label)
            if value.keys() == untouched.keys() or (held is not None and not any(atom in held for atom in untouched)):
                continue
            fresh = {atom: hop for atom, hop in value.items() if atom not in untouched and atom not in (held or ())}
            if fresh:
                effect = Effect(thing, label, False)
                way = ("raise", *(str(part) for part in thing.root), *thing.path, label)
                summary.effects[effect] = joined((summary.effects.get(effect, EMPTY), thrown.value(fresh, way)))


def export(
    function: int,
    returns: Value,
    yields: Value,
    raises: Value,
    exit_state: State,
    raise_states: list[State],
    pending: dict[Chain, Pending],
) -> Summary:
    """The summary of a function from the memory at its exits."""
    raising = join_states(raise_states[-MAX_RAISES:]) if raise_states else None
    for deepest in EXPORT_DEPTHS:
        summary = _exported(Exporter(function, exit_state, deepest), returns, yields, pending)
        if raising is not None:
            _add_raised(summary, Exporter(function, raising, min(deepest, MAX_RAISED_DEPTH)), raises, exit_state)
        if sum(map(len, summary.outputs())) <= MAX_WEIGHT:
            break
    return summary


def _exported(exporter: Exporter, returns: Value, yields: Value, pending: dict[Chain, Pending]) -> Summary:
    """What leaves a function that returns."""
    summary = Summary()
    summary.returns = exporter.value(returns, ("return",))
    summary.yields = exporter.value(yields, ("yield",))
    for sites, call in pending.items():
        label = "/".join(f"{inside}:{at}" for inside, at in sites)
        summary.pending[sites] = replace(call, context=exporter.value(call.context, ("pending", label)))
    for thing, fields in exporter.state.heap.items():
        if not isinstance(thing, Sym) or exporter.leaves_out(thing):
            continue
        for label, value in fields.items():
            untouched = State.missing(thing, label) if label != SELF else EMPTY
            if value.keys() == untouched.keys():
                continue
            strong = not any(atom in value for atom in untouched)
            way = (*(str(part) for part in thing.root), *thing.path, label)
            summary.effects[Effect(thing, label, strong)] = exporter.value(
                {atom: hop for atom, hop in value.items() if atom not in untouched}, way
            )
    summary.heap = exporter.heap
    return summary


def _add_raised(summary: Summary, thrown: Exporter, raises: Value, exit_state: State) -> None:
    """What leaves a function that raises."""
    if raises:
        summary.raises = thrown.exceptions(raises)
    _add_effects(summary, thrown, exit_state)
    summary.heap = {**thrown.heap, **summary.heap}


def _made_receiver(atom: Atom) -> Alloc | None:
    """The object of a method, where the function made it."""
    return atom.receiver if isinstance(atom, (Bound, Member)) and isinstance(atom.receiver, Alloc) else None


def _fewer(value: Value) -> Value:
    """The value with as many taints as a summary may hold that is still too heavy: what is surely personal first."""
    if sum(atom.is_taint for atom in value) <= MAX_TAINTS_OF_HEAVY:
        return value
    taints = [atom for atom in value if atom.is_taint]
    taints.sort(key=lambda atom: isinstance(atom, Derived) + (isinstance(atom, Derived) and _is_of_all(atom)))
    kept = set(taints[:MAX_TAINTS_OF_HEAVY])
    return {atom: hop for atom, hop in value.items() if not atom.is_taint or atom in kept}


def _is_of_all(taint: Derived) -> bool:
    """Whether it is of memory that all functions share, not of what a caller hands in."""
    return taint.sym.root[0] in NAMESPACES


def coarser(value: Value, depth: int) -> Value:
    """A value that carries what whole parts of ports carry, where it would be parts of these parts."""
    result: Value = {}
    for atom, hop in value.items():
        if isinstance(atom, Derived) and len(atom.sym.path) > depth and atom.sym.root[0] not in NAMESPACES:
            result.setdefault(derived(sym(atom.sym.root, atom.sym.path[:depth]), True, atom.ops), hop)
        else:
            result.setdefault(atom, hop)
    return result
