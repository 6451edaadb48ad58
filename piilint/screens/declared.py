"""What a screen is for, who sits before it and where: comments, settings, `[[purpose]]` and `[[audience]]`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from piilint.ir.instructions import Call, Constant, Value
from piilint.ir.program import Function, VariableRef
from piilint.ir.variables import assigned_value
from piilint.screens.callers import Chain
from piilint.screens.checks import Check
from piilint.screens.decorators import Decorators
from piilint.screens.scene import Scene
from piilint.terms.config import Config
from piilint.terms.flow import Flow
from piilint.terms.glob import path_fits
from piilint.terms.rulebook import Rulebook
from piilint.terms.screen import Screen
from piilint.terms.specs import AudienceSpec, PurposeSpec

Places = tuple[tuple[str, ...], tuple[str, ...]]
"""The paths and the routes of a screen."""


@dataclass(slots=True)
class Declarations:
    """What is declared of the screens of one scene."""

    scene: Scene
    decorators: Decorators
    rulebook: Rulebook
    config: Config
    _routes: dict[int, tuple[str, ...]] = field(default_factory=dict, repr=False)

    def __bool__(self) -> bool:
        """Whether anything is declared at all."""
        return bool(self.rulebook.purpose or self.rulebook.audience or self.scene.program.purposes)

    def screen(self, flow: Flow, chain: Chain, checks: Iterable[Check]) -> Screen:
        """The screen that a flow ends on, as it is reached by a chain of calls."""
        functions = [function for function, _ in chain]
        home = self.scene.program.functions[functions[0]].module.path
        paths = tuple(dict.fromkeys(self.config.below_base(one) for one in (home, flow.sink.place.path)))
        routes = tuple(dict.fromkeys(route for one in functions for route in self._routes_around(one)))
        found, at = list(checks), (paths, routes)
        audiences = [one for one in self.rulebook.audience if self._is_before(one, at, found)]
        guarded = [region for one in found for region in one.regions if isinstance(region, str)]
        regions = guarded or [one.region for one in audiences if one.region is not None]
        return Screen(
            flow.sink.screen,
            self._purpose(flow, functions, at),
            tuple(dict.fromkeys(one.id for one in audiences)),
            tuple(dict.fromkeys(regions)),
            routes[-1] if routes else None,
            home,
        )

    def _purpose(self, flow: Flow, functions: list[int], at: Places) -> str | None:
        """The settings' word counts most, then that of the nearest comment, then that of the rules."""
        given = [one.purpose for one in self.config.overrides_of(flow.sink.place.path) if one.purpose is not None]
        if given:
            return given[-1]
        for start in functions:
            for function in self._enclosing(start):
                if function.id in self.scene.program.purposes:
                    return self.scene.program.purposes[function.id]
        fitting = (one.id for one in self.rulebook.purpose if _is_at(one, at))
        return next(fitting, None)

    def _is_before(self, spec: AudienceSpec, at: Places, checks: list[Check]) -> bool:
        """Whether the screen is where the audience looks, or lets in one of its roles."""
        return _is_at(spec, at) or any(role in spec.roles for one in checks for role in one.roles)

    def _enclosing(self, function: int) -> Iterator[Function]:
        """A function and those that it is defined in, innermost first."""
        while function >= 0:
            owner = self.scene.program.functions[function]
            yield owner
            function = owner.parent

    def _routes_around(self, function: int) -> tuple[str, ...]:
        """The routes of a function and of those around it, with and without what comes before them on their object."""
        known = self._routes.get(function)
        if known is None:
            found = (route for one in self._enclosing(function) for route in self._routes_of(one))
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


def _is_at(spec: AudienceSpec | PurposeSpec, at: Places) -> bool:
    paths, routes = at
    return any(path_fits(glob, path) for glob in spec.paths for path in paths) or any(
        _route_fits(glob, route) for glob in spec.routes for route in routes
    )


def _route_fits(glob: str, route: str) -> bool:
    if not glob.strip("/"):
        return route == glob
    return path_fits(glob.strip("/"), route.strip("/"))
