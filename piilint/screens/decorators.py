"""What decorators check before the function or class below them is used."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from piilint.ir.instructions import Build, Call, Constant, LoadAttribute, LoadCell, MakeClass, MakeFunction, Value
from piilint.ir.program import ClassRef, Function, Reference, VariableRef
from piilint.ir.variables import assigned_value, settled
from piilint.screens.asked import required, stands_for
from piilint.screens.checks import Check, Slot, Spec, Word, check, in_both, nowhere
from piilint.screens.predicates import asks_classes, of_call, of_values
from piilint.screens.runs import Runs
from piilint.screens.scene import Scene
from piilint.terms.guard_specs import GuardSpec

MAX_DEPTH = 4
"""Decorators handed to decorators, and variables that hold decorators, are followed so far."""


@dataclass(frozen=True, slots=True)
class Decoration:
    """One decorator: the function whose code applies it, where, and the value of the decorator's expression."""

    function: int
    at: Value
    value: Value


@dataclass(slots=True)
class Decorators:
    """Answers about the decorators of one scene, each found out once."""

    scene: Scene
    runs: Runs
    _applied: dict[int, dict[tuple[str, int], list[Decoration]]] = field(default_factory=dict, repr=False)
    _wrapped: dict[tuple[int, bool], tuple[Check, ...]] = field(default_factory=dict, repr=False)
    _inside: dict[int, list[int]] = field(default_factory=dict, repr=False)

    def of_function(self, function: Function) -> list[Decoration]:
        """The decorators of a function, the lowest first."""
        index = function.id - function.module.first_function
        return self._made_in(function.parent).get(("function", index), []) if function.ir.decorators else []

    def of_class(self, cls: int) -> list[Decoration]:
        """The decorators of a class, the lowest first."""
        owner = self.scene.program.classes[cls]
        if not owner.ir.decorators:
            return []
        where = owner.module.first_function + owner.ir.parent
        return self._made_in(where).get(("class", owner.id - owner.module.first_class), [])

    def checks_of_function(self, function: Function, cls: int = -1) -> Iterator[Check]:
        """What the decorators of a function check; of a method also those of its class and the class's bases.

        `cls` is the class that it runs for, where that inherits it.

        A decorator above the one that hands the function to a framework comes too late.
        """
        for one in self.of_function(function):
            yield from self.checks(one)
            if self.scene.registers(self.names(one)):
                break
        cls = cls if cls >= 0 else function.cls
        if cls >= 0:
            for base in self.scene.program.classes[cls].mro:
                for one in self.of_class(base) if isinstance(base, int) else ():
                    if self._is_about(one, function):
                        yield from self.checks(one)

    def checks_of_lists(self, function: Function, cls: int, attributes: Iterable[str]) -> Iterator[Check]:
        """What the decorators check that attributes of a class list for its methods, all or each by name."""
        for attribute in attributes:
            where = self.scene.words.attribute(cls, attribute)
            written = self.scene.names.instruction(*where) if where is not None else None
            if where is None or not isinstance(written, Build):
                continue
            items = [
                one for key, one in written.items if written.kind != "dict" or self._is_text(where[0], key, function)
            ]
            for item in items:
                inner = self.scene.names.instruction(where[0], item)
                several = inner.items if isinstance(inner, Build) and inner.kind in ("list", "tuple") else [(-1, item)]
                for _, one in several:
                    yield from self.checks_of_value(where[0], one)

    def _is_text(self, home: int, key: Value, function: Function) -> bool:
        """Whether a key is the function's name."""
        written = self.scene.names.instruction(home, key)
        return isinstance(written, Constant) and written.value == function.ir.name

    def checks(self, decoration: Decoration) -> Iterator[Check]:
        """What one decorator checks."""
        place = self.scene.place(decoration.function, decoration.value)
        return self._checks(decoration.function, decoration.value, place, MAX_DEPTH)

    def checks_of_value(self, function: int, value: Value) -> Iterator[Check]:
        """What a decorator checks that is called like any function: `login_required(view)`."""
        return self._checks(function, value, self.scene.place(function, value), MAX_DEPTH)

    def call_of(self, decoration: Decoration) -> Call | None:
        """The call that makes the decorator; None where it is used as it is."""
        written = self.scene.names.instruction(decoration.function, decoration.value)
        return written if isinstance(written, Call) else None

    def names(self, decoration: Decoration) -> tuple[str, ...]:
        """The qualified names of the decorator, or of what makes it."""
        call = self.call_of(decoration)
        value = decoration.value if call is None else call.callee
        return self.scene.names.callee(decoration.function, value).names

    def registered_on(self, decoration: Decoration) -> Reference | tuple[int, Value | str] | None:
        """The object whose method the decorator is: a module's variable, or a value of the function around."""
        call = self.call_of(decoration)
        return self.object_of(decoration.function, decoration.value if call is None else call.callee)

    def object_of(self, function: int, callee: Value) -> Reference | tuple[int, Value | str] | None:
        """The object of `object.method`, so that two uses of one object are told to be of one."""
        receiver = self.receiver_of(function, callee)
        return self.key_of(function, receiver) if receiver is not None else None

    def receiver_of(self, function: int, callee: Value) -> Value | None:
        """The value of `object` in `object.method`; None for a plain name."""
        written = self.scene.names.instruction(function, callee)
        return written.object if isinstance(written, LoadAttribute) else None

    def key_of(self, function: int, value: Value) -> Reference | tuple[int, Value | str]:
        """What an object is told by: a module's variable, a captured one, or a value of the function."""
        for reference in self.scene.names.references(function, value):
            if isinstance(reference, VariableRef):
                return reference
        written = self.scene.names.instruction(function, value)
        if isinstance(written, LoadCell):
            owner = self.scene.program.functions[function]
            while written.name in owner.ir.captures and owner.parent >= 0:
                owner = self.scene.program.functions[owner.parent]
            return owner.id, written.name
        return function, value

    def wrapper(self, function: int, factory: bool) -> tuple[Check, ...]:
        """What a decorator of the program checks before it calls what it decorates; a factory makes the decorator."""
        key = (function, factory)
        if key not in self._wrapped:
            self._wrapped[key] = ()
            self._wrapped[key] = tuple(self._wrapper(function, factory))
        return self._wrapped[key]

    def _made_in(self, function: int) -> dict[tuple[str, int], list[Decoration]]:
        if function < 0:
            return {}
        known = self._applied.get(function)
        if known is None:
            known = self._applied[function] = {}
            below: dict[Value, tuple[str, int]] = {}
            for at, instruction in enumerate(self.scene.program.functions[function].body.code):
                if isinstance(instruction, MakeFunction):
                    below[at] = ("function", instruction.function)
                elif isinstance(instruction, MakeClass):
                    below[at] = ("class", instruction.class_)
                elif isinstance(instruction, Call) and instruction.decorator and instruction.arguments[0] in below:
                    below[at] = below[instruction.arguments[0]]
                    known.setdefault(below[at], []).append(Decoration(function, at, instruction.callee))
        return known

    def _checks(self, function: int, value: Value, place: tuple[str, int], depth: int) -> Iterator[Check]:
        scene = self.scene
        written = scene.names.instruction(function, value)
        if depth == 0 or written is None:
            return
        call = written if isinstance(written, Call) and not written.decorator else None
        callee = scene.names.callee(function, value if call is None else call.callee)
        known = scene.checks.find("decorator", callee.names)
        specs = [one for one in known if self._has_value(one, function, call) and self._is_given(one, function, call)]
        for spec in specs:
            if not asks_classes(spec):
                yield self._said(spec, function, call, callee.functions, place)
            if call is not None:
                yield from of_call(scene, self.runs, spec, function, call, place)
                values = ((function, one) for argument in call.arguments for one in required(scene, function, argument))
                yield from of_values(scene, self.runs, spec, values, place)
        if not specs and call is not None:
            yield from self._by_object(function, call, value, place)
        if not specs:
            for one in callee.functions:
                for found in self.wrapper(one, call is not None):
                    yield found.bound(lambda slot, one=one: self._given(function, call, slot, one), place)  # type: ignore[misc]
        if call is not None:  # a decorator handed to another that applies it
            for argument in _flat(scene, function, call):
                yield from self._checks(function, argument, place, depth - 1)
            return
        for reference in scene.names.references(function, value):
            assigned = assigned_value(scene.program, reference) if isinstance(reference, VariableRef) else None
            if assigned is not None and isinstance(reference, VariableRef):
                home = scene.program.modules[reference.module].first_function
                yield from self._checks(home, assigned[1], place, depth - 1)

    def _by_object(self, function: int, call: Call, value: Value, place: tuple[str, int]) -> Iterator[Check]:
        """What an object checks that is called with the function below it: `@Requires("dpo")`."""
        for reference in settled(self.scene.program, self.scene.names.references(function, call.callee)):
            method = self.scene.program.method(reference.id, "__call__") if isinstance(reference, ClassRef) else None
            if method is not None:
                given = self.scene.given.by_value(function, value)
                for found in self.wrapper(method, False):
                    yield found.bound(given, place)

    def _has_value(self, spec: Spec, function: int, call: Call | None) -> bool:
        """Whether the decorator is handed what the rule asks for, where it asks for something."""
        if spec.value is None:
            return True
        arguments = () if call is None else call.arguments
        given = (one for argument in arguments for one in required(self.scene, function, argument))
        return any(stands_for(self.scene, function, one, spec.value) for one in given)

    def _is_given(self, spec: Spec, function: int, call: Call | None) -> bool:
        """Whether the port has a known text without which the rule says nothing."""
        if not isinstance(spec, GuardSpec) or spec.needs is None:
            return True
        words = self.scene.words.of_port(function, call, spec.needs) if call is not None else ()
        return any(isinstance(word, str) for word in words)

    def said_by_call(self, function: int, at: Value, call: Call) -> Iterator[Check]:
        """What a call that registers a view says of it as the decorator of that name would."""
        callee = self.scene.names.callee(function, call.callee)
        for spec in self.scene.checks.find("decorator", callee.names):
            if isinstance(spec, GuardSpec) and spec.needs is not None and self._is_given(spec, function, call):
                yield self._said(spec, function, call, (), self.scene.place(function, at))

    def _said(
        self, spec: Spec, function: int, call: Call | None, callees: tuple[int, ...], place: tuple[str, int]
    ) -> Check:
        if call is None:
            return check(spec, *place, nowhere)
        callee = callees[0] if len(callees) == 1 else None
        return check(spec, *place, lambda port: self.scene.words.of_port(function, call, port, callee))

    def _given(self, function: int, call: Call | None, slot: Slot, callee: int) -> tuple[Word, ...]:
        if call is None or slot.function != callee:
            return (None,)
        return self.scene.words.of_slot(function, call, slot)

    def _wrapper(self, function: int, factory: bool) -> list[Check]:
        """The checks that have passed at each call of the decorated function."""
        sites = [
            (inner, at)
            for inner in self._below(function)
            for at, instruction in enumerate(self.scene.program.functions[inner].body.code)
            if isinstance(instruction, Call)
            for behind in [self.scene.names.parameter_behind(inner, instruction.callee)]
            if behind is not None and behind[0] != inner and (behind[0] != function) == factory
        ]
        if not sites and factory:
            return self._wrapper(function, False)
        found: list[Check] | None = None
        for site in sites:
            here = self.runs.before(*site)
            found = in_both(found, here) if found is not None else list(here)
        return found or []

    def _below(self, function: int) -> list[int]:
        """The functions that are defined in a function, at any depth."""
        if not self._inside:
            for defined in self.scene.program.functions:
                self._inside.setdefault(defined.parent, []).append(defined.id)
        found: list[int] = []
        for inner in self._inside.get(function, ()):
            found += [inner, *self._below(inner)]
        return found

    def _is_about(self, decoration: Decoration, method: Function) -> bool:
        """A class's decorator is about all methods, unless it names one that the class has."""
        call = self.call_of(decoration)
        values = () if call is None else (*call.arguments, *(value for _, value in call.keywords))
        written = (self.scene.names.instruction(decoration.function, value) for value in values)
        named = {one.value for one in written if isinstance(one, Constant) and isinstance(one.value, str)}
        if method.ir.kind == "class":  # what its methods do not show
            return True
        methods = set(self.scene.program.classes[method.cls].methods)
        return not (named & methods) or method.ir.name in named


def _flat(scene: Scene, function: int, call: Call) -> Iterable[Value]:
    """The arguments of a call, and the elements of those that are lists."""
    for value in call.arguments:
        written = scene.names.instruction(function, value)
        if isinstance(written, Build) and written.kind in ("list", "tuple"):
            yield from (item for _, item in written.items)
        else:
            yield value
