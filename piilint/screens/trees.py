"""Trees of objects that answer: a method under its name, what an attribute holds below the attribute's name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from piilint.ir.instructions import Constant, StoreAttribute, Value
from piilint.ir.program import ClassRef, Function, FunctionRef
from piilint.ir.variables import settled
from piilint.screens.decorators import Decoration, Decorators
from piilint.screens.route_calls import RouteCall, joined
from piilint.screens.scene import Scene
from piilint.screens.views import View
from piilint.terms.pattern import matches
from piilint.terms.registration_specs import RegistrationSpec

MAX_DEPTH = 6


@dataclass(slots=True)
class Trees:
    """Answers about one scene."""

    scene: Scene
    decorators: Decorators
    _assigned: dict[int, dict[tuple[str, int], None]] | None = field(default=None, repr=False)

    def views(self, one: RouteCall, value: Value) -> Iterator[tuple[View, str]]:
        """What answers below an object, with the address below that of the object."""
        for cls in self._classes(one.function, value):
            yield from self._below(one.spec, cls, "/", (cls,))

    def _below(
        self, spec: RegistrationSpec, cls: int, prefix: str, seen: tuple[int, ...]
    ) -> Iterator[tuple[View, str]]:
        if self._is_exposed(spec, cls):
            yield ClassRef(cls), prefix
        methods: dict[str, int] = {}
        for base in reversed(self._bases(cls)):
            methods.update(self.scene.program.classes[base].methods)
        for name, number in methods.items():
            function = self.scene.program.functions[number]
            for called in self._names(spec, function, name):
                yield FunctionRef(number), prefix if called in spec.index else joined(prefix, called)
        for name, inner in self._held(cls):
            if inner not in seen and len(seen) < MAX_DEPTH:
                yield from self._below(spec, inner, f"{joined(prefix, name)}/", (*seen, inner))

    def _is_exposed(self, spec: RegistrationSpec, cls: int) -> bool:
        """Whether the object itself answers, by methods that are named as those of requests."""
        if any(self._exposes(spec, decoration) for decoration in self.decorators.of_class(cls)):
            return True
        where = self.scene.words.attribute(cls, spec.exposed_attribute) if spec.exposed_attribute is not None else None
        return where is not None and self._is_true(*where)

    def _names(self, spec: RegistrationSpec, function: Function, name: str) -> Iterator[str]:
        """The names under which a method answers; none where nobody exposes it."""
        for decoration in self.decorators.of_function(function) if function.ir.decorators else ():
            if self._exposes(spec, decoration):
                yield name
                call = self.decorators.call_of(decoration)
                for value in call.arguments[:1] if call is not None else ():
                    words = self.scene.words.of_value(decoration.function, value)
                    yield from (word for word in words if isinstance(word, str))
                return
        if spec.exposed_attribute is not None and self._is_marked(function, spec.exposed_attribute):
            yield name

    def _exposes(self, spec: RegistrationSpec, decoration: Decoration) -> bool:
        names = self.decorators.names(decoration)
        return any(matches(pattern, name) for pattern in spec.exposed_by for name in names)

    def _is_marked(self, function: Function, attribute: str) -> bool:
        """Whether the code around a method sets an attribute of it: `page.exposed = True`."""
        if function.parent < 0:
            return False
        around = self.scene.program.functions[function.parent]
        for instruction in around.body.code:
            if isinstance(instruction, StoreAttribute) and instruction.name == attribute:
                meant = self.scene.names.references(around.id, instruction.object)
                if FunctionRef(function.id) in meant:
                    return self._is_true(around.id, instruction.value)
        return False

    def _is_true(self, function: int, value: Value) -> bool:
        written = self.scene.names.instruction(function, value)
        return isinstance(written, Constant) and written.value is True

    def _held(self, cls: int) -> Iterator[tuple[str, int]]:
        """(attribute, class) of the objects that an object of a class holds."""
        program = self.scene.program
        found: dict[tuple[str, int], None] = {}
        for base in self._bases(cls):
            owner = program.classes[base]
            for one in owner.ir.fields:
                if one.value >= 0:
                    home = owner.module.first_function + one.function
                    found.update(((one.name, inner), None) for inner in self._classes(home, one.value))
            found.update(self._given().get(base, {}))
        yield from found

    def _given(self) -> dict[int, dict[tuple[str, int], None]]:
        """What code elsewhere gives attributes of objects: `root.people = People()`."""
        if self._assigned is None:
            self._assigned = {}
            for function in self.scene.program.functions:
                for instruction in function.body.code if function.is_python else ():
                    if isinstance(instruction, StoreAttribute):
                        for inner in self._classes(function.id, instruction.value):
                            for owner in self._classes(function.id, instruction.object):
                                self._assigned.setdefault(owner, {})[instruction.name, inner] = None
        return self._assigned

    def _classes(self, function: int, value: Value) -> tuple[int, ...]:
        found = settled(self.scene.program, self.scene.names.references(function, value))
        return tuple(one.id for one in found if isinstance(one, ClassRef))

    def _bases(self, cls: int) -> list[int]:
        return [base for base in self.scene.program.classes[cls].mro if isinstance(base, int)]
