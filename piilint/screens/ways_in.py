"""Where routes are put: into lists that are included, on objects that are joined to others, below addresses.

One looks outwards from the value: who reads it, what that is put into, and so on, up to what nobody puts anywhere.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field, replace

from piilint.ir.instructions import Assign, Build, Call, LoadAttribute, Operate, Parameter, Phi, Return, Value
from piilint.ir.program import FunctionRef, Module, ModuleRef, Program, Reference, VariableRef
from piilint.ir.variables import settled
from piilint.screens.decorators import Decorators
from piilint.screens.route_calls import RouteCall, RouteCalls, joined
from piilint.screens.scene import Scene

MAX_WAYS = 12
MAX_DEPTH = 24
MAX_MENTIONS = 400
"""A name that more functions mention is looked for in its own module only."""
ADDING = ("append", "extend", "insert", "update", "add")
"""Methods by which a list takes in more."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way from where the program is entered: the address, and the objects and calls that it leads through."""

    prefix: str = ""
    objects: tuple[Hashable, ...] = ()
    calls: tuple[tuple[int, Value], ...] = ()
    replaces: bool = False
    """Whether the address stands in the place of what comes next."""


ROOT = (Way(),)


@dataclass(slots=True)
class WaysIn:
    """Answers about one scene, each found out once."""

    scene: Scene
    calls: RouteCalls
    decorators: Decorators
    _of_object: dict[Hashable, tuple[Way, ...]] = field(default_factory=dict, repr=False)
    _named: dict[VariableRef, list[RouteCall]] | None = field(default=None, repr=False)
    _handed_on: dict[int, list[RouteCall]] | None = field(default=None, repr=False)

    def of_call(self, one: RouteCall) -> tuple[Way, ...]:
        """The ways to what a call registers, without its own address."""
        if one.spec.on is None:
            found = _few(self._outwards(one.function, one.at, frozenset(), through=True)) or ROOT
        else:
            found = tuple(
                way
                for value in self.calls.values(one, (one.spec.on,))[:1]
                for way in self.of_object(one.function, self._owner(one.function, value))
            )
        here = (one.function, one.at)
        return tuple(replace(way, calls=(*way.calls, here)) for way in found or ROOT)

    def across(self, one: RouteCall) -> Iterator[Way]:
        """The ways to what a call puts below its address."""
        addresses = self.calls.addresses(one)
        for way in self.of_call(one):
            for address in addresses or ("",):
                yield replace(way, prefix=joined(way.prefix, address), replaces=one.spec.replaces and bool(addresses))

    def _owner(self, function: int, value: Value) -> Value:
        """The object that something is registered on: of `app.router`, which no variable is called, `app`."""
        written = self.scene.names.instruction(function, value)
        while isinstance(written, LoadAttribute):
            known = self.scene.names.references(function, value)
            if any(isinstance(one, VariableRef) for one in known):
                break
            value = written.object
            written = self.scene.names.instruction(function, value)
        return value

    def of_object(self, function: int, value: Value) -> tuple[Way, ...]:
        """The ways to what is registered on an object, with the address that the object brings along."""
        key = self.decorators.key_of(function, value)
        if key not in self._of_object:
            self._of_object[key] = ROOT  # an object that is joined to itself is no way
            self._of_object[key] = _few(self._to_object(key, function, value))
        return self._of_object[key]

    def _to_object(self, key: Hashable, function: int, value: Value) -> Iterator[Way]:
        made = list(self._made(key, function, value))
        outer = _few(self._from_object(key, function, value))
        for home, at in made or [(function, value)]:
            maker = self._maker(home, at)
            own = self._own(home, at, maker)
            on = maker is not None and maker.spec.on is not None and bool(self.calls.values(maker, (maker.spec.on,)))
            for way in (outer or (() if on else ROOT)) + (self.of_call(maker) if maker is not None and on else ()):
                prefix = way.prefix if way.replaces else joined(way.prefix, own)
                yield Way(prefix, (*way.objects, key), way.calls)

    def _made(self, key: Hashable, function: int, value: Value) -> Iterator[tuple[int, Value]]:
        """Where the object is made: (function, the value of that name)."""
        if isinstance(key, VariableRef):
            module = self.scene.program.modules[key.module]
            for binding in module.ir.bindings.get(key.name, ()):
                if binding.kind == "value" and binding.index >= 0:
                    yield module.first_function, binding.index
        else:
            yield function, value

    def _maker(self, function: int, value: Value) -> RouteCall | None:
        """The call that makes the object, where rules know it."""
        code = self.scene.program.functions[function].body.code
        for _ in range(MAX_DEPTH):
            instruction = code[value] if value >= 0 else None
            if not isinstance(instruction, Assign):
                break
            value = instruction.value
        found = self.calls.in_function(function).get(value)
        return found if found is not None and not found.spec.view and not found.spec.pairs else None

    def _own(self, function: int, value: Value, maker: RouteCall | None) -> str:
        """What an object puts before all routes on it: as rules say, or a keyword that ends in `prefix`."""
        if maker is not None and maker.spec.url:
            return next(iter(self.calls.addresses(maker)), "")
        made = self.scene.names.instruction(function, value)
        for name, given in made.keywords if isinstance(made, Call) else ():
            if name.endswith("prefix"):
                return next(iter(self.calls.texts(function, given)), "")
        return ""

    def _from_object(self, key: Hashable, function: int, value: Value) -> Iterator[Way]:
        for home, at in self._made(key, function, value):
            yield from self._outwards(home, at, frozenset(), through=False)
            yield from self._from_registered(home, at)
        if isinstance(key, VariableRef):
            yield from self._from_variable(key, frozenset(), through=False)

    def _from_registered(self, function: int, value: Value) -> Iterator[Way]:
        """Outwards from what a function is handed that a call names for putting more on an object."""
        parameter = self.scene.names.instruction(function, value)
        if isinstance(parameter, Parameter) and parameter.index == 0:
            for one in self._registering().get(function, ()):
                yield from self.across(one)

    def _registering(self) -> dict[int, list[RouteCall]]:
        """The calls that name a function which is handed an object to put more on it, by that function."""
        if self._handed_on is None:
            self._handed_on = {}
            for one in self.calls.all():
                for value in self.calls.values(one, one.spec.view) if one.spec.registers else ():
                    for function in self._functions(one, value):
                        self._handed_on.setdefault(function, []).append(one)
        return self._handed_on

    def _functions(self, one: RouteCall, value: Value) -> Iterator[int]:
        """The functions that a value is or names by a text, or the one of that name in a module."""
        program = self.scene.program
        found = [*settled(program, self.scene.names.references(one.function, value))]
        module = program.functions[one.function].module
        for word in self.scene.words.of_value(one.function, value):
            if isinstance(word, str):
                found += settled(program, resolved_text(program, module, word))
        for reference in found:
            if isinstance(reference, FunctionRef):
                yield reference.id
            elif isinstance(reference, ModuleRef) and one.spec.of_module is not None:
                inner = settled(program, program.lookup(reference.id, one.spec.of_module))
                yield from (each.id for each in inner if isinstance(each, FunctionRef))

    def _from_variable(self, variable: VariableRef, seen: frozenset[Hashable], through: bool) -> Iterator[Way]:
        """Outwards from all that read a module's variable in other functions."""
        if variable in seen:
            return
        seen |= {variable}
        for one in self._by_module().get(variable, ()):
            yield from self.across(one)
        program = self.scene.program
        home = program.modules[variable.module].first_function
        mentioning = program.mentions.get(variable.name, ())
        if len(mentioning) > MAX_MENTIONS:
            return
        for number in mentioning:
            function = program.functions[number]
            if not function.is_python or function.module.in_test_code:
                continue
            for at in self.scene.uses.of(number).by_name.get(variable.name, ()):
                if number != home and variable in self.scene.names.references(number, at):
                    yield from self._outwards(number, at, seen, through)

    def _by_module(self) -> dict[VariableRef, list[RouteCall]]:
        """The calls that include a module, by the variable that lists the module's routes."""
        if self._named is None:
            self._named = {}
            for one in self.calls.all():
                if one.spec.of_module is not None:
                    for value in self.calls.values(one, one.spec.view):
                        for module in self._modules(one.function, value):
                            self._named.setdefault(VariableRef(module, one.spec.of_module), []).append(one)
        return self._named

    def _modules(self, function: int, value: Value) -> Iterator[int]:
        """The modules that a value is, or names by a text; the first of a tuple too."""
        written = self.scene.names.instruction(function, value)
        if isinstance(written, Build) and written.kind == "tuple" and written.items:
            yield from self._modules(function, written.items[0][1])
            return
        folder = self.scene.program.functions[function].module.folder
        for word in self.scene.words.of_value(function, value):
            found = self.scene.program.finder.find(folder, word) if isinstance(word, str) else None
            if found is not None:
                yield found[0]
        for reference in settled(self.scene.program, self.scene.names.references(function, value)):
            if isinstance(reference, ModuleRef):
                yield reference.id

    def _outwards(self, function: int, value: Value, seen: frozenset[Hashable], through: bool) -> Iterator[Way]:
        """The ways to what a value is put into. `through`: also through calls that rules do not know."""
        here = (function, value)
        if here in seen or len(seen) > MAX_DEPTH:
            return
        seen |= {here}
        owner = self.scene.program.functions[function]
        for at in self.scene.uses.of(function).readers.get(value, ()):
            instruction = owner.body.code[at]
            if isinstance(instruction, Assign):
                yield from self._outwards(function, at, seen, through)
                if owner.ir.kind == "module":
                    variable = VariableRef(owner.module.id, instruction.name)
                    yield from self._from_variable(variable, seen, through)
            elif isinstance(instruction, Phi | Build | Operate | LoadAttribute):
                yield from self._outwards(function, at, seen, True)
            elif isinstance(instruction, Return):
                yield from self._from_callers(function, seen, through)
            elif isinstance(instruction, Call) and not instruction.decorator:
                yield from self._through_call(function, at, instruction, value, seen, through)

    def _through_call(
        self, function: int, at: Value, call: Call, value: Value, seen: frozenset[Hashable], through: bool
    ) -> Iterator[Way]:
        known = self.calls.in_function(function).get(at)
        if known is not None:
            if value in self.calls.values(known, (*known.spec.view, *known.spec.pairs)):
                yield from self.across(known)
            return
        if call.callee == value:
            return
        callee = self.scene.names.instruction(function, call.callee)
        if isinstance(callee, LoadAttribute) and callee.name in ADDING:
            yield from self._outwards(function, callee.object, seen, through)
            yield from self._of_read(function, callee.object, seen, through)
        elif through:
            yield from self._outwards(function, at, seen, through)

    def _of_read(self, function: int, value: Value, seen: frozenset[Hashable], through: bool) -> Iterator[Way]:
        """From what is read of a module's variable in a function: the variable."""
        for reference in self.scene.names.references(function, value):
            if isinstance(reference, VariableRef):
                yield from self._from_variable(reference, seen, through)

    def _from_callers(self, function: int, seen: frozenset[Hashable], through: bool) -> Iterator[Way]:
        """Outwards from all calls of a function that gives the value back."""
        program, owner = self.scene.program, self.scene.program.functions[function]
        mentioning = program.mentions.get(owner.ir.name, ())
        for number in mentioning if len(mentioning) <= MAX_MENTIONS else ():
            uses = self.scene.uses.of(number)
            for at in uses.by_name.get(owner.ir.name, ()):
                if FunctionRef(function) in settled(program, self.scene.names.references(number, at)):
                    for call in uses.readers.get(at, ()):
                        if isinstance(program.functions[number].body.code[call], Call):
                            yield from self._outwards(number, call, seen, through)


def _few(ways: Iterator[Way]) -> tuple[Way, ...]:
    return tuple(dict.fromkeys(ways))[:MAX_WAYS]


def resolved_text(program: Program, module: Module, dotted: str) -> tuple[Reference, ...]:
    """What a text names in a module: `desk.routes`, `desk.routes.add`, and `.routes` beside the module."""
    package = module.name if module.is_package else module.name.rpartition(".")[0]
    whole = f"{package}{dotted}".lstrip(".") if dotted.startswith(".") else dotted
    found = program.finder.find(module.folder, whole)
    if found is not None:
        return (ModuleRef(found[0]),)
    home, _, name = whole.rpartition(".")
    found = program.finder.find(module.folder, home) if home else None
    return program.lookup(found[0] if found is not None else module.id, name)
