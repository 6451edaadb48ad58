"""Who calls a function that nobody else can reach: then what its callers check stands before it as well.

A function is entered from outside (a view, a command, a callback) where it is decorated, handed on as a value, a public
method of a library's class, or called by nobody in the program. Every other one is only come to by its call sites.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from piilint.ir.instructions import Assign, Call, LoadAttribute, StoreCell, Value
from piilint.ir.operands import operands
from piilint.ir.program import Function, FunctionRef
from piilint.ir.variables import settled
from piilint.screens.scene import Scene

Chain = tuple[tuple[int, int], ...]
"""(function, instruction), outermost first; each calls the next function."""
ENTERED: tuple[Chain, ...] = ((),)
"""The one way to a function that is entered from outside."""

MAX_WAYS = 12
MAX_DEPTH = 6
MAX_MENTIONS = 60
"""A name that more functions mention is not looked for: its function counts as entered from outside."""


@dataclass(slots=True)
class Callers:
    """Answers about the functions of one scene, each found out once."""

    scene: Scene
    _ways: dict[int, tuple[Chain, ...]] = field(default_factory=dict, repr=False)
    _sites: dict[int, Chain | None] = field(default_factory=dict, repr=False)
    _renamed: frozenset[str] | None = field(default=None, repr=False)

    def ways(self, function: int) -> tuple[Chain, ...]:
        """The chains of call sites that lead to a function from where the program is entered; never none."""
        if function not in self._ways:
            found = self._search(function, (function,))
            self._ways[function] = tuple(found) if found else ENTERED
        return self._ways[function]

    def _search(self, function: int, below: tuple[int, ...]) -> list[Chain]:
        sites = self._sites_of(function) if len(below) <= MAX_DEPTH else None
        if sites is None:
            return list(ENTERED)
        found: list[Chain] = []
        for site in sites:
            if site[0] not in below:  # a circle adds no way of its own
                found += [(*way, site) for way in self._search(site[0], (*below, site[0]))]
        return found if len(found) <= MAX_WAYS else list(ENTERED)

    def _sites_of(self, function: int) -> Chain | None:
        """All call sites of a function; None where it is, or may be, entered otherwise."""
        if function not in self._sites:
            owner = self.scene.program.functions[function]
            sites = None if self._is_entered(owner) else self._calls(owner)
            self._sites[function] = tuple(sites) if sites else None
        return self._sites[function]

    def _is_entered(self, owner: Function) -> bool:
        ir, program = owner.ir, self.scene.program
        if not owner.is_python or ir.kind != "function" or ir.decorators or ir.name.startswith("__"):
            return True
        if owner.cls >= 0 and program.classes[owner.cls].external_bases and not ir.name.startswith("_"):
            # what is private to a class its library does not know either
            return True
        return len(program.mentions.get(ir.name, ())) > MAX_MENTIONS or ir.name in self._new_names()

    def _new_names(self) -> frozenset[str]:
        """What some module imports under another name."""
        if self._renamed is None:
            modules = self.scene.program.modules
            renamed = (one.name for module in modules for one in module.ir.imports if one.local != one.name)
            self._renamed = frozenset(renamed)
        return self._renamed

    def _calls(self, owner: Function) -> list[tuple[int, int]] | None:
        """The calls of a function; None where something else than a call takes hold of it."""
        program = self.scene.program
        around = {owner.parent, *program.mentions.get(owner.ir.name, ())} - {-1}
        found: list[tuple[int, int]] = []
        for number in sorted(around):
            function = program.functions[number]
            if function.module.in_test_code and not owner.module.in_test_code:
                continue
            sites = self._calls_in(function, owner)
            if sites is None:
                return None
            found += sites
        return found

    def _calls_in(self, function: Function, owner: Function) -> list[tuple[int, int]] | None:
        uses = self.scene.uses.of(function.id)
        pending = list(uses.made.get(owner.id - owner.module.first_function, ()) if _same(function, owner) else ())
        for at in uses.by_name.get(owner.ir.name, ()):
            refers = self._refers(function, at, owner)
            if refers is None:
                return None
            if refers:
                pending.append(at)
        held: set[Value] = set()
        found: dict[int, None] = {}
        while pending:
            value = pending.pop()
            if value in held:
                continue
            held.add(value)
            for at in uses.readers.get(value, ()):
                instruction = function.body.code[at]
                if isinstance(instruction, Assign):
                    pending.append(at)
                elif (
                    isinstance(instruction, Call)
                    and operands(instruction).count(value) == 1
                    and instruction.callee == value
                ):
                    found[at] = None
                elif not isinstance(instruction, StoreCell):
                    return None
        return [(function.id, at) for at in sorted(found)]

    def _refers(self, function: Function, at: Value, owner: Function) -> bool | None:
        """Whether an instruction that reads the function's name reads the function; None where it may."""
        references = settled(self.scene.program, self.scene.names.references(function.id, at))
        if not references:
            # a method of whatever: it may be this one
            return None if isinstance(function.body.code[at], LoadAttribute) and owner.cls >= 0 else False
        return FunctionRef(owner.id) in references


def _same(function: Function, owner: Function) -> bool:
    return function.module.id == owner.module.id
