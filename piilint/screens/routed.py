"""The functions and classes that answer at routes: screens, whether they show personal data or not.

A view is one screen: what its helpers and templates show on the way to the person who asked for it belongs to it. A
class that answers is one screen too, save for the methods that have routes of their own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from piilint.ir.instructions import Call, LoadAttribute, MakeClass, Value
from piilint.ir.program import ClassRef, FunctionRef, Program
from piilint.ir.variables import settled
from piilint.screens.before import Before
from piilint.screens.callers import ENTERED, Callers, Chain
from piilint.screens.checks import Check, check, in_both, nowhere
from piilint.screens.declared import Declarations
from piilint.screens.route_calls import RouteCall
from piilint.screens.route_table import Route
from piilint.screens.routes import enclosing
from piilint.screens.scene import Scene, instruction_at
from piilint.screens.users import Users
from piilint.screens.views import View
from piilint.terms.config import Config
from piilint.terms.finding import GuardFact
from piilint.terms.flow import Flow
from piilint.terms.rulebook import Rulebook
from piilint.terms.screen import RoutedScreen, RoutedScreens, Screen, SinkContext

PER_CALL = ":"
"""Stands in the names of screens that are one call: a log record, an exported row."""


def routed(program: Program, flows: Sequence[Flow], rulebook: Rulebook, config: Config) -> RoutedScreens:
    """The routed screens in the order of the program, and those that flows are seen on; tests' are left out."""
    scene = Scene.of(program, rulebook)
    before = Before.of(scene)
    callers = Callers(scene)
    declared = Declarations(scene, before.routes, rulebook, config)
    made = Routed(scene, before, callers, Users.of(scene, callers, rulebook), declared)
    by_flow = {at: seen for at, flow in enumerate(flows) if (seen := made.of_flow(flow))}
    views = tuple(made.screen(view) for view in before.routes.table.views_routed())
    plain = tuple(RoutedScreen(*made.of_default(one)) for one in before.routes.table.defaults().values())
    return RoutedScreens((*views, *plain), by_flow)


@dataclass(slots=True)
class Routed:
    """Answers about one scene."""

    scene: Scene
    before: Before
    callers: Callers
    users: Users
    declared: Declarations
    _used: dict[int, tuple[Chain, ...]] = field(default_factory=dict, repr=False)
    _below: dict[int, list[int]] | None = field(default=None, repr=False)

    def screen(self, view: View) -> RoutedScreen:
        """A view by itself, whatever it shows."""
        if isinstance(view, FunctionRef):
            checks = self.before.checks(((view.id, -1),))
            return RoutedScreen(self._named(view, ((view.id, -1),), checks), _context(checks))
        owner = self.scene.program.classes[view.id]
        handlers = [name for one in self._routes(view) for name in one.methods]
        methods: list[tuple[str, tuple[Check, ...]]] = []
        for name in dict.fromkeys(handlers):
            function = self.scene.program.method(view.id, name)
            if function is not None:
                methods.append((name, self.before.checks(((function, -1),), view.id)))
        body = owner.module.first_function + owner.ir.body
        common = list(methods[0][1]) if methods else list(self.before.checks(((body, -1),), view.id))
        for _, others in methods[1:]:
            common = in_both(common, others)
        facts = tuple((name, _context(checks).guards) for name, checks in methods)
        return RoutedScreen(self._named(view, ((body, -1),), common), _context(common), facts)

    def of_flow(self, flow: Flow) -> tuple[tuple[Screen, SinkContext], ...]:
        """The views on which people see what flows, and the screen as the sink says it where other ways lead to it."""
        if PER_CALL in flow.sink.screen:
            return ()
        chain = (*flow.call_chain, (flow.sink.function, flow.sink.instruction))
        default = self.before.routes.table.defaults().get(chain[0])
        if default is not None:
            return (self.of_default(default),)
        first = self.scene.program.functions[chain[0][0]]
        ways = self.users.ways(first.id)
        found: dict[View | None, list[tuple[Chain, tuple[Check, ...]]]] = {}
        for whole in self._entered([(*way, *chain) for way in ways or ENTERED]):
            for view in self._views(whole) or (None,):
                cls = view.id if isinstance(view, ClassRef) else -1
                found.setdefault(view, []).append((whole, self.before.checks(whole, cls)))
        return () if set(found) == {None} else tuple(self._seen(flow, *one) for one in found.items())

    def of_default(self, one: RouteCall) -> tuple[Screen, SinkContext]:
        """What a library shows by a class of its own, where a call names what it is about and no view."""
        owner = self.scene.program.functions[one.function]
        path, line = self.scene.place(one.function, one.at)
        specs = self.scene.checks.find("base_class", (one.spec.default or "",))
        checks = [check(spec, path, line, nowhere) for spec in specs]
        chain = ((one.function, one.at),)
        what = ", ".join(self.before.routes.table.subjects(one))
        named = self.declared.screen(f"{owner.module.name}.{what}", path, chain, checks)
        addresses = self.before.routes.table.addresses_of_default(one)
        route = addresses[0] if addresses else named.route
        return replace(named, route=route, routes=addresses, path=path, line=line), _context(checks)

    def _seen(
        self, flow: Flow, view: View | None, ways: list[tuple[Chain, tuple[Check, ...]]]
    ) -> tuple[Screen, SinkContext]:
        checks = list(ways[0][1])
        for _, others in ways[1:]:
            checks = in_both(checks, others)
        if view is None:
            return self.declared.screen(flow.sink.screen, flow.sink.place.path, ways[0][0], checks), _context(checks)
        return self._named(view, ways[0][0], checks, flow.sink.place.path), _context(checks)

    def _entered(self, chains: Sequence[Chain]) -> Iterator[Chain]:
        """The chains; one that begins in a class begins in the views that call the class as well."""
        for chain in chains:
            cls = self._class_at(*chain[0])
            outer = self._users(cls) if cls >= 0 else ()
            if not outer or self._views(chain):
                yield chain
            yield from ((*way, *chain) for way in outer)

    def _class_at(self, function: int, instruction: int) -> int:
        """The class that code makes, or is a method of; -1 for none."""
        owner = self.scene.program.functions[function]
        made = instruction_at(owner, instruction)
        if isinstance(made, MakeClass):
            return owner.module.first_class + made.class_
        return self.scene.class_of_body(function) if owner.ir.kind == "class" else owner.cls

    def _users(self, cls: int) -> tuple[Chain, ...]:
        """The ways to where functions of views name a class or one below it: `return Page.as_view()(request)`."""
        if cls not in self._used:
            program = self.scene.program
            found: dict[Chain, None] = {}
            for below in program.all_subclasses(cls):
                for number in program.mentions.get(program.classes[below].ir.name, ()):
                    user = program.functions[number]
                    if user.is_python and user.ir.kind == "function" and not user.module.in_test_code:
                        for at in self._calls(number, below):
                            found.update(((*way, (number, at)), None) for way in self.callers.ways(number))
            self._used[cls] = tuple(one for one in found if self._views(one))
        return self._used[cls]

    def _calls(self, function: int, cls: int) -> Iterator[Value]:
        """Where a function calls a class, or a method of the class by the class's name."""
        program, uses = self.scene.program, self.scene.uses.of(function)
        code = program.functions[function].body.code
        for at in uses.by_name.get(program.classes[cls].ir.name, ()):
            if ClassRef(cls) in settled(program, self.scene.names.references(function, at)):
                for reader in uses.readers.get(at, ()):
                    instruction = code[reader]
                    attributes = (reader,) if isinstance(instruction, LoadAttribute) else ()
                    calls = [reader, *(one for attribute in attributes for one in uses.readers.get(attribute, ()))]
                    for one in calls:
                        call = code[one]
                        if isinstance(call, Call) and call.callee in (at, *attributes):
                            yield one

    def _views(self, chain: Chain) -> tuple[View, ...]:
        """The views through which a chain of calls is entered: a function, or each class that it is a method for."""
        function, instruction = chain[0]
        program, table = self.scene.program, self.before.routes.table
        made = instruction_at(program.functions[function], instruction)
        if isinstance(made, MakeClass):
            return self._classes(program.functions[function].module.first_class + made.class_)
        for owner in enclosing(self.scene, function):
            if table.to(FunctionRef(owner.id)):
                return (FunctionRef(owner.id),)
            cls = self.scene.class_of_body(owner.id) if owner.ir.kind == "class" else owner.cls
            if cls >= 0:
                name = owner.ir.name if owner.ir.kind == "function" else None
                found = self._classes(cls, name, owner.id)
                if found:
                    return found
        return ()

    def _classes(self, cls: int, method: str | None = None, function: int = -1) -> tuple[View, ...]:
        """The classes that answer and are this one or inherit from it, save those with another method of that name."""
        if self._below is None:
            self._below = {}
            for view in self.before.routes.table.views_routed():
                for base in self.scene.program.classes[view.id].mro if isinstance(view, ClassRef) else ():
                    if isinstance(base, int):
                        self._below.setdefault(base, []).append(view.id)
        routed = self._below.get(cls, ())
        program = self.scene.program
        return tuple(ClassRef(one) for one in routed if method is None or program.method(one, method) == function)

    def _routes(self, view: View) -> tuple[Route, ...]:
        return self.before.routes.table.to(view)

    def _named(self, view: View, chain: Chain, checks: Sequence[Check], shown: str | None = None) -> Screen:
        program = self.scene.program
        owner = program.functions[view.id] if isinstance(view, FunctionRef) else program.classes[view.id]
        addresses = tuple(dict.fromkeys(one.address for one in self._routes(view) if one.address is not None))
        name = owner.name
        if isinstance(view, FunctionRef) and program.functions[view.id].ir.kind == "lambda" and addresses:
            name = f"{name} {addresses[0]}"  # it has no name of its own
        screen = self.declared.screen(name, shown or owner.module.path, chain, checks)
        route = addresses[0] if addresses else screen.route
        line = max(1, owner.ir.line)
        return replace(screen, route=route, routes=addresses, path=owner.module.path, line=line)


def _context(checks: Sequence[Check]) -> SinkContext:
    facts = {fact for one in checks for fact in one.facts()}
    guards = tuple(sorted(facts, key=_reading_order))
    audits = tuple(sorted({(one.path, one.line) for one in checks if one.is_audit}))
    return SinkContext(guards, bool(audits), audits)


def _reading_order(fact: GuardFact) -> tuple[str, int, str, str]:
    return fact.path, fact.line, fact.kind, fact.role or ""
