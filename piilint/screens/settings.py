"""What lists in a project's settings check before each request: middleware, and permissions where a view names none.

A `setting` entry names the variable, and after a dot the key in it; its `value` is what the list must hold, or its
`predicate` the method of a class of the program that stands there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from piilint.ir.instructions import Build, Constant, Value
from piilint.ir.program import ClassRef, Function, VariableRef
from piilint.ir.variables import assigned_value
from piilint.screens.asked import required, stands_for
from piilint.screens.checks import Check, check, nowhere
from piilint.screens.decorators import Decorators
from piilint.screens.hooks import Hooks
from piilint.screens.scene import Scene
from piilint.terms.guard_specs import GuardSpec
from piilint.terms.pattern import matches

Found = tuple[GuardSpec, tuple[Check, ...]]


@dataclass(slots=True)
class Settings:
    """Answers about one scene."""

    scene: Scene
    decorators: Decorators
    hooks: Hooks
    _found: tuple[Found, ...] | None = field(default=None, repr=False)

    def checks_of(self, function: Function, cls: int) -> Iterator[Check]:
        """What the settings check before a view; `cls` is its class or -1."""
        if not self.scene.checks.settings or not function.is_python:
            return
        if self._found is None:
            self._found = tuple(self._of_settings())
        for spec, checks in self._found:
            if self._holds_for(spec, function, cls) and not self._says_itself(spec, function, cls):
                yield from checks

    def _of_settings(self) -> Iterator[Found]:
        for spec in self.scene.checks.settings:
            checks = tuple(one for pattern in spec.match.patterns for one in self._in_setting(spec, pattern))
            if checks:
                yield spec, checks

    def _in_setting(self, spec: GuardSpec, pattern: str) -> Iterator[Check]:
        """The checks that the values of a setting stand for, wherever a module of the program gives it."""
        name, _, key = pattern.partition(".")
        for module in self.scene.program.modules:
            if name not in module.ir.bindings or module.in_test_code:
                continue
            assigned = assigned_value(self.scene.program, VariableRef(module.id, name))
            if assigned is None:
                continue
            function = module.first_function
            for value in required(self.scene, function, self._below(function, assigned[1], key)):
                yield from self._of_value(spec, function, value)

    def _below(self, function: int, value: Value, key: str) -> Value:
        """What a dictionary holds under a key; the value itself without one, -1 where there is none."""
        written = self.scene.names.instruction(function, value)
        if not key:
            return value
        for at, item in written.items if isinstance(written, Build) and written.kind == "dict" else ():
            name = self.scene.names.instruction(function, at)
            if isinstance(name, Constant) and name.value == key:
                return item
        return -1

    def _of_value(self, spec: GuardSpec, function: int, value: Value) -> Iterator[Check]:
        written = self.scene.names.instruction(function, value)
        texts = written.value if isinstance(written, Constant) else None
        for one in texts if isinstance(texts, list) else [texts]:
            place = self.scene.place(function, value)
            if spec.predicate is not None:
                method = self._method(str(one), spec.predicate.removeprefix("method:"))
                for found in self.hooks.lets_pass(method) if method is not None else ():
                    yield found.bound(self.scene.given.rest, place)
            elif self._is_asked_for(spec, one, function, value):
                yield check(spec, *place, nowhere)

    def _is_asked_for(self, spec: GuardSpec, text: object, function: int, value: Value) -> bool:
        """Whether a value, or the text that it holds, is what the rule asks for."""
        if text is None:
            return stands_for(self.scene, function, value, spec.value)
        return isinstance(text, str) and isinstance(spec.value, str) and matches(spec.value, text)

    def _method(self, dotted: str, name: str) -> int | None:
        """The method of a class of the program by the class's dotted name."""
        module, _, cls = dotted.rpartition(".")
        home = self.scene.program.by_name.get(module)
        for reference in self.scene.program.lookup(home, cls) if home is not None else ():
            if isinstance(reference, ClassRef):
                return self.scene.program.method(reference.id, name)
        return None

    def _holds_for(self, spec: GuardSpec, function: Function, cls: int) -> bool:
        """Whether a view is of the kind that the settings are about: by its class, decorator, or first parameter."""
        names = [*(self.scene.names.class_names(cls) if cls >= 0 else ())]
        names += [name for one in self.decorators.of_function(function) for name in self.decorators.names(one)]
        if cls < 0 and function.ir.kind == "function" and function.ir.parameters:
            names.append(function.ir.parameters[0].name)
        return any(matches(pattern, name) for pattern in spec.holds_for for name in names)

    def _goes_on_with_setting(self, spec: GuardSpec, function: int, value: Value) -> bool:
        """Whether a view's own list begins with the setting's: `settings.DEFAULT_PERMISSIONS + [IsMember]`."""
        keys = {pattern.rpartition(".")[2] for pattern in spec.match.patterns}
        parts = required(self.scene, function, value)
        return any(self.scene.names.written(function, one).rpartition(".")[2] in keys for one in parts)

    def _says_itself(self, spec: GuardSpec, function: Function, cls: int) -> bool:
        """Whether a view has an attribute or a decorator of that name, which then counts alone."""
        if spec.unless_given is None:
            return False
        where = self.scene.words.attribute(cls, spec.unless_given) if cls >= 0 else None
        if where is not None:
            return not self._goes_on_with_setting(spec, *where)
        return any(one.rpartition(".")[2] == spec.unless_given for one in function.ir.decorators)
