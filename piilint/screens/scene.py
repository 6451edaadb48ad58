"""What all questions about guards are asked of: the program, names, guards and audits, and calls that never return."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from piilint.ir.instructions import Call, Instruction, Value
from piilint.ir.names import Callee, Names
from piilint.ir.program import ClassRef, Function, Program
from piilint.ir.variables import settled
from piilint.screens.checks import Checks
from piilint.screens.roles_given import Given
from piilint.screens.uses import AllUses
from piilint.screens.words import Words
from piilint.terms.pattern import PatternIndex
from piilint.terms.registration_specs import RegistrationSpec
from piilint.terms.rulebook import Rulebook


@dataclass(slots=True)
class Scene:
    """One program under one rulebook."""

    program: Program
    names: Names
    words: Words
    given: Given
    checks: Checks
    never: PatternIndex[bool]
    registering: PatternIndex[bool]
    routes: tuple[RegistrationSpec, ...]
    uses: AllUses
    pages: PatternIndex[tuple[str, ...]]
    """The methods in which a library shows what a class is a page of."""
    rendering: frozenset[str]
    """The last parts of the names of calls that render a template."""
    _bodies: dict[int, int] = field(default_factory=dict, repr=False)
    _callees: dict[tuple[int, int], Callee] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, program: Program, rulebook: Rulebook) -> Scene:
        """The scene at its beginning."""
        never = PatternIndex[bool]()
        for entry in rulebook.returns:
            if entry.type == "never":
                for pattern in entry.match.patterns:
                    never.add(pattern, True)
        registering = PatternIndex[bool]()
        by_decorator = [one.match for one in rulebook.registration if one.role == "route"]
        by_decorator += [one.match for one in rulebook.sink if one.match.by == "returns_of"]
        for match in by_decorator:
            for pattern in match.patterns:
                registering.add(pattern, True)
        names = Names(program)
        routes = tuple(one for one in rulebook.registration if one.role == "route")
        words, checks = Words(program, names), Checks.of(rulebook)
        pages = PatternIndex[tuple[str, ...]]()
        for render in rulebook.render:
            for pattern in render.match.patterns if render.shown_in and render.match.by == "subclass_of" else ():
                pages.add(pattern, render.shown_in)
        calls = (one for render in rulebook.render if render.match.by == "call" for one in render.match.patterns)
        rendering = frozenset(one.rpartition(".")[2] for one in calls)
        return cls(
            program,
            names,
            words,
            Given(program, names, words),
            checks,
            never,
            registering,
            routes,
            AllUses(program),
            pages,
            rendering - {"*", "**"},
        )

    def registers(self, names: Iterable[str]) -> bool:
        """Whether a decorator of one of these names hands the function below it to a framework, as it is then."""
        return any(True for name in names for _ in self.registering.find(name))

    def class_of_body(self, function: int) -> int:
        """The class whose body a function is; -1 where it is none's."""
        if not self._bodies:
            classes = self.program.classes
            self._bodies = {one.module.first_function + one.ir.body: one.id for one in classes}
        return self._bodies.get(function, -1)

    def callee(self, function: int, at: int) -> Callee:
        """What the call at an instruction calls."""
        known = self._callees.get((function, at))
        if known is None:
            call = self.program.functions[function].body.code[at]
            known = self.names.callee(function, call.callee) if isinstance(call, Call) else Callee(())
            if isinstance(call, Call) and not known.functions:
                known = replace(known, functions=tuple(self._of_object(function, call.callee)))
            self._callees[function, at] = known
        return known

    def _of_object(self, function: int, value: Value) -> Iterator[int]:
        """What runs where an object is called that a call has made."""
        if isinstance(self.names.instruction(function, value), Call):
            for reference in settled(self.program, self.names.references(function, value)):
                method = self.program.method(reference.id, "__call__") if isinstance(reference, ClassRef) else None
                if method is not None:
                    yield method

    def place(self, function: int, at: int) -> tuple[str, int]:
        """Path and line of an instruction."""
        found = self.program.place(function, at)
        return found.path, found.line


def instruction_at(owner: Function, at: int) -> Instruction | None:
    """What stands there; None for -1, the function as a whole, and in a class without a body, which has no code."""
    code = owner.body.code
    return code[at] if 0 <= at < len(code) else None
