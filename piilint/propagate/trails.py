"""Where data goes from a line within its function, and where and why it goes no further."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from piilint.ir import instructions as ir
from piilint.ir.operands import operands
from piilint.propagate.atoms import Atom
from piilint.propagate.watch import Given, Look, Observed, Watch
from piilint.terms.grades import Mask
from piilint.terms.location import Place
from piilint.terms.specs import FoundSource
from piilint.terms.watched import Note

_STORES = (ir.StoreAttribute, ir.StoreItem, ir.StoreCell)
_COMPARING = frozenset({
    "lt", "le", "eq", "ne", "ge", "gt", "is_", "is_not", "contains", "not_contains", "not_", "match_args", "assert",
})  # fmt: skip


@dataclass(slots=True)
class Carried:
    """What each value of one look carries, by source: (data, how well it is hidden, what hides it)."""

    look: Look
    seen: Observed
    facts: dict[int, dict[int, list[Given]]] = field(default_factory=dict)
    sources: dict[int, FoundSource] = field(default_factory=dict)

    def has(self, at: int, source: int) -> bool:
        """Whether the value of an instruction carries data of a source."""
        return source in self.facts.get(at, {})

    def mask(self, at: int, source: int) -> tuple[Mask, str | None]:
        """How well the worst hidden of it is hidden there, and what does it."""
        worst = min((one.fact for one in self.facts[at][source]), key=lambda fact: (fact.mask.rank, fact.by or ""))
        return worst.mask, worst.by


def carried_in(watch: Watch, look: Look) -> Carried:
    """One look again, with the sources behind all that its values carry."""
    seen = watch.observe(look)
    atoms: dict[Atom, None] = {}
    for value in seen.carried.values():
        atoms.update(dict.fromkeys(value))
    given = watch.given(look, atoms)
    carried = Carried(look, seen)
    for at, value in seen.carried.items():
        for atom in value:
            for one in given.get(atom, ()):
                name = id(one.fact.source)
                carried.sources[name] = one.fact.source
                carried.facts.setdefault(at, {}).setdefault(name, []).append(one)
    return carried


@dataclass(slots=True)
class Way:
    """Data of one source from the line on: the instructions that it passes, where it is shown, and what ends it."""

    passed: set[int] = field(default_factory=set)
    masked: list[Note] = field(default_factory=list)
    stops: list[Note] = field(default_factory=list)
    returned: bool = False


class Follower:
    """Follows data through one function that was looked at again."""

    def __init__(self, watch: Watch, carried: Carried) -> None:
        self.watch = watch
        self.engine = watch.engine
        self.carried = carried
        self.function = carried.seen.run.function
        self.code = self.function.body.code
        self.users: dict[int, list[int]] = {}
        for at, instruction in enumerate(self.code):
            for value in dict.fromkeys(operands(instruction)):
                self.users.setdefault(value, []).append(at)
        run = carried.seen.run
        self.shown = {chain[0][1] if chain else key.instruction for key, chain in run.hits}
        self.shown |= {chain[0][1] if chain else key.instruction for key, _, chain in run.reports}

    def follow(self, source: int, here: Collection[int]) -> Way:
        """All ways of the source's data from some instructions on, and from what these read."""
        way = Way()
        pending = [at for at in here if self.carried.has(at, source)]
        for user in here:
            for at in operands(self.code[user]):
                if at not in here and self.carried.has(at, source):
                    pending += self._onward(at, user, source, way)
        while pending:
            at = pending.pop()
            if at in way.passed:
                continue
            way.passed.add(at)
            users = [user for user in self.users.get(at, ()) if user != at]
            if not users and at not in self.shown and not isinstance(self.code[at], ir.Return | ir.Yield | ir.Show):
                way.stops += self._unused(at)
            for user in users:
                pending += self._onward(at, user, source, way)
        return way

    def at(self, here: Iterable[int]) -> dict[int, list[Given]]:
        """What the values of some instructions carry, and what these read, by source."""
        found: dict[int, list[Given]] = {}
        for one in here:
            for at in (one, *operands(self.code[one])):
                for source, given in self.carried.facts.get(at, {}).items():
                    found.setdefault(source, []).extend(given)
        return found

    def came_back(self, source: int, here: Iterable[int]) -> Iterator[Note]:
        """The calls that gave the source's data to some instructions, or to what these read, but were given none."""
        calls = self.carried.seen.calls
        seen: set[int] = set()
        pending = list(here)
        while pending:
            at = pending.pop()
            if at in seen:
                continue
            seen.add(at)
            before = [one for one in operands(self.code[at]) if self.carried.has(one, source)]
            pending += before
            if not before and at in calls and self.carried.has(at, source):
                for name in sorted(self.engine.program.functions[one].name for one in calls[at]):
                    yield Note("given back", f"given back by {name}", self._place(at))

    def _onward(self, at: int, user: int, source: int, way: Way) -> list[int]:
        """Where it goes from a value by one that reads it; what ends it is noted."""
        instruction = self.code[user]
        if user in self.shown:
            way.passed.add(user)
        if isinstance(instruction, ir.Return | ir.Yield):
            way.passed.add(user)
            way.returned = True
            return []
        if self.carried.has(user, source):
            self._note_mask(at, user, source, way)
            return [user]
        if isinstance(instruction, _STORES):
            way.passed.add(user)
            target = instruction.cell if isinstance(instruction, ir.StoreCell) else instruction.object
            if target == at:
                return []
            return [one for one in self.users.get(target, ()) if one > user and self.carried.has(one, source)]
        if isinstance(instruction, ir.StoreName):
            way.passed.add(user)
            return []
        if user not in self.shown:
            way.stops += self._end(at, user)
        return []

    def _note_mask(self, at: int, user: int, source: int, way: Way) -> None:
        before, after = self.carried.mask(at, source), self.carried.mask(user, source)
        if after[0].rank > before[0].rank:
            by = f" by {after[1]}" if after[1] else ""
            way.masked.append(Note("masked", f"masked{by}: {_enough(after[0])}", self._place(user)))

    def _unused(self, at: int) -> Iterator[Note]:
        instruction = self.code[at]
        if isinstance(instruction, ir.Assign):
            again = [
                other
                for other in range(at + 1, len(self.code))
                if isinstance(one := self.code[other], ir.Assign) and one.name == instruction.name
            ]
            if again:
                place = self._place(again[0])
                words = f"`{instruction.name}` gets another value on line {place.line} before anything reads it"
                yield Note("overwritten", words, place)
            elif self.function.ir.kind not in ("module", "class"):
                yield Note("unused", f"nothing reads `{instruction.name}` after this", self._place(at))
        elif (self.function.id, at) in self.engine.unresolved:
            name = self.engine.written_name(self.function, at) or "what is called"
            words = (
                f"{name} is not known: it is not taken to show what it is given, and nothing is done with its result"
            )
            yield Note("unknown call", words, self._place(at))
        elif isinstance(instruction, ir.Call):
            yield Note("unused", "nothing is done with the result", self._place(at))

    def _end(self, at: int, user: int) -> Iterator[Note]:
        instruction, place = self.code[user], self._place(user)
        if isinstance(instruction, ir.Operate) and instruction.operator in _COMPARING:
            yield Note("compared", "only compared: what it is does not go on", place)
        elif isinstance(instruction, ir.Raise):
            yield Note("raised", "raised, and no handler of the program shows it", place)
        elif isinstance(instruction, ir.Call):
            yield self._end_in_call(at, user, instruction, place)
        elif isinstance(instruction, ir.LoadAttribute | ir.LoadItem) and self._is_about_all(at, instruction):
            return
        elif isinstance(instruction, ir.Operate):
            yield Note("dropped", f"the result of `{instruction.operator}` carries nothing of it", place)

    @staticmethod
    def _is_about_all(at: int, instruction: ir.LoadAttribute | ir.LoadItem) -> bool:
        """Whether another part of an object is read than the one that is personal."""
        return instruction.object == at

    def _end_in_call(self, at: int, user: int, call: ir.Call, place: Place) -> Note:
        name = self.engine.written_name(self.function, user) or "what is called"
        if (self.function.id, user) in self.engine.unresolved:
            if call.callee == at or not call.unused:
                return Note("unknown call", f"{name} is not known; its result, which it may be in, ends here", place)
            words = f"{name} is not known, and is not taken to show what it is given"
            return Note("unknown call", words, place)
        inside = [
            target
            for (target, _), readers in self.engine.readers().items()
            if self.carried.look in readers and self._is_named(target, name)
        ]
        if inside:
            target = self.engine.program.functions[min(inside)]
            words = f"{target.name} ({target.module.path}:{target.ir.line}) neither shows it nor gives it back"
            return Note("not passed on", words, place)
        return Note("not passed on", f"{name} gives nothing of it back", place)

    def _is_named(self, function: int, name: str) -> bool:
        owner = self.engine.program.functions[function]
        return owner.ir.name == name.rpartition(".")[2] or (
            owner.ir.name == "__init__" and owner.name.split(".")[-2:-1] == [name.rpartition(".")[2]]
        )

    def _place(self, at: int) -> Place:
        return self.engine.program.place(self.function.id, at)


def _enough(mask: Mask) -> str:
    return "well enough for most rules" if mask is Mask.ADEQUATE else "weakly, much of it can still be told"
