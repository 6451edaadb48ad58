"""Addresses that stand elsewhere than where a view is registered: under a name, or around lists of views."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from piilint.ir.instructions import LoadAttribute, Value
from piilint.ir.variables import settled
from piilint.screens.elements import elements
from piilint.screens.route_calls import RouteCall, RouteCalls
from piilint.screens.scene import Scene
from piilint.screens.views import View, Views
from piilint.screens.ways_in import Way, WaysIn
from piilint.terms.pattern import matches

ABOVE = re.compile(r"\{above:(\w+)\}")


@dataclass(slots=True)
class Addresses:
    """Answers about one scene; found out when first asked."""

    scene: Scene
    calls: RouteCalls
    ways: WaysIn
    views: Views
    _by_name: dict[str, list[tuple[Way, str]]] | None = field(default=None, repr=False)
    _mounts: dict[tuple[str, ...], tuple[Way, ...]] = field(default_factory=dict, repr=False)
    _around: dict[View, list[RouteCall]] | None = field(default=None, repr=False)

    def named(self, function: int, values: list[Value]) -> Iterator[tuple[Way, str]]:
        """(way, address) of the addresses that values name."""
        if self._by_name is None:
            self._by_name = {}
            for one in self.calls.all():
                if one.spec.named is not None:
                    self._enter(one, self._by_name)
        for value in values:
            for word in self.scene.words.of_value(function, value):
                if isinstance(word, str):
                    yield from self._by_name.get(word, ())

    def _enter(self, one: RouteCall, known: dict[str, list[tuple[Way, str]]]) -> None:
        named = self.calls.values(one, (one.spec.named,)) if one.spec.named is not None else []
        for value in named:
            for word in self.scene.words.of_value(one.function, value):
                if isinstance(word, str):
                    for way in self.ways.of_call(one):
                        known.setdefault(word, []).extend((way, text) for text in self.calls.addresses(one))

    def about(self, one: RouteCall) -> Iterator[tuple[Way, str]]:
        """(way, address) of what is about classes, below all that has what the rule says put somewhere."""
        texts = [text for cls in self._subjects(one) for text in _of_class(one.spec.url_about or "", cls)]
        if texts and one.spec.below not in self._mounts:
            self._mounts[one.spec.below] = tuple(dict.fromkeys(self._mounted(one.spec.below)))
        for way in self._mounts[one.spec.below] if texts else ():
            yield from ((way, text) for text in texts)

    def _subjects(self, one: RouteCall) -> Iterator[str]:
        """The dotted names of the classes that a call or decorator is about."""
        for value in self.calls.values(one, one.spec.about):
            for home, item in elements(self.scene, one.function, value):
                for reference in settled(self.scene.program, self.scene.names.references(home, item))[:1]:
                    yield self.scene.names.names_of(reference)[0]

    def _mounted(self, below: tuple[str, ...]) -> Iterator[Way]:
        """The ways to what is put somewhere under a name that a rule says."""
        last = {pattern.rpartition(".")[2] for pattern in below}
        for one in self.calls.all():
            for value in self.calls.values(one, one.spec.view):
                written = self.scene.names.instruction(one.function, value)
                if isinstance(written, LoadAttribute) and written.name in last:
                    names = self.scene.names.callee(one.function, value).names
                    if any(matches(pattern, name) for pattern in below for name in names):
                        yield from self.ways.across(one)

    def around(self, *views: View) -> Iterator[Way]:
        """The ways to views that lists hold which are handed on: each has addresses of its own, below those."""
        if self._around is None:
            self._around = {}
            for one in self.calls.all():
                for value in self.calls.values(one, one.spec.view) if one.spec.prefix else ():
                    for home, item in elements(self.scene, one.function, value):
                        for view in self.views.of_value(home, item):
                            self._around.setdefault(view, []).append(one)
        for view in views:
            for one in self._around.get(view, ()):
                yield from self.ways.across(one)


def _of_class(pattern: str, dotted: str) -> Iterator[str]:
    """The address that a pattern makes of a class's dotted name; none where nothing stands before the word it names."""
    *before, name = dotted.split(".")
    address = pattern.replace("{class}", name.lower())
    for word in ABOVE.findall(pattern):
        at = before.index(word) if word in before else len(before)
        if at == 0:
            return
        address = address.replace(f"{{above:{word}}}", before[at - 1])
    yield address
