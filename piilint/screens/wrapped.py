"""Views that are wrapped where they are registered: `path("people", login_required(views.people))`.

What all places check that hand a function on, or what a class makes of itself (`View.as_view()`), holds for it. A place
that hands it on bare, or that calls it, leaves nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from piilint.ir.instructions import Assign, Call, LoadAttribute, MakeClass, MakeFunction, Value
from piilint.ir.program import ClassRef, Function, FunctionRef, Reference
from piilint.ir.variables import settled
from piilint.screens.checks import Check, in_both
from piilint.screens.decorators import Decorators
from piilint.screens.scene import Scene

MAX_MENTIONS = 60


@dataclass(slots=True)
class Wrapped:
    """Answers about the functions and classes of one scene, each found out once."""

    scene: Scene
    decorators: Decorators
    _found: dict[Reference, tuple[Check, ...]] = field(default_factory=dict, repr=False)

    def checks_of(self, function: Function, cls: int = -1) -> tuple[Check, ...]:
        """What is checked wherever the function, or the class that it is a method for, is handed on."""
        if not len(self.scene.checks.patterns("decorator")) or not function.is_python:
            return ()
        if cls >= 0:
            return self._of(ClassRef(cls), self.scene.program.classes[cls].ir.name)
        if function.ir.kind != "function":
            return ()
        return self._of(FunctionRef(function.id), function.ir.name)

    def _of(self, wanted: Reference, name: str) -> tuple[Check, ...]:
        if wanted not in self._found:
            self._found[wanted] = ()
            mentioning = self.scene.program.mentions.get(name, ())
            if len(mentioning) <= MAX_MENTIONS:
                found: list[Check] | None = None
                for one in mentioning:
                    for here in self._uses(one, wanted, name):
                        found = here if found is None else in_both(found, here)
                self._found[wanted] = tuple(found or ())
        return self._found[wanted]

    def _uses(self, function: int, wanted: Reference, name: str) -> Iterator[list[Check]]:
        """For each place in a function that takes hold of it the checks that it is wrapped in."""
        owner = self.scene.program.functions[function]
        if not owner.is_python or owner.module.in_test_code:
            return
        for at, instruction in enumerate(owner.body.code):
            named = getattr(instruction, "name", None)
            if named != name or (isinstance(instruction, Assign) and not self._is_definition(function, at)):
                continue
            if wanted in settled(self.scene.program, self.scene.names.references(function, at)):
                yield from self._from(function, at, isinstance(wanted, ClassRef))

    def _is_definition(self, function: int, at: Value) -> bool:
        """Whether a name is given to what is defined there: those who read it in the same body say no name."""
        made = self.scene.names.instruction(function, at)
        return isinstance(made, MakeFunction | MakeClass) or (isinstance(made, Call) and made.decorator)

    def _from(self, function: int, value: Value, is_class: bool) -> Iterator[list[Check]]:
        """Outwards from a value: each call that it is handed to may be a decorator."""
        code = self.scene.program.functions[function].body.code
        for at in self.scene.uses.of(function).readers.get(value, ()):
            instruction = code[at]
            if isinstance(instruction, Assign):
                yield from self._from(function, at, is_class)
            elif isinstance(instruction, LoadAttribute) and is_class:
                for call in self.scene.uses.of(function).readers.get(at, ()):
                    if isinstance(code[call], Call):
                        yield from self._from(function, call, False)
            elif isinstance(instruction, Call) and not instruction.decorator:
                if instruction.callee == value:
                    # an object of the class stands for it where it is handed on
                    yield from self._from(function, at, False) if is_class else [[]]
                    continue
                here = list(self.decorators.checks_of_value(function, instruction.callee))
                if not here:
                    yield []
                    continue
                outer = list(self._from(function, at, False))
                yield from ([*here, *more] for more in outer) if outer else [here]
            elif not is_class:
                yield []
