"""All routes of a program: which function or class answers at which address, and through what a request comes there."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field, replace

from piilint.ir.instructions import Build, Constant, Import, Value
from piilint.ir.program import ClassRef, Function, FunctionRef, VariableRef
from piilint.screens.addresses import Addresses
from piilint.screens.decorators import Decoration, Decorators
from piilint.screens.elements import elements
from piilint.screens.route_calls import RouteCall, RouteCalls, joined
from piilint.screens.scene import Scene
from piilint.screens.trees import Trees
from piilint.screens.views import View, Views
from piilint.screens.ways_in import Way, WaysIn
from piilint.terms.pattern import PatternIndex, matches
from piilint.terms.registration_specs import RegistrationSpec


@dataclass(frozen=True, slots=True)
class Route:
    """One way to a view. `address` is whole, `own` what stands where it is registered; None where it has none.

    `objects` are those that a request passes, `calls` (function, instruction) those that put the view there; `methods`
    of a class answer, `decorated_by` its attributes that list decorators of them.
    """

    address: str | None
    own: str | None = None
    objects: tuple[Hashable, ...] = ()
    calls: tuple[tuple[int, Value], ...] = ()
    methods: tuple[str, ...] = ()
    decorated_by: tuple[str, ...] = ()
    detail: bool = False
    """Whether it is of one object among all."""


@dataclass(slots=True)
class RouteTable:
    """Answers about one scene; found out when first asked."""

    scene: Scene
    decorators: Decorators
    calls: RouteCalls
    ways: WaysIn
    views: Views
    by_decorator: PatternIndex[RegistrationSpec]
    elsewhere: Addresses
    trees: Trees
    _routes: dict[View, dict[Route, None]] | None = field(default=None, repr=False)
    _defaults: dict[tuple[int, Value], RouteCall] | None = field(default=None, repr=False)
    _in_trees: set[View] = field(default_factory=set, repr=False)
    _shared: dict[int, list[Route]] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, scene: Scene, decorators: Decorators) -> RouteTable:
        """For one scene."""
        calls = RouteCalls.of(scene)
        specs = [one for one in scene.routes if one.match.by == "decorator"]
        by_decorator = PatternIndex((pattern, spec) for spec in specs for pattern in spec.match.patterns)
        ways, views = WaysIn(scene, calls, decorators), Views(scene, calls)
        elsewhere, trees = Addresses(scene, calls, ways, views), Trees(scene, decorators)
        return cls(scene, decorators, calls, ways, views, by_decorator, elsewhere, trees)

    def to(self, view: View) -> tuple[Route, ...]:
        """The routes to a function or class."""
        return tuple(self._all().get(view, ()))

    def views_routed(self) -> tuple[View, ...]:
        """All functions and classes that answer, in the order of the program; those of tests are left out."""
        return tuple(sorted(self._all(), key=lambda one: (isinstance(one, ClassRef), one.id)))

    def defaults(self) -> dict[tuple[int, Value], RouteCall]:
        """The calls that name what is shown and leave the view to the library, by (function, instruction)."""
        if self._defaults is None:
            found = (one for one in self.calls.all() if one.spec.default is not None)
            bare = (one for one in found if not self.calls.values(one, one.spec.view))
            self._defaults = {(one.function, one.at): one for one in bare}
        return self._defaults

    def addresses_of_default(self, one: RouteCall) -> tuple[str, ...]:
        """The addresses of what such a call registers."""
        found: dict[str, None] = {}
        for way, own in self.elsewhere.about(one) if one.spec.url_about is not None else ():
            texts = (own, *((joined(own, one.spec.detail),) if one.spec.detail is not None else ()))
            found.update((joined(way.prefix, text), None) for text in texts)
        return tuple(found)

    def subjects(self, one: RouteCall) -> tuple[str, ...]:
        """The classes that such a call names, as it writes them."""
        names: dict[str, None] = {}
        for value in self.calls.values(one, one.spec.about):
            written = self.scene.names.instruction(one.function, value)
            items = [item for _, item in written.items] if isinstance(written, Build) else [value]
            names.update((self.scene.names.written(one.function, item).rpartition(".")[2], None) for item in items)
        return tuple(names)

    def _all(self) -> dict[View, dict[Route, None]]:
        if self._routes is None:
            self._routes = {}
            for one in self.calls.all():
                for view, route in self._of_call(one):
                    self._enter(view, route)
            placed = frozenset(self._in_trees)
            program = self.scene.program
            for cls in program.classes:
                if cls.ir.decorators and not cls.module.in_test_code:
                    for decoration in self.decorators.of_class(cls.id):
                        for route in self._of_decoration(decoration):
                            if ClassRef(cls.id) in placed:
                                continue
                            if not self._speaks_for_methods(decoration):
                                self._enter(ClassRef(cls.id), route)
                            else:
                                self._shared.setdefault(cls.id, []).append(route)
            for function in program.functions:
                usable = function.is_python and not function.module.in_test_code
                if function.ir.decorators and usable and FunctionRef(function.id) not in placed:
                    for decoration in self.decorators.of_function(function):
                        for route in self._of_decoration(decoration, function):
                            for whole in self._below_class(function.cls, route):
                                self._enter(FunctionRef(function.id), whole)
        return self._routes

    def _speaks_for_methods(self, decoration: Decoration) -> bool:
        """Whether a class's decorator says where its methods answer."""
        specs = (spec for name in self.decorators.names(decoration) for spec in self.by_decorator.find(name))
        return any(spec.shared for spec in specs)

    def _enter(self, view: View, route: Route) -> None:
        owner = self.scene.program.functions[view.id] if isinstance(view, FunctionRef) else None
        module = owner.module if owner is not None else self.scene.program.classes[view.id].module
        if self._routes is not None and not module.in_test_code:
            self._routes.setdefault(view, {})[route] = None

    def _of_call(self, one: RouteCall) -> Iterator[tuple[View, Route]]:
        if one.spec.prefix or one.spec.registers:
            return
        if one.spec.exposed_by:
            yield from self._of_tree(one)
            return
        handed = [(one.function, value, self.calls.addresses(one)) for value in self.calls.values(one, one.spec.view)]
        for value in self.calls.values(one, one.spec.pairs):
            handed += self._pairs(one.function, value)
        for home, value, addresses in handed:
            for view in self._chosen(one, self.views.of_value(home, value)):
                for way, own in self._registered(one, addresses):
                    yield view, self._route(way.prefix, own, way.objects, way.calls, one.spec, self._suffix(one))
                    if own is not None and self._has_details(view, one.spec):
                        detail = joined(own, one.spec.detail or "")
                        route = self._route(way.prefix, detail, way.objects, way.calls, one.spec)
                        yield view, replace(route, detail=True)

    def _of_tree(self, one: RouteCall) -> Iterator[tuple[View, Route]]:
        """The routes of all that answers below an object."""
        for way, outer in self._registered(one, self.calls.addresses(one)):
            for value in self.calls.values(one, one.spec.view):
                for view, address in self.trees.views(one, value):
                    self._in_trees.add(view)
                    own = joined((outer or "").removesuffix("/"), address)
                    yield view, self._route(way.prefix, own, way.objects, way.calls, one.spec)

    def _chosen(self, one: RouteCall, views: tuple[View, ...]) -> tuple[View, ...]:
        """The views, or of a class the method that the call names."""
        given = self.calls.values(one, (one.spec.method,)) if one.spec.method is not None else []
        words = [word for value in given for word in self.scene.words.of_value(one.function, value)]
        methods = [
            self.scene.program.method(view.id, word)
            for view in views
            for word in words
            if isinstance(view, ClassRef) and isinstance(word, str)
        ]
        return tuple(FunctionRef(found) for found in methods if found is not None) or views

    def _registered(self, one: RouteCall, addresses: tuple[str, ...]) -> Iterator[tuple[Way, str | None]]:
        """The ways to what a call registers, with its own addresses or the ones that it names."""
        named = self.calls.values(one, (one.spec.of_name,)) if one.spec.of_name is not None else []
        here = (one.function, one.at)
        about = one.spec.url_about is not None
        found = list(self.elsewhere.about(one) if about else self.elsewhere.named(one.function, named))
        yield from ((replace(way, calls=(*way.calls, here)), own) for way, own in found)
        for way in () if found else self.ways.of_call(one):
            yield from ((way, own) for own in addresses or (None,))

    def _suffix(self, one: RouteCall) -> str:
        """What the names of the methods that answer end in."""
        given = self.calls.values(one, (one.spec.suffix,)) if one.spec.suffix is not None else []
        words = [word for value in given for word in self.scene.words.of_value(one.function, value)]
        return f"_{words[0]}" if words and isinstance(words[0], str) else ""

    def _has_details(self, view: View, spec: RegistrationSpec) -> bool:
        """Whether a class answers for one object as well, below the address of them all."""
        if spec.detail is None or not isinstance(view, ClassRef):
            return False
        names = self.scene.names.class_names(view.id)
        return not spec.detail_for or any(
            any(matches(wanted, name) for name in names)
            if "." in wanted
            else self.scene.program.method(view.id, wanted) is not None
            for wanted in spec.detail_for
        )

    def _route(
        self,
        prefix: str,
        own: str | None,
        objects: tuple[Hashable, ...],
        calls: tuple[tuple[int, Value], ...],
        spec: RegistrationSpec | None,
        suffix: str = "",
    ) -> Route:
        address = joined(prefix, own) if own is not None else prefix or None
        of_class = (tuple(one + suffix for one in spec.methods), spec.decorated_by) if spec is not None else ()
        return Route(address, own, objects, calls, *of_class)

    def _pairs(self, function: int, value: Value) -> Iterator[tuple[int, Value, tuple[str, ...]]]:
        """The views in a list of (address, view), each with the function that names it."""
        for home, item in elements(self.scene, function, value):
            pair = self.scene.names.instruction(home, item)
            if isinstance(pair, Build) and len(pair.items) >= 2:
                (_, address), (_, view) = pair.items[:2]
                yield home, view, self.calls.texts(home, address)

    def _of_decoration(self, decoration: Decoration, function: Function | None = None) -> Iterator[Route]:
        """The routes that a decorator gives what is below it: its first argument, if rules say nothing else.

        A method for which the address that rules speak of is not given answers under its name.
        """
        names = self.decorators.names(decoration)
        spec = next((spec for name in names for spec in self.by_decorator.find(name)), None)
        registers = spec is not None or self.scene.registers(names)
        call = self.decorators.call_of(decoration)
        own: tuple[str, ...] = ()
        ways: tuple[Way, ...] = ()
        if call is not None:
            known = RouteCall(decoration.function, decoration.value, call, spec) if spec is not None else None
            if known is not None and (known.spec.of_name is not None or known.spec.url_about is not None):
                yield from self._of_name(decoration, known)
                return
            if known is not None and known.spec.url:
                own = self.calls.addresses(known)
                if not own and function is not None and function.cls >= 0 and known.spec.url_attribute is None:
                    own = (function.ir.name,)
            elif call.arguments:
                own = self._constants(decoration.function, call.arguments[0])
        if not registers and not any(one.startswith("/") for one in own):
            return
        where = self._receiver(decoration)
        if where is not None:
            ways = self.ways.of_object(decoration.function, where)
        elif function is not None:
            ways = tuple(self.elsewhere.around(FunctionRef(function.id), *self._classes_of(function)))
            own = self._below_attribute(function, spec, own)
        here = (decoration.function, decoration.at)
        detail = self._is_of_detail(decoration, spec)
        for way in ways:
            for one in own or (None,):
                yield replace(self._route(way.prefix, one, way.objects, (*way.calls, here), spec), detail=detail)
        for one in () if ways else own or (None,):
            yield replace(self._route("", one, (), (here,), spec), detail=detail)

    def _of_name(self, decoration: Decoration, known: RouteCall) -> Iterator[Route]:
        """The routes of what answers at the addresses that its decorator names."""
        here = (decoration.function, decoration.at)
        for way, own in self._registered(known, self.calls.addresses(known)):
            calls = way.calls if here in way.calls else (*way.calls, here)
            yield self._route(way.prefix, own, way.objects, calls, known.spec)
            if own is not None and known.spec.detail is not None:
                detail = joined(own, known.spec.detail)
                yield replace(self._route(way.prefix, detail, way.objects, calls, known.spec), detail=True)

    def _classes_of(self, function: Function) -> tuple[ClassRef, ...]:
        """The classes that a method is one of, those below its own too."""
        found = self.scene.program.all_subclasses(function.cls) if function.cls >= 0 else ()
        return tuple(ClassRef(one) for one in found)

    def _below_attribute(
        self, function: Function, spec: RegistrationSpec | None, own: tuple[str, ...]
    ) -> tuple[str, ...]:
        """A method's addresses below the one that an attribute of its class holds."""
        if spec is None or spec.url_attribute is None or function.cls < 0:
            return own
        words = self.scene.words.of_class(function.cls, spec.url_attribute)
        outer = [word for word in words if isinstance(word, str)]
        return tuple(joined(before, one) for before in outer for one in own or ("",)) or own

    def _is_of_detail(self, decoration: Decoration, spec: RegistrationSpec | None) -> bool:
        """Whether a decorator says that a method answers for one object: `@action(detail=True)`."""
        call = self.decorators.call_of(decoration)
        if spec is None or spec.detail_by is None or call is None:
            return False
        given = dict(call.keywords).get(spec.detail_by)
        written = self.scene.names.instruction(decoration.function, given) if given is not None else None
        return isinstance(written, Constant) and written.value is True

    def _constants(self, function: int, value: Value) -> tuple[str, ...]:
        words = self.scene.words.of_value(function, value)
        texts = tuple(word for word in words if isinstance(word, str))
        return texts if len(texts) == len(words) else ()

    def _receiver(self, decoration: Decoration) -> Value | None:
        call = self.decorators.call_of(decoration)
        value = decoration.value if call is None else call.callee
        found = self.decorators.receiver_of(decoration.function, value)
        if found is not None and isinstance(self.scene.names.instruction(decoration.function, found), Import):
            known = self.scene.names.references(decoration.function, found)
            return found if any(isinstance(one, VariableRef) for one in known) else None
        return found

    def _below_class(self, cls: int, route: Route) -> Iterator[Route]:
        """A method's own route lies below those of its class, where that has some."""
        outer = tuple(self._routes.get(ClassRef(cls), ())) if self._routes is not None and cls >= 0 else ()
        if route.address is None and cls in self._shared:
            yield from self._shared[cls]
            return
        outer = tuple(one for one in outer if one.detail == route.detail) or outer
        for one in outer:
            address = joined(one.address or "", route.own or "") or None
            yield Route(address, route.own, one.objects, (*one.calls, *route.calls), route.methods)
        if not outer:
            yield route
