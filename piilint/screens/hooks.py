"""What runs before each request to what is registered on one object: `@pages.before_request`.

A `hook` entry names either the function that is registered, which then is a guard by itself, or the method that
registers; the functions registered by that count as far as they check something before they let the request pass.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field, replace

from piilint.ir.instructions import Call, Value
from piilint.ir.program import Function, FunctionRef
from piilint.ir.variables import settled
from piilint.screens.checks import Check, check, nowhere
from piilint.screens.decorators import Decorators
from piilint.screens.reach import exits, is_falsy
from piilint.screens.runs import Runs
from piilint.screens.scene import Scene


@dataclass(slots=True)
class Hooks:
    """The hooks of one scene, by the object that they are registered on."""

    scene: Scene
    runs: Runs
    decorators: Decorators
    _checks: dict[Hashable, list[Check]] | None = field(default=None, repr=False)

    def checks_of(self, function: Function) -> Iterator[Check]:
        """What hooks have checked before a function that is registered by a decorator runs."""
        if not len(self.scene.checks.patterns("hook")):
            return
        for decoration in self.decorators.of_function(function):
            where = self.decorators.registered_on(decoration)
            if where is not None:
                yield from self._by_object().get(where, ())

    def _by_object(self) -> dict[Hashable, list[Check]]:
        if self._checks is None:
            self._checks = {}
            program = self.scene.program
            names = sorted(self.scene.checks.patterns("hook").last_parts())
            for function in sorted({one for name in names for one in program.mentions.get(name, ())}):
                for at, instruction in enumerate(program.functions[function].body.code):
                    if isinstance(instruction, Call) and instruction.arguments:
                        self._register(function, at, instruction)
        return self._checks

    def _register(self, function: int, at: Value, call: Call) -> None:
        written = self.scene.names.instruction(function, call.callee)
        callee = written.callee if isinstance(written, Call) and call.decorator else call.callee
        where = self.decorators.object_of(function, callee)
        if where is None or self._checks is None:
            return
        registers = self.scene.names.callee(function, callee).names
        for hooked in settled(self.scene.program, self.scene.names.references(function, call.arguments[0])):
            if isinstance(hooked, FunctionRef):
                name = self.scene.program.functions[hooked.id].name
                for spec in self.scene.checks.find("hook", [name]):
                    self._checks.setdefault(where, []).append(check(spec, *self.scene.place(function, at), nowhere))
                for spec in self.scene.checks.find("hook", registers):
                    for inner in self._lets_pass(hooked.id):
                        same = type(spec) is type(inner.spec)
                        named = (inner, replace(inner, spec=spec)) if same else (inner,)
                        self._checks.setdefault(where, []).extend(named)

    def _lets_pass(self, function: int) -> tuple[Check, ...]:
        """What a hook has checked where it gives nothing back, and so lets the request pass."""
        body = self.scene.program.functions[function].body
        ways = [one for one in exits(body) if one.value < 0 or is_falsy(body, one.value)]
        found = self.runs.at_exits(function, ways or exits(body))
        return tuple(one.bound(lambda _: (None,)) for one in found)
