"""Which checks have surely run when control comes to an instruction, and what a function checks before it returns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from piilint.ir.instructions import Call, LoadAttribute, Operate, Phi, Value
from piilint.ir.program import Function
from piilint.screens.checks import Check, Slot, Spec, Word, check, in_both, joined, nowhere
from piilint.screens.conditions import Attempt, tests_of
from piilint.screens.reach import Edge, Exit, Reached, decides, exits, is_falsy, origin, passing_edges, reached
from piilint.screens.refusals import known_before, refusing_tests
from piilint.screens.scene import Scene

PREDICATES = ("has_", "is_", "can_", "may_", "should_", "was_", "does_")
"""Functions that are named so answer a question: an answer that nothing tests keeps nobody out."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What a function has surely checked when it returns, and when that is true. `never`: it does not return."""

    always: tuple[Check, ...] = ()
    if_true: tuple[Check, ...] = ()
    never: bool = False


NO_EFFECT = Effect()


@dataclass(slots=True)
class Runs:
    """Answers about the functions of one scene, each found out once."""

    scene: Scene
    gate: bool = False
    """Whether the functions are there to ask who comes: what runs before a view, and what that calls."""
    _stops: dict[int, frozenset[int]] = field(default_factory=dict, repr=False)
    _attempts: dict[int, tuple[Attempt, ...]] = field(default_factory=dict, repr=False)
    _effects: dict[int, Effect] = field(default_factory=dict, repr=False)
    _before: dict[tuple[int, int], tuple[Check, ...]] = field(default_factory=dict, repr=False)

    def before(self, function: int, instruction: int) -> tuple[Check, ...]:
        """The checks that have surely passed when an instruction of the function runs."""
        key = (function, instruction)
        if key not in self._before:
            self._before[key] = self._sure(function, lambda way: way.comes_to(instruction))
        return self._before[key]

    def effect(self, function: int) -> Effect:
        """What a function checks by itself."""
        known = self._effects.get(function)
        if known is None:
            self._effects[function] = NO_EFFECT  # a function that calls itself says nothing new
            known = self._effects[function] = self._effect(self.scene.program.functions[function])
        return known

    def at_exits(self, function: int, ways: Sequence[Exit], barred: frozenset[Edge] = frozenset()) -> tuple[Check, ...]:
        """The checks that have surely passed when a function is left by one of these ways, over no barred edge."""
        return self._sure(function, lambda way: any(one.is_open(way) for one in ways), barred)

    def at_calls(self, function: int, calls: Sequence[Value], barred: frozenset[Edge]) -> tuple[Check, ...]:
        """The checks that have surely passed when one of these instructions runs."""
        return self._sure(function, lambda way: any(way.comes_to(one) for one in calls), barred)

    def _effect(self, function: Function) -> Effect:
        if not function.is_python or function.ir.kind not in ("function", "lambda"):
            return NO_EFFECT
        body = function.body
        ways = exits(body, at_yields=function.ir.generator)
        free = reached(body, self.stops(function.id))
        ways = tuple(one for one in ways if one.is_open(free))
        if not ways:
            return Effect(never=not function.ir.generator)
        always = self.at_exits(function.id, ways)
        return Effect(always, () if function.ir.generator else self._if_true(function, ways))

    def _if_true(self, function: Function, ways: Sequence[Exit]) -> tuple[Check, ...]:
        """What has passed where something true comes back: before that return, or as the value returned itself."""
        body = function.body
        found: list[Check] | None = None
        for way in ways:
            if way.value < 0 or is_falsy(body, way.value):
                continue
            here = [*self.before(function.id, way.instruction), *self._meant(function, way.value)]
            found = here if found is None else in_both(found, here)
        return tuple(found or ())

    def _meant(self, function: Function, value: Value) -> list[Check]:
        """The checks that have passed if a value is true: before it was made, and by it."""
        body = function.body
        made = origin(body, value)
        instruction = body.code[made]
        if isinstance(instruction, Operate) and instruction.operator == "not_":
            return self._refused(function, made, instruction.operands[0])
        parts = instruction.values if isinstance(instruction, Phi) else [made]
        found: list[Check] | None = None
        for part in (origin(body, one) for one in parts if not is_falsy(body, one)):
            by_it = (one.check for one in self.attempts(function.id) if one.at == part and not one.inverse)
            here = [*self.before(function.id, part), *by_it]
            found = here if found is None else in_both(found, here)
        return found or []

    def _refused(self, function: Function, made: Value, value: Value) -> list[Check]:
        """The checks that have passed if a value is false."""
        by_it = (one.check for one in self.attempts(function.id) if one.at == value and one.inverse)
        return [*self.before(function.id, made), *by_it]

    def stops(self, function: int) -> frozenset[int]:
        """The calls of a function after which it does not go on."""
        known = self._stops.get(function)
        if known is None:
            self._stops[function] = frozenset()
            known = self._stops[function] = frozenset(self._never_return(function))
        return known

    def _never_return(self, function: int) -> Iterator[int]:
        scene = self.scene
        for at, instruction in enumerate(scene.program.functions[function].body.code):
            if isinstance(instruction, Call) and not instruction.decorator:
                callee = scene.callee(function, at)
                said = any(True for name in callee.names for _ in scene.never.find(name))
                if said or (callee.functions and all(self.effect(one).never for one in callee.functions)):
                    yield at

    def attempts(self, function: int) -> tuple[Attempt, ...]:
        """All calls and tests of a function that check something, in order."""
        known = self._attempts.get(function)
        if known is None:
            self._attempts[function] = ()
            owner = self.scene.program.functions[function]
            found = list(self._of_python(owner) if owner.is_python else self._of_template(owner))
            if self.gate:
                found += known_before(owner.body, found)
            known = self._attempts[function] = tuple(found)
        return known

    def _of_python(self, owner: Function) -> Iterator[Attempt]:
        for at, instruction in enumerate(owner.body.code):
            if isinstance(instruction, Call) and not instruction.decorator:
                yield from self._of_call(owner, at, instruction)
        if len(self.scene.checks.patterns("test")):
            yield from tests_of(self.scene, owner)
        if len(self.scene.checks.patterns("refusal")):
            yield from refusing_tests(self.scene, owner, self.stops(owner.id), gate=self.gate)

    def _of_call(self, owner: Function, at: Value, call: Call) -> Iterator[Attempt]:
        callee = self.scene.callee(owner.id, at)
        specs = self.scene.checks.find("call", callee.names)
        function = callee.functions[0] if len(callee.functions) == 1 else None
        for spec in specs:
            found = self.checked(spec, owner.id, at, call, function)
            if found.is_audit:
                yield Attempt(at, found, False)
            elif decides(owner.body, at):
                yield Attempt(at, found, True)
            elif call.unused or not self._answers(callee.names, function):
                yield Attempt(at, found, False)
            else:
                yield Attempt(at, found, True)
        if specs or function is None:
            return
        effect, place = self.effect(function), self.scene.place(owner.id, at)
        for one in effect.always:
            yield Attempt(at, self.seen_from(one, owner.id, call, place), False)
        for one in effect.if_true:
            if one not in effect.always:
                yield Attempt(at, self.seen_from(one, owner.id, call, place), True)

    def checked(self, spec: Spec, owner: int, at: Value, call: Call, function: int | None) -> Check:
        """A check by a call, its roles read from the call's arguments."""
        path, line = self.scene.place(owner, at)
        return check(spec, path, line, lambda port: self.scene.words.of_port(owner, call, port, function))

    def seen_from(self, found: Check, owner: int, call: Call, place: tuple[str, int] | None = None) -> Check:
        """A check inside a function as its caller sees it: with the roles that the call hands in."""
        callees = self.scene.names.callee(owner, call.callee).functions

        receiver = self.scene.names.instruction(owner, call.callee)

        def words(slot: Slot) -> tuple[Word, ...]:
            if slot.attribute and slot.index == 0 and slot.function in callees and isinstance(receiver, LoadAttribute):
                behind = self.scene.names.parameter_behind(owner, receiver.object)
                if behind is not None:
                    return (Slot(*behind, slot.attribute),)
                return self.scene.given.by_value(owner, receiver.object)(slot)
            return self.scene.words.of_slot(owner, call, slot) if slot.function in callees else (slot,)

        return found.bound(words, place)

    def _answers(self, names: Iterable[str], function: int | None) -> bool:
        if any(name.rpartition(".")[2].lstrip("_").startswith(PREDICATES) for name in names):
            return True
        returns = None if function is None else self.scene.program.functions[function].ir.returns
        return returns is not None and returns.name == "bool"

    def _of_template(self, owner: Function) -> Iterator[Attempt]:
        """A template is let past a test only: a call whose answer it does not test keeps nothing back."""
        body, scene = owner.body, self.scene
        for test in dict.fromkeys(block.test for block in body.blocks if block.test >= 0):
            call = scene.names.instruction(owner.id, test)
            named = scene.names.written(owner.id, call.callee if isinstance(call, Call) else test)
            specs = scene.checks.find("template_test", [named]) + scene.checks.find("test", [named])
            if isinstance(call, Call):
                specs += scene.checks.find("call", scene.names.callee(owner.id, call.callee).names)
            for spec in specs:
                if isinstance(call, Call):
                    yield Attempt(test, self.checked(spec, owner.id, test, call, None), True)
                else:
                    yield Attempt(test, check(spec, *scene.place(owner.id, test), nowhere, name=named), True)

    def _sure(
        self, function: int, is_open: Callable[[Reached], bool], barred: frozenset[Edge] = frozenset()
    ) -> tuple[Check, ...]:
        """The checks without which a place cannot be come to; of several that stand for each other, as one."""
        body, stops = self.scene.program.functions[function].body, self.stops(function)

        def needed(attempts: Sequence[Attempt]) -> bool:
            values = {one.at: not one.inverse for one in attempts if one.tested}
            barriers = {one.at for one in attempts if not one.tested} | stops
            return not is_open(reached(body, barriers, passing_edges(body, values) | barred))

        by_kind: dict[str | None, list[Attempt]] = {}
        for attempt in self.attempts(function):
            by_kind.setdefault(attempt.check.kind, []).append(attempt)
        if not by_kind or not is_open(reached(body, stops, barred)):
            return ()
        found: list[Check] = []
        for attempts in by_kind.values():
            alone = [one for one in attempts if needed([one])]
            found += [one.check for one in alone]
            if not alone and len(attempts) > 1 and needed(attempts):
                found.append(joined([one.check for one in _fewest(attempts, needed)]))
        return tuple(dict.fromkeys(found))


def _fewest(attempts: Sequence[Attempt], needed: Callable[[Sequence[Attempt]], bool]) -> list[Attempt]:
    kept = list(attempts)
    for one in attempts:
        others = [other for other in kept if other is not one]
        if others and needed(others):
            kept = others
    return kept
