"""What a call hands over."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from piilint.propagate.atoms import ABSENT, Alloc, Atom, Const, Sym, Value
from piilint.propagate.hops import Hop
from piilint.propagate.memory import SPREAD, joined
from piilint.propagate.sizes import told_size
from piilint.terms.access_path import ANY, Label, key, position_of
from piilint.terms.flow import Verb

if TYPE_CHECKING:
    from piilint.propagate.run import FunctionRun


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the objects show of a class that a library's call made: names (None: what the class itself lists, or all),
    those left out, the classes whose objects they show, and what is called for each of their elements."""

    keep: tuple[str, ...] | None
    drop: tuple[str, ...] | None
    models: Value
    elements: Value


@dataclass(slots=True)
class Arguments:
    """What a call hands over. `rest`: elements of unknown number (`*xs`); `mappings`: spread mappings of any keys.

    `sequence`: what the first of those elements are read from by position, counted from after `positional` and
    `skipped`; `late`: those of the elements that may stand anywhere after it. `chosen`: of what is made by the call, as
    the call that made its class says.
    """

    positional: list[Value] = field(default_factory=list)
    keywords: dict[str, Value] = field(default_factory=dict)
    rest: Value = field(default_factory=dict)
    mappings: list[Value] = field(default_factory=list)
    unused: bool = False
    decorator: bool = False
    written: str = ""
    opaque: bool = False
    sequence: Value = field(default_factory=dict)
    late: Value = field(default_factory=dict)
    skipped: int = 0
    chosen: Chosen | None = None

    def without(self, names: Iterable[str]) -> Arguments:
        """The arguments but for those handed over by these names."""
        return replace(self, keywords={name: held for name, held in self.keywords.items() if name not in names})

    def all(self) -> list[Value]:
        """Every argument's value."""
        found = [*self.positional, *self.keywords.values()]
        if self.rest:
            found.append(self.rest)
        return [*found, *self.mappings]

    def with_first(self, value: Value) -> Arguments:
        """The arguments after a receiver."""
        return replace(self, positional=[value, *self.positional])

    def without_first(self) -> Arguments:
        """The arguments after the first positional one."""
        skipped = self.skipped if self.positional else self.skipped + 1
        return replace(self, positional=self.positional[1:], skipped=skipped)


def positions_of(run: FunctionRun, value: Value) -> list[Value] | None:
    """The elements of a known sequence, or of several of one length, in order; None where their number is not known."""
    found: list[Value] | None = None
    for atom in value:
        if atom.is_taint:
            continue
        one = _positions(run, atom)
        if one is None or (found is not None and len(found) != len(one)):
            return None
        found = one if found is None else [joined(pair) for pair in zip(found, one, strict=True)]
    return found


def _positions(run: FunctionRun, thing: Atom) -> list[Value] | None:
    if isinstance(thing, Sym):
        return _positions_told(run, thing)
    if not isinstance(thing, Alloc) or thing.kind not in ("list", "tuple", "object", "generator"):
        return None
    fields = run.state.heap.get(thing, {})
    if thing.kind == "object" and not (thing.cls >= 0 and run.engine.is_named_tuple(thing.cls)):
        return None
    if ANY in fields or SPREAD in fields:
        return None
    numbers = sorted(number for label in fields if (number := position_of(label)) is not None)
    if numbers != list(range(len(numbers))):
        return None
    found = [fields[key(number)] for number in numbers]
    # of what was added on one of several ways, nobody knows whether it is there
    return None if any(ABSENT in held for held in found) else found


def _positions_told(run: FunctionRun, symbol: Sym) -> list[Value] | None:
    """The elements of a sequence that is handed in and that nothing is added to here."""
    size = told_size(run, symbol)
    if not isinstance(size, int) or any(
        label == ANY or (position_of(label) or 0) >= size for label in run.state.heap.get(symbol, ())
    ):
        return None
    found = [run.state.read(symbol, key(number)) for number in range(size)]
    return None if any(ABSENT in held for held in found) else found


def tuple_key(run: FunctionRun, index: Value) -> Label | None:
    """The label of a key that is a tuple of constants; None for any other."""
    if len(index) != 1:
        return None
    thing = next(iter(index))
    known = _positions(run, thing) if isinstance(thing, Alloc) and thing.kind == "tuple" else None
    if not known:
        return None
    atoms = [next(iter(held)) for held in known if len(held) == 1]
    constants = tuple(atom.value for atom in atoms if isinstance(atom, Const))
    return key(constants) if len(constants) == len(known) else None


def moved_by_call(value: Value, run: FunctionRun, at: int, unresolved: bool) -> Value:
    """The value after passing through a call without a body."""
    return {
        atom: Hop(hop, Verb.CALL, run.id, at, "", None, unresolved) if atom.is_taint or isinstance(atom, Sym) else hop
        for atom, hop in value.items()
    }
