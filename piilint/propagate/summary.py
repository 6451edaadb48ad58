"""Summaries: what calling a function does, in terms of its ports.

A summary knows no caller. It holds what the function returns, yields and raises, what it changes of the objects that
its ports refer to, and which taints of its ports reach sinks. Objects that the function made and hands out are in
`heap`, named by the path on which they leave, so that a second look at the function names them alike.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from piilint.propagate.atoms import (
    EMPTY,
    OPAQUE,
    Alloc,
    Atom,
    Derived,
    ExtInst,
    Fact,
    Maybe,
    Sym,
    Value,
    alloc,
)
from piilint.propagate.hops import Hop
from piilint.propagate.meetings import join_states
from piilint.propagate.memory import SELF, Fields, State, is_element, joined
from piilint.terms.access_path import ANY, Label, Path, position_of

MAX_EXPORT_DEPTH = 5
MAX_EXPORTED = 64
MANY_OBJECTS = 64
"""Objects past the bound, from which on it is looked for those that refer to each other: they carry the same."""
MAX_RAISES = 12
"""Places that raise whose memory is kept."""

CALLED, KEY, NAMED, TABLE, DECIDES, KIND, COUNTED = 1, 2, 4, 8, 16, 32, 64
"""Why a function asks what a symbol is: it is called, it is a key, it names a template or an attribute, something is
chosen from it, which is another thing for a table than for a list, a branch is taken by which constant it is, it is
copied or grown, which is another thing for a list than for a text, or it is gone through element by element."""

CLASS = "<class>"
"""The label under which an exception of a library keeps its class."""

SHOWN = "<shown>"
"""The kind of a template's sinks until the call that renders it says what it is."""


@dataclass(frozen=True, slots=True)
class SinkKey:
    """One sink: where it stands, its kind, and how a reader names it."""

    function: int
    instruction: int
    kind: str
    callee: str
    slot: str
    screen: str


Chain = tuple[tuple[int, int], ...]
"""Call sites (function, instruction), outermost first, that lead from a function down to a sink."""

MAX_CHAINS = 4
"""Ways to one sink that are kept apart in one function: who guards them may differ."""


@dataclass(frozen=True, slots=True)
class Effect:
    """A field of a port's object that the function writes."""

    target: Sym
    label: Label
    strong: bool


@dataclass(slots=True)
class Summary:
    """What calling a function does. `wanted`: the symbols whose identity would tell more (callees, keys); `asks`:
    personal data is handed to one of them; `keyed`: it moves something from key to key."""

    returns: Value = field(default_factory=dict)
    yields: Value = field(default_factory=dict)
    raises: Value = field(default_factory=dict)
    effects: dict[Effect, Value] = field(default_factory=dict)
    heap: dict[Atom, Fields] = field(default_factory=dict)
    hits: dict[tuple[SinkKey, Chain], Value] = field(default_factory=dict)
    wanted: dict[Sym, int] = field(default_factory=dict)
    never_returns: bool = False
    asks: bool = False
    keyed: bool = False

    @property
    def outward(self) -> bool:
        """Whether callers matter: personal data comes back to them, or what they are decides what is personal here.

        What only passes through, or is shown if a caller hands it in, is asked for by callers that have something.
        """
        return self.asks or any(isinstance(atom, (Fact, Maybe)) for value in self._outputs() for atom in value)

    @property
    def wants_keys(self) -> bool:
        """Whether it asks for constants."""
        return any(why & KEY for why in self.wanted.values())

    @property
    def keys_matter(self) -> bool:
        """Whether something is read or written under a key that only the caller knows."""
        if self.keyed:
            return True
        if any(effect.label == ANY or ANY in effect.target.path for effect in self.effects):
            return True
        return any(ANY in _path_of(atom) for value in self._outputs() for atom in value)

    def _outputs(self) -> Iterator[Value]:
        yield from (self.returns, self.yields, self.raises)
        yield from self.effects.values()
        yield from self.hits.values()
        for fields in self.heap.values():
            yield from fields.values()

    def same_as(self, other: Summary) -> bool:
        """Whether two summaries say the same, apart from how data came there."""
        return (
            self.returns.keys() == other.returns.keys()
            and self.yields.keys() == other.yields.keys()
            and self.raises.keys() == other.raises.keys()
            and self.wanted.keys() == other.wanted.keys()
            and self.never_returns == other.never_returns
            and self.keyed == other.keyed
            and self.effects.keys() == other.effects.keys()
            and all(value.keys() == other.effects[key].keys() for key, value in self.effects.items())
            and self.hits.keys() == other.hits.keys()
            and all(taints.keys() == other.hits[key].keys() for key, taints in self.hits.items())
            and self.heap.keys() == other.heap.keys()
            and all(_same_fields(fields, other.heap[thing]) for thing, fields in self.heap.items())
        )


def _same_fields(one: Fields, other: Fields) -> bool:
    return one.keys() == other.keys() and all(value.keys() == other[label].keys() for label, value in one.items())


def _path_of(atom: Atom) -> Path:
    if isinstance(atom, Sym):
        return atom.path
    if isinstance(atom, Derived):
        return atom.sym.path
    return atom.base.path if isinstance(atom, Maybe) else ()


def depth_of(way: Path) -> int:
    """How deep a way leads; what a closure captured is no deeper than the closure."""
    deep = len(way)
    return deep if deep <= 2 else deep - 2 * sum(label[:1] == "<" for label in way)


class Exporter:
    """Names the objects that leave a function by the path on which they leave, and copies what they hold."""

    def __init__(self, function: int, state: State) -> None:
        self.function = function
        self.state = state
        self.heap: dict[Atom, Fields] = {}
        self._names: dict[Alloc, Alloc] = {}
        self._flat: dict[Atom, Value] = {}

    def value(self, value: Value, way: tuple[str, ...]) -> Value:
        """The value as callers see it."""
        if not any(isinstance(atom, Alloc) or (type(atom) is ExtInst and atom in self.state.heap) for atom in value):
            return value
        result: Value = {}
        kinds: dict[tuple[str, int, int], int] = {}
        for atom, hop in value.items():
            if not isinstance(atom, Alloc):
                result[atom] = hop
                if type(atom) is ExtInst and (fields := self.state.heap.get(atom)):
                    self._contents(fields, way, result)
                continue
            kind = (atom.kind, atom.cls, atom.function)
            number = kinds[kind] = kinds.get(kind, -1) + 1
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
        if not held or len(way) > MAX_EXPORT_DEPTH or len(self._names) >= MAX_EXPORTED:
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
        if depth_of(way) - (way[0] == "x") > MAX_EXPORT_DEPTH or len(self._names) >= MAX_EXPORTED:
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
        if not isinstance(thing, Sym):
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
    function: int, returns: Value, yields: Value, raises: Value, exit_state: State, raise_states: list[State]
) -> Summary:
    """The summary of a function from the memory at its exits."""
    exporter = Exporter(function, exit_state)
    summary = Summary()
    summary.returns = exporter.value(returns, ("return",))
    summary.yields = exporter.value(yields, ("yield",))
    for thing, fields in exit_state.heap.items():
        if not isinstance(thing, Sym):
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
    if raise_states:
        raising = join_states(raise_states[-MAX_RAISES:])
        thrown = Exporter(function, raising)
        if raises:
            summary.raises = thrown.exceptions(raises)
        _add_effects(summary, thrown, exit_state)
        summary.heap = {**thrown.heap, **exporter.heap}
    return summary
