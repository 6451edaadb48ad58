"""The routes by which people come to a function: what a decorator registers it under, and what stands before that."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from piilint.ir.instructions import Call, Constant, Value
from piilint.ir.program import Function, VariableRef
from piilint.ir.variables import assigned_value
from piilint.screens.decorators import Decorators
from piilint.screens.scene import Scene


@dataclass(slots=True)
class Routes:
    """Answers about the functions of one scene, each found out once."""

    scene: Scene
    decorators: Decorators
    _routes: dict[int, tuple[str, ...]] = field(default_factory=dict, repr=False)

    def around(self, function: int) -> tuple[str, ...]:
        """The routes of a function and of those around it, with and without what comes before them on their object."""
        known = self._routes.get(function)
        if known is None:
            found = (route for one in enclosing(self.scene, function) for route in self._routes_of(one))
            known = self._routes[function] = tuple(dict.fromkeys(found))
        return known

    def _routes_of(self, function: Function) -> Iterator[str]:
        """The text that a decorator registers a function under: its first argument."""
        for decoration in self.decorators.of_function(function):
            call = self.decorators.call_of(decoration)
            route = None if call is None or not call.arguments else self._text(decoration.function, call.arguments[0])
            if route is None:
                continue
            if self.scene.registers(self.decorators.names(decoration)) or route.startswith("/"):
                yield route
                where = self.decorators.registered_on(decoration)
                prefix = self._prefix(where) if isinstance(where, VariableRef) else ""
                if prefix:
                    yield prefix.rstrip("/") + route

    def _prefix(self, variable: VariableRef) -> str:
        """What an object puts before all routes that are registered on it: a keyword that ends in `prefix`."""
        program = self.scene.program
        assigned = assigned_value(program, variable)
        home = program.modules[variable.module].first_function
        made = None if assigned is None else self.scene.names.instruction(home, assigned[1])
        for name, value in made.keywords if isinstance(made, Call) else ():
            if name.endswith("prefix"):
                return self._text(home, value) or ""
        return ""

    def _text(self, function: int, value: Value) -> str | None:
        written = self.scene.names.instruction(function, value)
        return written.value if isinstance(written, Constant) and isinstance(written.value, str) else None


def enclosing(scene: Scene, function: int) -> Iterator[Function]:
    """A function and those that it is defined in, innermost first."""
    while function >= 0:
        owner = scene.program.functions[function]
        yield owner
        function = owner.parent
