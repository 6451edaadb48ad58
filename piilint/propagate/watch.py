"""Watching a line: the functions that it stands in are looked at once more, and so are those who call them.

The looks before have settled what each function does; these only see what each value carries on the way, and what
callers hand in, so that a parameter's data is told by its source and not as "whatever the caller has".
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from piilint.propagate.atoms import Atom, Derived, Fact, Maybe, Value
from piilint.propagate.engine import Engine
from piilint.propagate.entries import entries_of
from piilint.propagate.instantiate import Instantiation
from piilint.propagate.run import Context, FunctionRun
from piilint.propagate.settled import Settled
from piilint.propagate.taints import only_taints

MAX_CALLERS = 6
"""Callers of callers of ... that are asked what they hand in."""
MAX_LOOKS = 200
"""Looks at callers for one question."""

Look = tuple[int, Context]


@dataclass(slots=True)
class Observed:
    """One look again. `carried[i]` are the taints of the value that instruction i makes, with all that is inside;
    `calls[i]` the functions of the program that instruction i calls."""

    run: FunctionRun
    carried: dict[int, Value] = field(default_factory=dict)
    calls: dict[int, set[int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Given:
    """A fact that a symbol of the watched function stands for, and the call that handed it in, if one did."""

    fact: Fact
    caller: tuple[int, int] | None = None


class Watch:
    """Answers about one engine that has come to its end."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.entries = frozenset(entries_of(engine))
        self.settled = Settled(engine)
        self._looks = 0

    def looks_at(self, function: int) -> list[Look]:
        """The looks that were taken at a function; none where nothing asked for it."""
        return sorted((key for key in self.engine.summaries if key[0] == function), key=repr)

    def observe(self, look: Look) -> Observed:
        """The look taken again, with its eyes open."""
        run = FunctionRun(self.engine, self.engine.program.functions[look[0]], look[1])
        seen = Observed(run)

        def note(at: int, value: Value) -> None:
            here = only_taints(run.state.deep(value))
            if here:
                seen.carried[at] = {**seen.carried.get(at, {}), **here}

        def called(function: int, instantiation: Instantiation) -> None:
            if instantiation.run is run:
                seen.calls.setdefault(instantiation.at, set()).add(function)

        run.observer = note
        self.engine.on_call = called
        try:
            self._take(look, run)
        finally:
            self.engine.on_call = None
        return seen

    def _take(self, look: Look, run: FunctionRun) -> None:
        self.engine.depth.append(look)
        try:
            run.summary()
        finally:
            self.engine.depth.pop()

    def given(self, look: Look, atoms: Iterable[Atom]) -> dict[Atom, list[Given]]:
        """What each taint of a look comes to: itself where it is a fact, else what callers hand in or nobody does."""
        found: dict[Atom, list[Given]] = {atom: [] for atom in atoms}
        open_ones: list[Atom] = []
        for atom, here in found.items():
            if isinstance(atom, Fact):
                here.append(Given(atom))
            else:
                open_ones.append(atom)
        if not open_ones:
            return found
        if look[0] in self.entries:
            for atom in open_ones:
                found[atom] += [Given(one) for one in self.settled.of(look[0], atom) if isinstance(one, Fact)]
        for atom, facts in self._from_callers(look, open_ones, MAX_CALLERS, frozenset({look[0]})).items():
            found[atom] += facts
        return {atom: list(dict.fromkeys(facts)) for atom, facts in found.items()}

    def _from_callers(
        self, look: Look, atoms: Sequence[Atom], depth: int, below: frozenset[int]
    ) -> dict[Atom, list[Given]]:
        found: dict[Atom, list[Given]] = {atom: [] for atom in atoms}
        asked = [atom for atom in atoms if isinstance(atom, (Derived, Maybe))]
        if not depth or not asked:
            return found
        readers = {key for key, those in self.engine.readers().items() if key[0] == look[0] for key in those}
        for caller in sorted(readers, key=repr):
            if caller[0] in below or self._looks >= MAX_LOOKS or caller not in self.engine.summaries:
                continue
            self._looks += 1
            for atom, at, value in self._handed(caller, look[0], asked):
                facts = [one for one in value if isinstance(one, Fact)]
                rest = [one for one in value if isinstance(one, (Derived, Maybe))]
                if rest and caller[0] in self.entries:
                    facts += [one for part in rest for one in self.settled.of(caller[0], part) if isinstance(one, Fact)]
                if rest:
                    above = self._from_callers(caller, rest, depth - 1, below | {caller[0]})
                    facts += [one.fact for those in above.values() for one in those]
                found[atom] += [Given(one, (caller[0], at)) for one in dict.fromkeys(facts)]
        return found

    def _handed(self, caller: Look, callee: int, atoms: Sequence[Atom]) -> list[tuple[Atom, int, Value]]:
        """What the taints of a function are at each of a caller's calls of it."""
        run = FunctionRun(self.engine, self.engine.program.functions[caller[0]], caller[1])
        found: list[tuple[Atom, int, Value]] = []

        def note(function: int, instantiation: Instantiation) -> None:
            if function == callee and instantiation.run is run:
                found.extend((atom, instantiation.at, only_taints(instantiation.value({atom: None}))) for atom in atoms)

        self.engine.on_call = note
        try:
            self._take(caller, run)
        finally:
            self.engine.on_call = None
        return found
