"""Who uses a class that lists what it shows: whoever comes to that code sees what the class lists."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from piilint.ir.instructions import Call, LoadAttribute, LoadCell, Name
from piilint.ir.program import ClassRef, Function
from piilint.ir.variables import settled
from piilint.screens.callers import ENTERED, Callers, Chain
from piilint.screens.scene import Scene
from piilint.terms.pattern import PatternIndex
from piilint.terms.rulebook import Rulebook

MAX_DEPTH = 6


@dataclass(slots=True)
class Users:
    """Answers about the classes of one scene, each found out once."""

    scene: Scene
    callers: Callers
    listing: PatternIndex[bool]
    _ways: dict[int, tuple[Chain, ...]] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, scene: Scene, callers: Callers, rulebook: Rulebook) -> Users:
        """For one scene; the classes are those below a class that rules say shows what it lists."""
        listing = PatternIndex[bool]()
        for sink in rulebook.sink:
            for pattern in sink.match.patterns if sink.match.by == "subclass_of" else ():
                listing.add(pattern, True)
        return cls(scene, callers, listing)

    def ways(self, function: int) -> tuple[Chain, ...]:
        """The ways to what the body of a class lists: through the classes and functions that use the class, or none."""
        cls = self._outermost(self.scene.program.functions[function])
        if cls < 0 or not self._lists(cls):
            return ENTERED
        if cls not in self._ways:
            self._ways[cls] = tuple(dict.fromkeys(self._search(cls, (cls,)))) or ENTERED
        return self._ways[cls]

    def _search(self, cls: int, below: tuple[int, ...]) -> Iterator[Chain]:
        program = self.scene.program
        owner = program.classes[cls]
        for number in program.mentions.get(owner.ir.name, ()):
            function = program.functions[number]
            if not function.is_python or function.ir.kind == "module":
                continue
            if function.module.in_test_code and not owner.module.in_test_code:
                continue
            uses = [at for at, one in enumerate(function.body.code) if self._refers(function, at, one, cls)]
            if uses:
                yield from self._through(function, uses, below)
        for one in program.all_subclasses(cls):
            if one not in below and len(below) < MAX_DEPTH:
                yield from self._search(one, (*below, one))

    def _through(self, function: Function, uses: list[int], below: tuple[int, ...]) -> Iterator[Chain]:
        """The ways through one user; through a class that lists this one in turn, those to that class."""
        user = self._outermost(function) if function.ir.kind == "class" else function.cls
        if user >= 0 and self._lists(user):
            if user not in below and len(below) < MAX_DEPTH:
                yield from self._search(user, (*below, user))
            return
        code = function.body.code
        made = [at for at, one in enumerate(code) if isinstance(one, Call) and one.callee in uses]
        for way in ENTERED if function.ir.kind == "class" else self.callers.ways(function.id):
            for at in made or [-1]:
                yield (*way, (function.id, at))

    def _refers(self, function: Function, at: int, instruction: object, cls: int) -> bool:
        if not isinstance(instruction, Name | LoadAttribute | LoadCell):
            return False
        if instruction.name != self.scene.program.classes[cls].ir.name:
            return False
        return ClassRef(cls) in settled(self.scene.program, self.scene.names.references(function.id, at))

    def _lists(self, cls: int) -> bool:
        return any(True for name in self.scene.names.class_names(cls)[1:] for _ in self.listing.find(name))

    def _outermost(self, function: Function) -> int:
        """The class in whose body, or in a class within it, a body stands; -1 where it is none's."""
        program = self.scene.program
        while function.parent >= 0 and program.functions[function.parent].ir.kind == "class":
            function = program.functions[function.parent]
        return self.scene.class_of_body(function.id) if function.ir.kind == "class" else -1
