"""The routes by which people come to a function: what it is registered under, and what stands before that."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from piilint.ir.program import ClassRef, Function, FunctionRef
from piilint.screens.route_table import Route, RouteTable
from piilint.screens.scene import Scene


@dataclass(slots=True)
class Routes:
    """Answers about the functions of one scene, each found out once."""

    scene: Scene
    table: RouteTable
    _routes: dict[int, tuple[str, ...]] = field(default_factory=dict, repr=False)

    def around(self, function: int) -> tuple[str, ...]:
        """The routes of a function and of those around it, with and without what comes before them on their object."""
        known = self._routes.get(function)
        if known is None:
            found = (text for one in enclosing(self.scene, function) for text in self._texts(one))
            known = self._routes[function] = tuple(dict.fromkeys(found))
        return known

    def to(self, function: Function, cls: int = -1) -> tuple[Route, ...]:
        """The routes that lead to a function itself, and those to its class, or to the one that it is a method for."""
        if cls < 0:
            cls = self.scene.class_of_body(function.id) if function.ir.kind == "class" else function.cls
        own = self.table.to(FunctionRef(function.id))
        return own or (self.table.to(ClassRef(cls)) if cls >= 0 else ())

    def _texts(self, function: Function) -> Iterator[str]:
        for route in self.to(function):
            if route.own is not None:
                yield route.own
            if route.address is not None:
                yield route.address


def enclosing(scene: Scene, function: int) -> Iterator[Function]:
    """A function and those that it is defined in, innermost first."""
    while function >= 0:
        owner = scene.program.functions[function]
        yield owner
        function = owner.parent
