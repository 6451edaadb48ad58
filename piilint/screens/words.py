"""Constants in the code that name roles and regions: strings, lists of them, variables, enum members, parameters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from piilint.ir.instructions import Build, Call, Constant, LoadAttribute, Phi, Value
from piilint.ir.names import Names
from piilint.ir.program import ClassRef, Program, VariableRef
from piilint.ir.variables import assigned_value, settled
from piilint.screens.checks import Slot, Word
from piilint.terms.port import Port

MAX_DEPTH = 8


@dataclass(frozen=True, slots=True)
class Words:
    """Reads constants out of one program."""

    program: Program
    names: Names

    def of_value(self, function: int, value: Value) -> tuple[Word, ...]:
        """The texts that a value is or holds, each once; None among them stands for what is not known."""
        return tuple(dict.fromkeys(self._of_value(function, value, MAX_DEPTH)))

    def of_port(self, function: int, call: Call, port: Port, callee: int | None = None) -> tuple[Word, ...]:
        """The texts at an argument of a call; () where the call has no such argument."""
        if port.base != "argument" or port.path:
            return ()
        found = [word for value in self._arguments(call, port, callee) for word in self.of_value(function, value)]
        return tuple(dict.fromkeys(found))

    def of_slot(self, function: int, call: Call, slot: Slot) -> tuple[Word, ...]:
        """What a call gives the parameter of the function that it calls."""
        if slot.attribute:
            return (None,)
        parameters = self.program.functions[slot.function].ir.parameters
        parameter = parameters[slot.index]
        first = self._is_bound(slot.function, call, function)
        if parameter.kind == "star":
            values = call.arguments[max(0, slot.index - first) :]
        else:
            port = Port("argument", parameter.name)
            values = self._arguments(call, port, slot.function, first)
        return tuple(dict.fromkeys(word for value in values for word in self.of_value(function, value))) or (None,)

    def of_class(self, cls: int, attribute: str) -> tuple[Word, ...]:
        """The texts that a class's attribute holds, along its bases."""
        where = self.attribute(cls, attribute)
        return () if where is None else self.of_value(*where)

    def attribute(self, cls: int, attribute: str) -> tuple[int, Value] | None:
        """(function, value) of what a class's body gives an attribute, along its bases."""
        for base in self.program.classes[cls].mro:
            owner = self.program.classes[base] if isinstance(base, int) else None
            for one in owner.ir.fields if owner is not None else ():
                if owner is not None and one.name == attribute and one.value >= 0 and not one.on_self:
                    return owner.module.first_function + one.function, one.value
        return None

    def _is_bound(self, callee: int, call: Call, function: int) -> bool:
        """Whether the first parameter is the receiver, which is no argument."""
        owner = self.program.functions[callee]
        if owner.takes_no_receiver:
            return False
        written = self.names.instruction(function, call.callee)
        if not isinstance(written, LoadAttribute):
            return True
        return not self._names_class(function, written.object)

    def _names_class(self, function: int, value: Value) -> bool:
        """Whether the code reads a class by its name: `Guard.check(guard, "dpo")`."""
        name = self.names.written(function, value).rpartition(".")[2]
        found = settled(self.program, self.names.references(function, value))
        return any(isinstance(one, ClassRef) and self.program.classes[one.id].ir.name == name for one in found)

    def _arguments(self, call: Call, port: Port, callee: int | None, bound: bool = False) -> list[Value]:
        named = dict(call.keywords)
        which = port.which
        if which == "*":
            return [*call.arguments, *(value for _, value in call.keywords)]
        if callee is not None and not isinstance(which, int):
            names = [one.name for one in self.program.functions[callee].ir.parameters]
            position = names.index(str(which)) - bound if which in names else -1
        else:
            position = which if isinstance(which, int) else -1
        spread = min(call.stars, default=len(call.arguments))
        if 0 <= position < spread and position < len(call.arguments):
            return [call.arguments[position]]
        if call.stars and position >= spread:
            return [call.arguments[star] for star in call.stars]
        if isinstance(which, int) and callee is not None:
            parameters = self.program.functions[callee].ir.parameters
            at = which + bound
            which = parameters[at].name if at < len(parameters) else ""
        return [named[str(which)]] if str(which) in named else []

    def _of_value(self, function: int, value: Value, depth: int) -> Iterator[Word]:
        instruction = self.names.instruction(function, value)
        if depth == 0 or instruction is None:
            yield None
        elif isinstance(instruction, Constant):
            held = instruction.value if isinstance(instruction.value, list) else [instruction.value]
            yield from (one if isinstance(one, str) else None for one in held)
        elif isinstance(instruction, Build) and instruction.kind in ("list", "tuple", "set"):
            for _, item in instruction.items:
                yield from self._of_value(function, item, depth - 1)
        elif isinstance(instruction, Phi):
            for one in instruction.values:
                yield from self._of_value(function, one, depth - 1)
        elif isinstance(instruction, Call) and self._is_container(function, instruction):
            yield from self._of_value(function, instruction.arguments[0], depth - 1)
        else:
            yield from self._named(function, value, depth)

    def _is_object(self, function: int, index: int) -> bool:
        """Whether a parameter is the object itself, or one that a method of a class is handed."""
        owner = self.program.functions[function]
        return (
            owner.cls >= 0 and "staticmethod" not in owner.ir.decorators and owner.ir.parameters[index].kind != "star"
        )

    def _is_container(self, function: int, call: Call) -> bool:
        kinds = ("builtins.frozenset", "builtins.set", "builtins.tuple", "builtins.list")
        return len(call.arguments) == 1 and any(one in kinds for one in self.names.callee(function, call.callee).names)

    def _named(self, function: int, value: Value, depth: int) -> Iterator[Word]:
        """A parameter, a module's variable, a class's constant or an enum's member."""
        behind = self.names.parameter_behind(function, value)
        if behind is not None:
            yield Slot(*behind)
            return
        instruction = self.names.instruction(function, value)
        if isinstance(instruction, LoadAttribute):
            held_by = self.names.parameter_behind(function, instruction.object)
            if held_by is not None and self._is_object(*held_by):
                yield Slot(*held_by, instruction.name)
                return
            for owner in settled(self.program, self.names.references(function, instruction.object)):
                where = self.attribute(owner.id, instruction.name) if isinstance(owner, ClassRef) else None
                if where is not None:
                    yield from self._of_value(*where, depth - 1)
                    return
            if instruction.name == "value":  # of an enum's member
                yield from self._of_value(function, instruction.object, depth - 1)
                return
        for variable in self.names.references(function, value):
            assigned = assigned_value(self.program, variable) if isinstance(variable, VariableRef) else None
            if isinstance(variable, VariableRef) and assigned is not None:
                yield from self._of_value(self.program.modules[variable.module].first_function, assigned[1], depth - 1)
                return
        yield None
