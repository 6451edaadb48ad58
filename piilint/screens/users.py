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
    lists: frozenset[str]
    """The last parts of the names of attributes by which classes say what they show, or leave out."""
    _ways: dict[int, tuple[Chain, ...]] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, scene: Scene, callers: Callers, rulebook: Rulebook) -> Users:
        """For one scene; the classes are those below a class that rules say shows what it lists."""
        listing = PatternIndex[bool]()
        lists: set[str] = set()
        for sink in rulebook.sink:
            if sink.match.by == "subclass_of":
                lists.add((sink.attribute or "").rpartition(".")[2])
                for pattern in sink.match.patterns:
                    listing.add(pattern, True)
        for record in rulebook.record:
            lists.update((path or "").rpartition(".")[2] for path in (record.fields_from, record.exclude_from))
        return cls(scene, callers, listing, frozenset(lists - {""}))

    def ways(self, function: int) -> tuple[Chain, ...]:
        """The ways to a function, or to the body of a class: to a class that lists what it shows, and to a method by
        which it makes that, through the classes and functions that use the class."""
        owner = self.scene.program.functions[function]
        is_body = owner.ir.kind == "class"
        cls = self._outermost(owner) if is_body else owner.cls
        called = ENTERED if is_body else self.callers.ways(function)
        if called != ENTERED or cls < 0 or not self._lists(cls):
            return called
        if function not in self._ways:
            found = self._search(cls, (cls,)) if self._has_still(cls, owner, cls) else ()
            below = (one for one in self.scene.program.all_subclasses(cls) if self._has_still(one, owner, cls))
            more = (way for one in below if one != cls for way in self._search(one, (cls, one)))
            self._ways[function] = tuple(dict.fromkeys((*found, *more))) or ENTERED
        return self._ways[function]

    def _has_still(self, cls: int, shown: Function, origin: int) -> bool:
        """Whether a class has what stands in a body or method of a base, and has not put another in its place."""
        program = self.scene.program
        if shown.ir.kind != "class":
            return program.method(cls, shown.ir.name) == shown.id
        inner = self.scene.class_of_body(shown.id)
        if inner == origin:
            return True
        name = program.classes[inner].ir.name
        for base in program.classes[cls].mro:
            nested = program.classes[base].nested.get(name) if isinstance(base, int) else None
            if nested is not None:
                order = program.classes[nested].mro
                return inner in order and not any(self._gives_lists(one) for one in order[: order.index(inner)])
        return True

    def _gives_lists(self, inner: int | str) -> bool:
        """Whether a class within a class says itself what is shown."""
        fields = self.scene.program.classes[inner].ir.fields if isinstance(inner, int) else ()
        return any(field.name in self.lists for field in fields)

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

    def _through(self, function: Function, uses: list[int], below: tuple[int, ...]) -> Iterator[Chain]:
        """The ways through one user; through a class that lists this one in turn, those to that class."""
        user = self._outermost(function) if function.ir.kind == "class" else function.cls
        if user >= 0 and self._lists(user):
            for one in self.scene.program.all_subclasses(user):
                if one not in below and len(below) < MAX_DEPTH:
                    yield from self._search(one, (*below, one))
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
