"""All checks that a sink has behind it: along the calls that lead to it, and around the functions there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from piilint.ir.instructions import Call, MakeClass, MakeFunction
from piilint.ir.program import Function
from piilint.screens.callers import Chain
from piilint.screens.checks import Check
from piilint.screens.classes import checks_of_class
from piilint.screens.decorators import Decorators
from piilint.screens.dependencies import Dependencies
from piilint.screens.hooks import Hooks
from piilint.screens.methods import AroundMethods
from piilint.screens.route_table import RouteTable
from piilint.screens.routes import Routes
from piilint.screens.runs import Runs
from piilint.screens.scene import Scene, instruction_at
from piilint.screens.settings import Settings
from piilint.screens.wrapped import Wrapped


@dataclass(slots=True)
class Before:
    """Answers about one scene."""

    scene: Scene
    runs: Runs
    decorators: Decorators
    dependencies: Dependencies
    routes: Routes
    hooks: Hooks
    methods: AroundMethods
    wrapped: Wrapped
    settings: Settings
    _around: dict[tuple[int, int], tuple[Check, ...]] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, scene: Scene) -> Before:
        """For one scene."""
        runs, gates = Runs(scene), Runs(scene, gate=True)
        decorators = Decorators(scene, gates)
        routes = Routes(scene, RouteTable.of(scene, decorators))
        dependencies, hooks = Dependencies(scene, gates, decorators), Hooks(scene, gates, decorators, routes)
        methods, wrapped = AroundMethods(scene, runs, gates), Wrapped(scene, decorators)
        settings = Settings(scene, decorators, hooks)
        return cls(scene, runs, decorators, dependencies, routes, hooks, methods, wrapped, settings)

    def checks(self, chain: Chain, view: int = -1) -> tuple[Check, ...]:
        """The checks that have surely passed at the end of a chain of calls, each once.

        `view`: the class that answers, where it inherits what the chain begins in.
        """
        if not self.scene.checks:
            return ()
        found: dict[Check, None] = {}
        for position, (function, instruction) in enumerate(chain):
            for one in self._here(function, instruction, view if position == 0 else -1):
                found[self._bound(one, chain[:position], view)] = None
        return tuple(found)

    def _here(self, function: int, instruction: int, view: int = -1) -> Iterator[Check]:
        """What has passed in a function and around it, and in those that it is defined in when it was made."""
        owner = self.scene.program.functions[function]
        if instruction >= 0:
            yield from self.runs.before(function, instruction)
        made = instruction_at(owner, instruction)
        if isinstance(made, MakeClass):  # what a class shows that does not say so in its body
            cls = view if view >= 0 else owner.module.first_class + made.class_
            shown = self.scene.program.classes[cls]
            body = self.scene.program.functions[shown.module.first_function + shown.ir.body]
            yield from self._around_function(body, cls)
            yield from self.methods.before_page(cls)
        else:
            yield from self._around_function(owner, view)
            if owner.ir.kind == "class":
                yield from self.methods.before_page(view if view >= 0 else self.scene.class_of_body(owner.id))
        if owner.parent >= 0 and owner.ir.kind in ("function", "lambda"):
            outer = self.scene.program.functions[owner.parent]
            if outer.ir.kind in ("function", "lambda"):
                index = owner.id - owner.module.first_function
                yield from self._here(outer.id, _made_at(outer, index))

    def _around_function(self, function: Function, view: int = -1) -> tuple[Check, ...]:
        cls = self.scene.class_of_body(function.id) if function.ir.kind == "class" else function.cls
        if view >= 0 and cls in self.scene.program.classes[view].mro:
            cls = view
        key = (function.id, cls)
        known = self._around.get(key)
        if known is None:
            routes = self.routes.to(function, cls)
            found = [*self.decorators.checks_of_function(function, cls), *self.hooks.checks_of(function, routes)]
            found += self.dependencies.checks_of(function, routes)
            found += self.wrapped.checks_of(function, cls)
            found += self.settings.checks_of(function, cls)
            if cls >= 0:
                found += self.methods.checks_of(function, cls)
                found += checks_of_class(self.scene, self.runs, cls)
                listing = dict.fromkeys(one for route in routes for one in route.decorated_by)
                found += self.decorators.checks_of_lists(function, cls, listing)
            known = self._around[key] = tuple(dict.fromkeys(found))
        return known

    def _bound(self, found: Check, callers: Chain, view: int) -> Check:
        """The check with the roles that the callers of its function hand in, as far as the chain tells."""
        for function, instruction in reversed(callers):
            call = instruction_at(self.scene.program.functions[function], instruction)
            if isinstance(call, Call):
                found = self.runs.seen_from(found, function, call)
        return found.bound(lambda slot: self.scene.given.rest(slot, view))


def _made_at(outer: Function, index: int) -> int:
    """Where a function makes the one of that number in its module."""
    code = enumerate(outer.body.code)
    return next((at for at, one in code if isinstance(one, MakeFunction) and one.function == index), -1)
