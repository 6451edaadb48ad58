"""Which names belong to which function: Python's scope rules, for all functions of a file before any is lowered."""

from __future__ import annotations


class Scope:
    """What one module, class, function, lambda or comprehension binds and reads.

    After `resolve`: `cells` are its variables that nested scopes capture, `free` the variables that it captures.
    """

    __slots__ = (
        "bound",
        "cells",
        "children",
        "free",
        "generator",
        "globals",
        "kind",
        "nonlocals",
        "owner",
        "reads",
        "rebound",
    )

    def __init__(self, kind: str, parent: Scope | None) -> None:
        self.kind = kind
        self.owner: Scope = parent.owner if parent is not None and kind == "comprehension" else self
        """The scope that a walrus binds in and that a yield makes a generator."""
        self.bound: set[str] = set()
        self.rebound: set[str] = set()
        """Those of `bound` that are bound in several places, or unbound again."""
        self.reads: set[str] = set()
        self.globals: set[str] = set()
        self.nonlocals: set[str] = set()
        self.children: list[Scope] = []
        self.cells: list[str] = []
        self.free: list[str] = []
        self.generator = False
        if parent is not None and kind != "annotation":
            parent.children.append(self)

    @property
    def encloses(self) -> bool:
        """Whether functions inside can capture its variables (those of modules and classes they cannot)."""
        return self.kind in ("function", "comprehension")


def resolve(module: Scope) -> None:
    """Fill `cells` and `free` of a module's scope and of all within."""
    wanted = _wanted(module)
    pending: list[tuple[Scope, frozenset[str]]] = [(module, frozenset())]
    while pending:
        scope, visible = pending.pop()
        wishes = wanted[id(scope)]
        scope.free = sorted(wishes & visible) if wishes and visible else []
        visible -= scope.globals
        if scope.encloses:
            own = scope.bound - scope.globals - scope.nonlocals
            if scope.children and own:
                inner = {name for child in scope.children for name in wanted[id(child)]}
                scope.cells = sorted(own & inner)
            visible |= own
        pending.extend((child, visible) for child in scope.children)


def _wanted(module: Scope) -> dict[int, set[str]]:
    """For each scope the names that it and the scopes inside it look for further out."""
    order, pending = [], [module]
    while pending:
        scope = pending.pop()
        order.append(scope)
        pending.extend(scope.children)
    wanted: dict[int, set[str]] = {}
    for scope in reversed(order):
        names = scope.reads | scope.nonlocals
        for child in scope.children:
            names |= wanted[id(child)]
        if scope.encloses:
            names -= scope.bound - scope.nonlocals
        wanted[id(scope)] = names - scope.globals
    return wanted
