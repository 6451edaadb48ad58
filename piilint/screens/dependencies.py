"""What a function asks to be run before it: defaults and annotations such as `Depends(current_admin)`.

Such a marker is any call that is handed a function: as the default of a parameter, in its annotation, in the decorator
that registers the function, or where the object that it is registered on is made or joined to another.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from piilint.ir.instructions import Build, Call, Constant, LoadItem, MakeFunction, Return, Value
from piilint.ir.module import Annotation
from piilint.ir.program import ClassRef, Function, FunctionRef, Program, Reference, VariableRef
from piilint.ir.scopes import resolve_written
from piilint.ir.variables import assigned_value, settled
from piilint.screens.checks import Check, Spec, Word, check, in_both, narrowed
from piilint.screens.decorators import Decoration, Decorators
from piilint.screens.elements import elements
from piilint.screens.roles_given import Binder
from piilint.screens.route_calls import RouteCall
from piilint.screens.route_table import Route
from piilint.screens.runs import Runs
from piilint.screens.scene import Scene
from piilint.terms.guard_specs import GuardSpec
from piilint.terms.pattern import PatternIndex
from piilint.terms.port import Port
from piilint.terms.registration_specs import RegistrationSpec

MAX_DEPTH = 5
"""Dependencies of dependencies are followed so far."""
Marker = tuple[int, Value]
"""(function, value) of `Depends(...)`."""


@dataclass(slots=True)
class Dependencies:
    """Answers about the dependencies of functions of one scene, each found out once."""

    scene: Scene
    runs: Runs
    decorators: Decorators
    _joined: dict[VariableRef, list[Marker]] | None = field(default=None, repr=False)
    _found: dict[int, tuple[Check, ...]] = field(default_factory=dict, repr=False)
    _first: PatternIndex[RegistrationSpec] | None = field(default=None, repr=False)

    def checks_of(self, function: Function, routes: Sequence[Route] = ()) -> tuple[Check, ...]:
        """What the dependencies of a function check before it runs, and those that all its routes ask for."""
        if function.id not in self._found:
            self._found[function.id] = ()
            self._found[function.id] = narrowed(self._checks(function, MAX_DEPTH))
        by_route = [tuple(self._of_route(one)) for one in routes if function.is_python]
        common = list(by_route[0]) if by_route else []
        for others in by_route[1:]:
            common = in_both(common, others)
        return narrowed((*self._found[function.id], *common))

    def _of_route(self, route: Route) -> Iterator[Check]:
        """What is asked where a view is put, and where the objects that a request passes are made."""
        for function, at in route.calls:
            call = self.scene.names.instruction(function, at)
            if isinstance(call, Call) and not call.decorator:
                for home, value in _listed(self.scene, function, call):
                    yield from self._checks_of_marker(home, value, MAX_DEPTH)
                yield from self._of_call(function, at, call)
        for where in route.objects:
            if isinstance(where, VariableRef):
                for home, value in self._where_made(where):
                    yield from self._checks_of_marker(home, value, MAX_DEPTH)
            elif isinstance(where, tuple) and isinstance(where[1], int):
                made = self.scene.names.instruction(*where)
                for home, value in _listed(self.scene, where[0], made) if isinstance(made, Call) else ():
                    yield from self._checks_of_marker(home, value, MAX_DEPTH)

    def _of_call(self, function: int, at: Value, call: Call) -> Iterator[Check]:
        """What a call that puts a view somewhere says as a decorator would, and the functions that it has run first."""
        names = self.scene.names.callee(function, call.callee).names
        yield from self.decorators.said_by_call(function, at, call)
        for spec in self._registrations(names):
            for value in RouteCall(function, at, call, spec).values(spec.before):
                yield from self._run_first(function, value, MAX_DEPTH)

    def _registrations(self, names: Iterable[str]) -> Iterator[RegistrationSpec]:
        """What rules say of calls and decorators of these names that register a route and run functions first."""
        if self._first is None:
            asking = (one for one in self.scene.routes if one.before or one.before_by)
            self._first = PatternIndex((pattern, one) for one in asking for pattern in one.match.patterns)
        yield from dict.fromkeys(spec for name in names for spec in self._first.find(name))

    def _run_first(self, function: int, value: Value, depth: int) -> Iterator[Check]:
        """What functions check that are handed over, alone or in a list, to be run before a view."""
        for home, one in elements(self.scene, function, value):
            yield from self._checks_of_asked(home, one, None, self.scene.place(home, one), depth)

    def _checks(self, function: Function, depth: int) -> Iterator[Check]:
        if depth == 0 or not function.is_python or function.ir.kind != "function":
            return
        for home, value in self._markers(function):
            yield from self._checks_of_marker(home, value, depth)
        yield from self._of_decorators(function, depth)
        for parameter in function.ir.parameters:
            yield from self._checks_of_annotation(function, parameter.annotation, parameter.line, depth)

    def _markers(self, function: Function) -> Iterator[Marker]:
        yield from _defaults(self.scene, function)
        for parameter in function.ir.parameters:
            if parameter.annotation is not None and not parameter.annotation.arguments:
                yield from _aliased(self.scene.program, function, parameter.annotation)

    def _of_decorators(self, function: Function, depth: int) -> list[Check]:
        """What decorators ask for; of several that register the function, each for itself, what all of them do."""
        always: list[Check] = []
        common: list[Check] | None = None
        for decoration in self.decorators.of_function(function):
            markers = self._of_decoration(decoration)
            here = [one for marker in markers for one in self._checks_of_marker(*marker, depth)]
            here += self._run_before(function, decoration, depth)
            if not self.scene.registers(self.decorators.names(decoration)):
                always += here
            else:
                common = here if common is None else in_both(common, here)
        return [*always, *(common or ())]

    def _run_before(self, function: Function, decoration: Decoration, depth: int) -> Iterator[Check]:
        """What functions check that a decorator, or an attribute of a method's class, has run before."""
        call = self.decorators.call_of(decoration)
        for spec in self._registrations(self.decorators.names(decoration)):
            if call is not None:
                known = RouteCall(decoration.function, decoration.value, call, spec)
                for value in known.values(spec.before):
                    yield from self._run_first(decoration.function, value, depth)
            for attribute in spec.before_by if function.cls >= 0 else ():
                where = self.scene.words.attribute(function.cls, attribute)
                if where is not None:
                    yield from self._run_first(*where, depth)

    def _of_decoration(self, decoration: Decoration) -> Iterator[Marker]:
        call = self.decorators.call_of(decoration)
        if call is not None:
            yield from _listed(self.scene, decoration.function, call)
        where = self.decorators.registered_on(decoration)
        if isinstance(where, VariableRef):
            yield from self._where_made(where)
            yield from self._joins().get(where, ())

    def _where_made(self, variable: VariableRef) -> Iterator[Marker]:
        """What is asked where an object is made."""
        program = self.scene.program
        assigned = assigned_value(program, variable)
        home = program.modules[variable.module].first_function
        made = self.scene.names.instruction(home, assigned[1]) if assigned is not None else None
        if isinstance(made, Call):
            yield from _listed(self.scene, home, made)

    def _joins(self) -> dict[VariableRef, list[Marker]]:
        """What is asked where one object is handed to another, by a call that no rule speaks of."""
        if self._joined is None:
            self._joined = {}
            wanted = self.scene.checks.patterns("dependency").last_parts()
            mentioning = {one for name in wanted for one in self.scene.program.mentions.get(name, ())}
            for function in sorted(mentioning):
                for instruction in self.scene.program.functions[function].body.code:
                    if isinstance(instruction, Call) and instruction.arguments and not instruction.decorator:
                        for one in self.scene.names.references(function, instruction.arguments[0]):
                            if isinstance(one, VariableRef):
                                markers = self._joined.setdefault(one, [])
                                markers += _listed(self.scene, function, instruction)
        return self._joined

    def _checks_of_marker(self, function: int, value: Value, depth: int) -> Iterator[Check]:
        marker = self.scene.names.instruction(function, value)
        if not isinstance(marker, Call):
            return
        place = self.scene.place(function, value)
        for argument in (*marker.arguments, *(one for _, one in marker.keywords)):
            yield from self._checks_of_asked(function, argument, marker, place, depth)

    def _checks_of_asked(
        self, function: int, argument: Value, marker: Call | None, place: tuple[str, int], depth: int
    ) -> Iterator[Check]:
        """What one function checks that is asked for, by a marker or by its name."""
        written = self.scene.names.instruction(function, argument)
        made = written if isinstance(written, Call) else None
        callee = self.scene.names.callee(function, argument if made is None else made.callee)
        specs = self._asking(callee.names, self.scene.given.made(function, argument))
        asked = made or marker

        def at_port(port: Port) -> tuple[Word, ...]:
            return () if asked is None else self.scene.words.of_port(function, asked, port)

        for spec in specs:
            yield check(spec, *place, at_port)
        if not specs:
            given = self.scene.given.by_value(function, argument)
            yield from self._inferred(self._called(function, argument), place, depth, given)

    def _asking(self, names: Iterable[str], made: tuple[int, Call] | None) -> tuple[Spec, ...]:
        """What rules say of a dependency, save that which the call that made it has switched off."""
        found = self.scene.checks.find("dependency", names)
        return tuple(one for one in found if made is None or not self._is_optional(one, *made))

    def _is_optional(self, spec: Spec, function: int, call: Call) -> bool:
        if not isinstance(spec, GuardSpec) or spec.optional_by is None:
            return False
        given = dict(call.keywords).get(spec.optional_by)
        written = self.scene.names.instruction(function, given) if given is not None else None
        return isinstance(written, Constant) and written.value is False

    def _called(self, function: int, value: Value) -> Iterator[int]:
        """The functions that are run for what a marker is handed, which may be what a function makes."""
        written = self.scene.names.instruction(function, value)
        if isinstance(written, Call) and not written.decorator:
            for made_by in settled(self.scene.program, self.scene.names.references(function, written.callee)):
                if isinstance(made_by, FunctionRef):
                    yield from self._returned(made_by.id)
        for reference in settled(self.scene.program, self.scene.names.references(function, value)):
            if isinstance(reference, FunctionRef):
                yield reference.id
            elif isinstance(reference, ClassRef):
                method = self.scene.program.method(reference.id, "__call__")
                if method is not None:
                    yield method

    def _returned(self, function: int) -> Iterator[int]:
        """The functions that a function makes and gives back."""
        for instruction in self.scene.program.functions[function].body.code:
            if isinstance(instruction, Return) and instruction.value >= 0:
                for one in self.scene.names.references(function, instruction.value):
                    if isinstance(one, FunctionRef):
                        yield one.id

    def _inferred(self, functions: Iterable[int], place: tuple[str, int], depth: int, given: Binder) -> Iterator[Check]:
        """What functions of the program that are asked for check by themselves."""
        for one in functions:
            found = (*self.runs.effect(one).always, *self._checks(self.scene.program.functions[one], depth - 1))
            for inner in found:
                yield inner.bound(given, place)

    def _checks_of_annotation(
        self, function: Function, annotation: Annotation | None, line: int, depth: int
    ) -> Iterator[Check]:
        """`Annotated[User, Depends(current_admin)]`, of which only dotted names and constants are kept."""
        if annotation is None or annotation.name.rpartition(".")[2] != "Annotated":
            return
        program, place = self.scene.program, (function.module.path, line or function.ir.line)
        for marker in annotation.arguments[1:]:
            for asked in marker.arguments:
                references = resolve_written(program, function.module.id, asked.name, function.parent)
                names = tuple(name for one in references for name in self.scene.names.names_of(one))
                variables = (one for one in references if isinstance(one, VariableRef))
                made = (self.scene.given.made_as(one) for one in variables)
                specs = self._asking(names, next((one for one in made if one is not None), None))
                for spec in specs:

                    def at_port(port: Port, asked: Annotation = asked) -> tuple[Word, ...]:
                        texts = asked.constants[port.which :][:1] if isinstance(port.which, int) else asked.constants
                        return tuple(one if isinstance(one, str) else None for one in texts)

                    yield check(spec, *place, at_port)
                if not specs:
                    for called, cls in self._of_annotation(settled(program, references), asked):
                        given = self.scene.given.by_annotation(asked, cls)
                        yield from self._inferred(called, place, depth, given)

    def _of_annotation(
        self, references: Iterable[Reference], asked: Annotation
    ) -> Iterator[tuple[tuple[int, ...], int]]:
        """The functions that are run for what an annotation names or calls, and the class of the object."""
        for reference in references:
            if isinstance(reference, FunctionRef):
                is_called = bool(asked.constants or asked.arguments)
                made = tuple(self._returned(reference.id)) if is_called else ()
                yield made or (reference.id,), -1
            elif isinstance(reference, ClassRef):
                method = self.scene.program.method(reference.id, "__call__")
                yield (() if method is None else (method,)), reference.id


def _defaults(scene: Scene, function: Function) -> Iterator[Marker]:
    if not any(one.has_default for one in function.ir.parameters) or function.parent < 0:
        return
    index = function.id - function.module.first_function
    for instruction in scene.program.functions[function.parent].body.code:
        if isinstance(instruction, MakeFunction) and instruction.function == index:
            for _, value in instruction.defaults:
                yield function.parent, value


def _aliased(program: Program, function: Function, annotation: Annotation) -> Iterator[Marker]:
    """The markers of `Admin = Annotated[User, Depends(current_admin)]`, a module's variable."""
    for reference in resolve_written(program, function.module.id, annotation.name, function.parent):
        assigned = assigned_value(program, reference) if isinstance(reference, VariableRef) else None
        if assigned is None or not isinstance(reference, VariableRef):
            continue
        body, value = assigned
        generic = body.code[value]
        inside = body.code[generic.index] if isinstance(generic, LoadItem) else None
        if isinstance(inside, Build) and inside.kind == "tuple":
            for _, item in inside.items[1:]:
                yield program.modules[reference.module].first_function, item


def _listed(scene: Scene, function: int, call: Call) -> Iterator[Marker]:
    """The calls among what a call is handed by keyword, also in lists."""
    for _, value in call.keywords:
        written = scene.names.instruction(function, value)
        items = [item for _, item in written.items] if isinstance(written, Build) else [value]
        for item in items:
            made = scene.names.instruction(function, item)
            if isinstance(made, Call) and not made.decorator:
                yield function, item
