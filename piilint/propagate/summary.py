"""Summaries: what calling a function does, in terms of its ports.

A summary knows no caller. It holds what the function returns, yields and raises, what it changes of the objects that
its ports refer to, and which taints of its ports reach sinks. Objects that the function made and hands out are in
`heap`, named by the path on which they leave, so that a second look at the function names them alike.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from piilint.propagate.atoms import Atom, Derived, Fact, Maybe, Sym, Value
from piilint.propagate.memory import ITER, Fields
from piilint.propagate.pending import Pending
from piilint.terms.access_path import ANY, Label, Path

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


@dataclass
class Summary:
    """What calling a function does. `wanted`: the symbols whose identity would tell more (callees, keys); `asks`:
    personal data is handed to one of them; `keyed`: it moves something from key to key."""

    returns: Value = field(default_factory=dict)
    yields: Value = field(default_factory=dict)
    raises: Value = field(default_factory=dict)
    effects: dict[Effect, Value] = field(default_factory=dict)
    heap: dict[Atom, Fields] = field(default_factory=dict)
    hits: dict[tuple[SinkKey, Chain], Value] = field(default_factory=dict)
    pending: dict[Chain, Pending] = field(default_factory=dict)
    wanted: dict[Sym, int] = field(default_factory=dict)
    never_returns: bool = False
    asks: bool = False
    keyed: bool = False

    @cached_property
    def weight(self) -> int:
        """How many atoms it hands out: what applying it costs."""
        return sum(map(len, self.outputs()))

    @property
    def outward(self) -> bool:
        """Whether callers matter: personal data comes back to them, or what they are decides what is personal here.

        What only passes through, or is shown if a caller hands it in, is asked for by callers that have something.
        """
        return self.asks or any(isinstance(atom, (Fact, Maybe)) for value in self.outputs() for atom in value)

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
        return any(ANY in _path_of(atom) for value in self.outputs() for atom in value)

    def outputs(self) -> Iterator[Value]:
        """All values that leave it."""
        yield from (self.returns, self.yields, self.raises)
        yield from self.effects.values()
        yield from self.hits.values()
        for call in self.pending.values():
            yield from call.values()
        for fields in self.heap.values():
            yield from fields.values()

    def same_as(self, other: Summary) -> bool:
        """Whether two summaries say the same, apart from how data came there."""
        return self.wanted.keys() == other.wanted.keys() and self.does_as(other)

    def does_as(self, other: Summary) -> bool:
        """Whether two summaries say the same of what calls do, whatever each would like to know."""
        return (
            self.weight == other.weight
            and self.returns.keys() == other.returns.keys()
            and self.yields.keys() == other.yields.keys()
            and self.raises.keys() == other.raises.keys()
            and self.never_returns == other.never_returns
            and self.keyed == other.keyed
            and self.effects.keys() == other.effects.keys()
            and all(value.keys() == other.effects[key].keys() for key, value in self.effects.items())
            and self.hits.keys() == other.hits.keys()
            and all(taints.keys() == other.hits[key].keys() for key, taints in self.hits.items())
            and self.pending.keys() == other.pending.keys()
            and all(call.same_as(other.pending[way]) for way, call in self.pending.items())
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


def depth_within(way: Path) -> int:
    """How deep a way leads where a container's element is as deep as the container.

    `for handler in self.handlers[topic]: handler.function(x)` is as deep as `self.handlers[topic].function(x)`.
    """
    within = way[:-1] if way and way[-1][:1] == "[" else way
    return depth_of(tuple(label for label in within if label not in (ANY, ITER)))
