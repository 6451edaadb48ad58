"""What runs before each request to what is registered on one object: `@pages.before_request`.

A `hook` entry names either the function that is registered, which then is a guard by itself, or the method that
registers; the functions registered by that count as far as they check something before they let the request pass.
They do so by giving nothing back, or by calling the next one, which is handed to them. What is registered on an
application holds for what is joined to it as well, and where a hook asks for the path, for the routes that fit.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from piilint.ir.instructions import Call, LoadAttribute, Parameter, Value
from piilint.ir.program import ClassRef, Function, FunctionRef, Reference
from piilint.ir.variables import settled
from piilint.screens.checks import Check, Spec, check, nowhere
from piilint.screens.decorators import Decorators
from piilint.screens.paths import Request, barred_for
from piilint.screens.reach import Edge, exits, is_falsy
from piilint.screens.route_table import Route
from piilint.screens.routes import Routes
from piilint.screens.runs import Runs
from piilint.screens.scene import Scene
from piilint.terms.guard_specs import GuardSpec
from piilint.terms.pattern import matches

NEXT = ("get_response", "app", "next")
"""What objects keep the next one as that they call in turn."""


@dataclass(frozen=True, slots=True)
class Hooked:
    """What is registered: a guard that rules know by its name, or a function whose own checks count."""

    spec: Spec
    check: Check | None
    function: int = -1


@dataclass(slots=True)
class Hooks:
    """The hooks of one scene, by the object that they are registered on."""

    scene: Scene
    runs: Runs
    decorators: Decorators
    routes: Routes
    _hooked: dict[Hashable, list[Hooked]] | None = field(default=None, repr=False)
    _parents: dict[Hashable, list[Hashable]] = field(default_factory=dict, repr=False)
    _passed: dict[tuple[int, Request | None], tuple[Check, ...]] = field(default_factory=dict, repr=False)

    def checks_of(self, function: Function, routes: Sequence[Route] = ()) -> Iterator[Check]:
        """What hooks have checked before a function that is registered by a decorator, or by these routes, runs."""
        if not len(self.scene.checks.patterns("hook")):
            return
        places: dict[Hashable, None] = {}
        for decoration in self.decorators.of_function(function):
            where = self.decorators.registered_on(decoration)
            places.update(dict.fromkeys(() if where is None else self._upwards(where)))
        by_route = [{one for where in route.objects for one in self._upwards(where)} for route in routes]
        if by_route:  # what holds on each way
            kept = set.intersection(*by_route)
            places.update((one, None) for route in routes for one in route.objects if one in kept)
            places.update((one, None) for one in sorted(kept - places.keys(), key=repr))
        for place in places:
            for one in self._by_object().get(place, ()):
                yield from self._checks(one, function)

    def _checks(self, hooked: Hooked, function: Function) -> Iterator[Check]:
        if hooked.check is not None:
            yield hooked.check
            return
        spec = hooked.spec
        asks = isinstance(spec, GuardSpec) and (spec.path or spec.endpoint or spec.variables)
        routes = _whole(self.routes.around(function.id)) if asks else ()
        for inner in self._lets_pass(hooked.function, spec, Request(routes, function.ir.name)):
            yield inner
            if type(spec) is type(inner.spec):
                yield replace(inner, spec=spec)

    def _upwards(self, where: Hashable) -> Iterator[Hashable]:
        """An object and all that it is joined to."""
        self._by_object()
        seen, pending = {where}, [where]
        while pending:
            one = pending.pop()
            yield one
            more = [parent for parent in self._parents.get(one, ()) if parent not in seen]
            seen.update(more)
            pending += more

    def _by_object(self) -> dict[Hashable, list[Hooked]]:
        if self._hooked is None:
            self._hooked = {}
            program, patterns = self.scene.program, self.scene.checks.patterns("hook")
            joining = {one.rpartition(".")[2] for one in self.scene.checks.joining}
            for function in sorted(
                {one for name in patterns.last_parts() | joining for one in program.mentions.get(name, ())}
            ):
                for at, instruction in enumerate(program.functions[function].body.code):
                    if isinstance(instruction, Call) and instruction.arguments:
                        self._register(function, at, instruction)
        return self._hooked

    def _register(self, function: int, at: Value, call: Call) -> None:
        written = self.scene.names.instruction(function, call.callee)
        callee = written.callee if isinstance(written, Call) and call.decorator else call.callee
        where = self.decorators.object_of(function, callee)
        if where is None or self._hooked is None:
            return
        registers = self.scene.names.callee(function, callee).names
        if any(matches(pattern, name) for pattern in self.scene.checks.joining for name in registers):
            self._parents.setdefault(self._object(function, call.arguments[0]), []).append(where)
        for reference in settled(self.scene.program, self.scene.names.references(function, call.arguments[0])):
            if isinstance(reference, FunctionRef):
                name = self.scene.program.functions[reference.id].name
                for spec in self.scene.checks.find("hook", [name]):
                    known = check(spec, *self.scene.place(function, at), nowhere)
                    self._hooked.setdefault(where, []).append(Hooked(spec, known))
            for spec in self.scene.checks.find("hook", registers):
                method = _method_of(self.scene, reference, spec)
                if method is not None:
                    self._hooked.setdefault(where, []).append(Hooked(spec, None, method))

    def _object(self, function: int, value: Value) -> Hashable:
        return self.decorators.key_of(function, value)

    def lets_pass(self, function: int) -> tuple[Check, ...]:
        """What a function that runs before each request has checked where it lets the request pass."""
        return self._lets_pass(function, None, None)

    def _lets_pass(self, function: int, spec: Spec | None, request: Request | None) -> tuple[Check, ...]:
        """What a hook has checked where it lets a request pass; None for any request."""
        key = (function, request)
        if key not in self._passed:
            owner = self.scene.program.functions[function]
            barred: frozenset[Edge] = frozenset()
            if isinstance(spec, GuardSpec) and request is not None and request.routes:
                barred = barred_for(self.scene, function, spec, request)
            calls = [at for at, one in enumerate(owner.body.code) if self._goes_on(function, one)]
            ways = [one for one in exits(owner.body) if one.value < 0 or is_falsy(owner.body, one.value)]
            found = [*self.decorators.checks_of_function(owner)]
            found += (
                self.runs.at_calls(function, calls, barred)
                if calls
                else self.runs.at_exits(function, ways or exits(owner.body), barred)
            )
            self._passed[key] = tuple(dict.fromkeys(one.bound(self.scene.given.rest) for one in found))
        return self._passed[key]

    def _goes_on(self, function: int, instruction: object) -> bool:
        """Whether a call calls the next one, which the hook was handed or has kept."""
        if not isinstance(instruction, Call):
            return False
        written = self.scene.names.instruction(function, instruction.callee)
        return isinstance(written, Parameter) or (
            isinstance(written, LoadAttribute) and written.name in NEXT and not instruction.decorator
        )


def _whole(routes: tuple[str, ...]) -> tuple[str, ...]:
    """The routes with all that comes before them on their object."""
    return tuple(one for one in routes if not any(other != one and other.endswith(one) for other in routes))


def _method_of(scene: Scene, reference: Reference, spec: Spec) -> int | None:
    """The function that runs before each request: the one registered, or a method of the class that is."""
    if isinstance(reference, FunctionRef):
        return reference.id
    asked = spec.predicate if isinstance(spec, GuardSpec) else None
    if not isinstance(reference, ClassRef) or asked is None:
        return None
    return scene.program.method(reference.id, asked.removeprefix("method:"))
