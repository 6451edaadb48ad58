"""The calls that register a route, as `[[registration]]` entries tell them, and what stands at their ports."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from piilint.ir.instructions import Build, Call, Constant, LoadAttribute, Operate, Value
from piilint.screens.scene import Scene
from piilint.terms.pattern import PatternIndex
from piilint.terms.port import Port
from piilint.terms.registration_specs import RegistrationSpec

MAX_DEPTH = 6
UNKNOWN = "<?>"
"""Stands in an address for what only running the code tells."""


@dataclass(frozen=True, slots=True)
class RouteCall:
    """One call that registers a route, puts routes below an address, or makes what has routes."""

    function: int
    at: Value
    call: Call
    spec: RegistrationSpec

    def values(self, ports: tuple[Port, ...]) -> Iterator[Value]:
        """What the call is handed at some ports, or the object whose method it is."""
        named = dict(self.call.keywords)
        for port in ports:
            which = port.which
            if isinstance(which, int):
                if which < min(self.call.stars, default=len(self.call.arguments)) and which < len(self.call.arguments):
                    yield self.call.arguments[which]
            elif which == "*":
                yield from self.call.arguments
            elif which is not None and which in named:
                yield named[which]


@dataclass(slots=True)
class RouteCalls:
    """Those of one scene, found out function by function."""

    scene: Scene
    index: PatternIndex[RegistrationSpec]
    _names: frozenset[str] = frozenset()
    _found: dict[int, dict[Value, RouteCall]] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, scene: Scene) -> RouteCalls:
        """For one scene."""
        specs = [one for one in scene.routes if one.match.by == "call"]
        index = PatternIndex((pattern, spec) for spec in specs for pattern in spec.match.patterns)
        return cls(scene, index, frozenset(index.last_parts()))

    def all(self) -> Iterator[RouteCall]:
        """All of the program, in its order; those of tests are left out."""
        mentions = self.scene.program.mentions
        for function in sorted({one for name in self._names for one in mentions.get(name, ())}):
            yield from self.in_function(function).values()

    def in_function(self, function: int) -> dict[Value, RouteCall]:
        """Those of one function by their instruction."""
        known = self._found.get(function)
        if known is None:
            owner = self.scene.program.functions[function]
            usable = owner.is_python and not owner.module.in_test_code and not self._names.isdisjoint(owner.ir.mentions)
            known = self._found[function] = dict(self._search(function)) if usable else {}
        return known

    def _search(self, function: int) -> Iterator[tuple[Value, RouteCall]]:
        owner = self.scene.program.functions[function]
        renamed = {one.local for one in owner.module.ir.imports if one.name in self._names and one.local != one.name}
        wanted = self._names | renamed
        for at, call in enumerate(owner.body.code):
            if isinstance(call, Call) and not call.decorator:
                written = owner.body.code[call.callee]
                if getattr(written, "name", None) in wanted:
                    spec = self._spec(function, call)
                    if spec is not None:
                        yield at, RouteCall(function, at, call, spec)

    def _spec(self, function: int, call: Call) -> RegistrationSpec | None:
        names = self.scene.names.callee(function, call.callee).names
        return next((spec for name in names for spec in self.index.find(name)), None)

    def receiver(self, one: RouteCall) -> Value | None:
        """The object whose method the call is."""
        callee = self.scene.names.instruction(one.function, one.call.callee)
        return callee.object if isinstance(callee, LoadAttribute) else None

    def values(self, one: RouteCall, ports: tuple[Port, ...]) -> list[Value]:
        """What stands at the ports of a call, its receiver too."""
        found = list(one.values(ports))
        receiver = self.receiver(one) if any(port.base == "receiver" for port in ports) else None
        return found if receiver is None else [receiver, *found]

    def addresses(self, one: RouteCall) -> tuple[str, ...]:
        """The addresses that the call names; () where it names none."""
        found = [text for value in one.values(one.spec.url) for text in self.texts(one.function, value)]
        return tuple(dict.fromkeys(found))

    def texts(self, function: int, value: Value, depth: int = MAX_DEPTH) -> tuple[str, ...]:
        """The addresses that a value is or holds, as far as they are known."""
        written = self.scene.names.instruction(function, value)
        if depth == 0 or written is None:
            return (UNKNOWN,)
        if isinstance(written, Constant):
            held = written.value if isinstance(written.value, list) else [written.value]
            return tuple(trimmed(one) for one in held if isinstance(one, str))
        if isinstance(written, Build) and written.kind in ("list", "tuple", "set"):
            return tuple(text for _, item in written.items for text in self.texts(function, item, depth - 1))
        if isinstance(written, Build) and written.kind == "text":
            return ("".join(self._one(function, item, depth) for _, item in written.items),)
        if isinstance(written, Operate) and written.operator == "add":
            return ("".join(self._one(function, one, depth) for one in written.operands),)
        if isinstance(written, Operate) and written.operator in ("format", "str") and written.operands:
            return self.texts(function, written.operands[0], depth - 1)
        words = self.scene.words.of_value(function, value)
        if words and all(isinstance(word, str) for word in words):
            return tuple(trimmed(word) for word in words if isinstance(word, str))
        if isinstance(written, Call) and len(written.arguments) == 1:  # a text that is translated
            return self.texts(function, written.arguments[0], depth - 1)
        return (UNKNOWN,)

    def _one(self, function: int, value: Value, depth: int) -> str:
        found = self.texts(function, value, depth - 1)
        return found[0] if len(found) == 1 else UNKNOWN


def trimmed(address: str) -> str:
    """An address without the marks of a regular expression for where it begins and ends."""
    return address.removeprefix("^").removesuffix("\\Z").removesuffix("$").replace("\\.", ".")


def joined(prefix: str, address: str) -> str:
    """An address below another one."""
    if prefix.endswith("/") and address.startswith("/"):
        return prefix + address[1:]
    between = "/" if prefix and address and not prefix.endswith("/") and not address.startswith("/") else ""
    return prefix + between + address
