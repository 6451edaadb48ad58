"""What the program hands to libraries by name: filters, tags and globals of a template language, and components."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from piilint.ir import instructions as ir
from piilint.ir.program import ExternalRef, FunctionRef
from piilint.ir.variables import attribute_of, settled
from piilint.terms.pattern import PatternIndex
from piilint.terms.port import Port

if TYPE_CHECKING:
    from piilint.ir.program import Function, Reference
    from piilint.propagate.facts_of_program import ProgramFacts
    from piilint.terms.registration_specs import RegistrationSpec

BOUND = ("filter", "tag", "global")


@dataclass(frozen=True, slots=True)
class Registered:
    """A function of the program that templates call. `with_context`: the context comes before its arguments;
    `template`: what it returns is the context of that template, whose output is shown."""

    function: int
    with_context: bool = False
    template: str | None = None
    dialect: str = ""


class Registrations:
    """All of them by the name that templates call them by, `dialect.role.name`; found out when first asked."""

    def __init__(self, facts: ProgramFacts) -> None:
        self.facts = facts
        self._found: dict[str, list[Registered]] | None = None
        self._unseen: dict[RegistrationSpec, frozenset[str]] = {}

    def of(self, name: str) -> list[Registered]:
        """The functions that a template means by a name."""
        if self._found is None:
            self._found = {}
            self._search(self._found)
        return self._found.get(name, [])

    def unseen_names(self, spec: RegistrationSpec) -> frozenset[str]:
        """The names that the program gives to components which show nothing, as outputs of callbacks refer to them."""
        known = self._unseen.get(spec)
        if known is None:
            known = self._unseen[spec] = frozenset(self._named_components(spec))
        return known

    def _named_components(self, spec: RegistrationSpec) -> Iterator[str]:
        index: PatternIndex[bool] = PatternIndex((pattern, True) for pattern in spec.unseen)
        for last in sorted(index.last_parts()) if spec.refers else ():
            for number in self.facts.program.mentions.get(last, ()):
                function = self.facts.program.functions[number]
                for call in function.body.code:
                    if isinstance(call, ir.Call) and self._fits(index, function, call.callee):
                        named = (constant_at(function, call, port) for port in spec.refers.values())
                        yield from (name for name in named if isinstance(name, str))

    def _fits(self, index: PatternIndex[bool], function: Function, callee: int) -> bool:
        meant = self._references(function, [callee])
        return any(True for one in meant if isinstance(one, ExternalRef) for _ in index.find(one.name))

    def _search(self, found: dict[str, list[Registered]]) -> None:
        specs = [spec for spec in self.facts.knowledge.rulebook.registration if spec.role in BOUND and spec.dialect]
        index = PatternIndex((pattern, spec) for spec in specs for pattern in spec.match.patterns)
        functions: dict[int, None] = {}
        for name in sorted(index.last_parts()):
            functions.update(dict.fromkeys(self.facts.program.mentions.get(name, ())))
        for number in sorted(functions):
            function = self.facts.program.functions[number]
            if not function.is_python:
                continue
            made: dict[int, int] = {}
            for at, instruction in enumerate(function.body.code):
                if isinstance(instruction, ir.MakeFunction):
                    made[at] = function.module.first_function + instruction.function
                elif isinstance(instruction, ir.Call):
                    self._register(found, index, function, at, instruction, made)

    def _register(
        self,
        found: dict[str, list[Registered]],
        index: PatternIndex[RegistrationSpec],
        function: Function,
        at: int,
        call: ir.Call,
        made: dict[int, int],
    ) -> None:
        code = function.body.code
        if call.decorator:
            target = made.get(call.arguments[0]) if call.arguments else None
            if target is None:
                return
            made[at] = target
            inner = code[call.callee]
            options, callee = (inner, inner.callee) if isinstance(inner, ir.Call) else (None, call.callee)
            by, targets = "decorator", [target]
        else:
            options, callee, by = call, call.callee, "call"
            targets = [
                one.id for one in self._references(function, call.arguments[-1:]) if isinstance(one, FunctionRef)
            ]
        if not targets:
            return
        for reference in self._references(function, [callee]):
            for spec in index.find(reference.name) if isinstance(reference, ExternalRef) else ():
                if spec.match.by == by:
                    for one in targets:
                        self._enter(found, spec, function, options, one)

    def _enter(
        self,
        found: dict[str, list[Registered]],
        spec: RegistrationSpec,
        function: Function,
        options: ir.Call | None,
        target: int,
    ) -> None:
        keywords = {name: _constant(function, value) for name, value in options.keywords} if options is not None else {}
        name = constant_at(function, options, spec.name) or keywords.get("name")
        name = name if isinstance(name, str) else self.facts.program.functions[target].ir.name
        template = constant_at(function, options, spec.template)
        key = f"{spec.dialect}.{spec.role}.{name}"
        context = spec.context_if is not None and keywords.get(spec.context_if) is True
        one = Registered(target, context, template if isinstance(template, str) else None, spec.dialect or "")
        if one not in found.setdefault(key, []):
            found[key].append(one)

    def _references(self, function: Function, values: list[int]) -> Iterator[Reference]:
        """What values of a module's body stand for, through its variables."""
        for value in values:
            instruction = function.body.code[value]
            program = self.facts.program
            if isinstance(instruction, ir.Assign):
                instruction = function.body.code[instruction.value] if instruction.value >= 0 else instruction
            if isinstance(instruction, ir.LoadAttribute):
                yield from attribute_of(program, self._references(function, [instruction.object]), instruction.name)
            elif isinstance(instruction, ir.Name):
                yield from settled(program, program.lookup(function.module.id, instruction.name))
            elif isinstance(instruction, ir.Import):
                yield from program.resolve_import(
                    function.module.id, instruction.module, instruction.name, instruction.level
                )
            elif isinstance(instruction, ir.MakeFunction):
                yield FunctionRef(function.module.first_function + instruction.function)
            elif isinstance(instruction, ir.Call):
                for callee in self._references(function, [instruction.callee]):
                    if isinstance(callee, ExternalRef):
                        yield from (ExternalRef(name) for name in program.made_by.find(callee.name))


def _constant(function: Function, value: int) -> object:
    instruction = function.body.code[value]
    return instruction.value if isinstance(instruction, ir.Constant) else None


def constant_at(function: Function, call: ir.Call | None, port: str | None) -> object:
    """The constant at a port of a call; None where there is none."""
    operand = operand_at(call, port) if call is not None and port is not None else None
    return _constant(function, operand) if operand is not None else None


def operand_at(call: ir.Call, port: str) -> int | None:
    """The value that a call is handed at a port; None where there is none."""
    which = Port.parse(port).which
    if isinstance(which, int):
        return call.arguments[which] if which < len(call.arguments) else None
    return next((value for name, value in call.keywords if name == which), None)
