"""What a screen is for, who sits before it and where: comments, settings, `[[purpose]]` and `[[audience]]`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from piilint.ir.instructions import MakeClass
from piilint.screens.callers import Chain
from piilint.screens.checks import Check
from piilint.screens.routes import Routes, enclosing
from piilint.screens.scene import Scene, instruction_at
from piilint.terms.config import Config
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
    routes: Routes
    rulebook: Rulebook
    config: Config

    def __bool__(self) -> bool:
        """Whether anything is declared at all."""
        return bool(self.rulebook.purpose or self.rulebook.audience or self.scene.program.purposes)

    def screen(self, name: str, path: str, chain: Chain, checks: Iterable[Check]) -> Screen:
        """The screen of that name whose data is shown in a file, as it is reached by a chain of calls."""
        functions = [function for function, _ in chain]
        home = self.scene.program.functions[functions[0]].module.path
        paths = tuple(dict.fromkeys(self.config.below_base(one) for one in (home, path)))
        routes = tuple(dict.fromkeys(route for one in functions for route in self.routes.around(one)))
        found, at = list(checks), (paths, routes)
        audiences = [one for one in self.rulebook.audience if self._is_before(one, at, found)]
        guarded = [region for one in found for region in one.regions if isinstance(region, str)]
        regions = guarded or [one.region for one in audiences if one.region is not None]
        return Screen(
            name,
            self._purpose(path, functions, at),
            tuple(dict.fromkeys(one.id for one in audiences)),
            tuple(dict.fromkeys(regions)),
            routes[-1] if routes else None,
            home,
            self._line(chain[0]),
        )

    def _line(self, first: tuple[int, int]) -> int:
        """Where the function begins that a chain begins in, or the class that it makes."""
        owner = self.scene.program.functions[first[0]]
        made = instruction_at(owner, first[1])
        line = owner.module.ir.classes[made.class_].line if isinstance(made, MakeClass) else owner.ir.line
        return max(1, line)

    def _purpose(self, path: str, functions: list[int], at: Places) -> str | None:
        """The settings' word counts most, then that of the nearest comment, then that of the rules."""
        given = [one.purpose for one in self.config.overrides_of(path) if one.purpose is not None]
        if given:
            return given[-1]
        for start in functions:
            for function in enclosing(self.scene, start):
                if function.id in self.scene.program.purposes:
                    return self.scene.program.purposes[function.id]
        fitting = (one.id for one in self.rulebook.purpose if _is_at(one, at))
        return next(fitting, None)

    def _is_before(self, spec: AudienceSpec, at: Places, checks: list[Check]) -> bool:
        """Whether the screen is where the audience looks, or lets in one of its roles."""
        return _is_at(spec, at) or any(role in spec.roles for one in checks for role in one.roles)


def _is_at(spec: AudienceSpec | PurposeSpec, at: Places) -> bool:
    paths, routes = at
    return any(path_fits(glob, path) for glob in spec.paths for path in paths) or any(
        _route_fits(glob, route) for glob in spec.routes for route in routes
    )


def _route_fits(glob: str, route: str) -> bool:
    if not glob.strip("/"):
        return route == glob
    return path_fits(glob.strip("/"), route.strip("/"))
