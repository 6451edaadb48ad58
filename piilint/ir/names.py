"""What a value of a function's code refers to, and the qualified names of what a call calls, without running anything.

Imports, module-level variables, classes of objects (constructors, annotations, fields) and what library functions
make tell. An instance reads like its class, so that a method is found under the class of its receiver; where nothing
is known of a receiver, the name is what the code writes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from piilint.ir.instructions import (
    AnyInstruction,
    Assign,
    Call,
    Captured,
    Constant,
    Enter,
    Import,
    LoadAttribute,
    LoadCell,
    LoadItem,
    MakeClass,
    MakeFunction,
    Name,
    Operate,
    Parameter,
    Phi,
    StoreCell,
    Value,
)
from piilint.ir.module import Annotation
from piilint.ir.program import (
    ClassRef,
    ExternalRef,
    Function,
    FunctionRef,
    ModuleRef,
    Program,
    Reference,
    VariableRef,
)
from piilint.ir.scopes import resolve_written
from piilint.ir.types import annotation_references
from piilint.ir.variables import settled

MAX_HOPS = 16
"""A value that is made of a value that is made of ... is followed so far."""
UNKNOWN = "?"
"""Stands in a written name for what has none: `?.save`."""


@dataclass(frozen=True, slots=True)
class Callee:
    """What a call calls: its qualified names, the most telling first, and the program's functions that it may be.

    A class of the program stands with its names; its constructor is no function here.
    """

    names: tuple[str, ...]
    functions: tuple[int, ...] = ()


@dataclass(slots=True)
class Names:
    """Answers about one program, each found out once."""

    program: Program
    _references: dict[tuple[int, Value], tuple[Reference, ...]] = field(default_factory=dict, repr=False)

    def callee(self, function: int, value: Value) -> Callee:
        """What calling a value calls."""
        instruction = self.instruction(function, value)
        if isinstance(instruction, LoadAttribute):
            receivers = settled(self.program, self.references(function, instruction.object))
            found = dict.fromkeys(name for one in receivers for name in self._member_names(one, instruction.name))
        else:
            found = {}
        references = self.references(function, value)
        for reference in references:
            found.update(dict.fromkeys(self.names_of(reference)))
        if not found:
            found[self.written(function, value)] = None
        functions = (one.id for one in settled(self.program, references) if isinstance(one, FunctionRef))
        return Callee(tuple(found), tuple(dict.fromkeys(functions)))

    def names_of(self, reference: Reference) -> tuple[str, ...]:
        """The qualified names of a reference: of a class also its bases', of a variable also what it stands for."""
        if isinstance(reference, ExternalRef):
            return (reference.name,)
        if isinstance(reference, FunctionRef):
            return (self.program.functions[reference.id].name,)
        if isinstance(reference, ModuleRef):
            return (self.program.modules[reference.id].name,)
        if isinstance(reference, ClassRef):
            return self.class_names(reference.id)
        own = f"{self.program.modules[reference.module].name}.{reference.name}"
        behind = (name for one in settled(self.program, [reference]) for name in self.names_of(one))
        return tuple(dict.fromkeys((own, *behind)))

    def class_names(self, cls: int) -> tuple[str, ...]:
        """The qualified names of a class and its bases, nearest first."""
        classes = self.program.classes
        return tuple(classes[base].name if isinstance(base, int) else base for base in classes[cls].mro)

    def instruction(self, function: int, value: Value) -> AnyInstruction | None:
        """What makes a value, names that it was given aside."""
        code = self.program.functions[function].body.code
        for _ in range(MAX_HOPS):
            if value < 0:
                return None
            instruction = code[value]
            if not isinstance(instruction, Assign):
                return instruction
            value = instruction.value
        return None

    def references(self, function: int, value: Value) -> tuple[Reference, ...]:
        """What a value may refer to; an instance reads like its class. () where only running the code tells."""
        key = (function, value)
        known = self._references.get(key)
        if known is None:
            self._references[key] = ()  # a value that is made from itself tells nothing
            instruction = self.instruction(function, value)
            owner = self.program.functions[function]
            known = self._variable(owner, value)
            if not known and instruction is not None:
                known = tuple(dict.fromkeys(self._refer(owner, instruction)))
            self._references[key] = known
        return known

    def parameter_behind(self, function: int, value: Value) -> tuple[int, int] | None:
        """(function, index) of the parameter that a value is, its own or captured from a function around."""
        instruction = self.instruction(function, value)
        if isinstance(instruction, Parameter):
            return function, instruction.index
        if isinstance(instruction, LoadCell | Captured):
            home, stored = self._cell(self.program.functions[function], instruction.name)
            if len(stored) == 1:
                inner = self.instruction(home, stored[0])
                if isinstance(inner, Parameter):
                    return home, inner.index
        return None

    def written(self, function: int, value: Value, depth: int = MAX_HOPS) -> str:
        """A value's dotted name as the code writes it, its beginning resolved: `flask.g.user`, `user.save`."""
        owner = self.program.functions[function]
        instruction = owner.body.code[value] if value >= 0 else None
        if instruction is None or depth == 0:
            return UNKNOWN
        if isinstance(instruction, LoadAttribute):
            return f"{self.written(function, instruction.object, depth - 1)}.{instruction.name}"
        if isinstance(instruction, Name | Import):
            found = self.references(function, value)
            return self.names_of(found[0])[0].removeprefix("builtins.") if found else instruction.name
        if isinstance(instruction, Assign | LoadCell):
            return instruction.name
        if isinstance(instruction, Parameter):
            return owner.ir.parameters[instruction.index].name
        if isinstance(instruction, Call):
            return f"{self.written(function, instruction.callee, depth - 1)}()"
        if isinstance(instruction, LoadItem) and not owner.is_python:
            return self._item_of_template(owner, instruction, depth)
        return UNKNOWN

    def _item_of_template(self, owner: Function, load: LoadItem, depth: int) -> str:
        """A variable of a template is an item of its context; deeper items read like attributes."""
        code = owner.body.code
        index = code[load.index]
        if not isinstance(index, Constant) or not isinstance(index.value, str):
            return UNKNOWN
        if isinstance(code[load.object], Parameter):
            return index.value
        return f"{self.written(owner.id, load.object, depth - 1)}.{index.value}"

    def _variable(self, owner: Function, value: Value) -> tuple[Reference, ...]:
        """In a module's own body a variable is read as the value that it was given; other functions know its name."""
        instruction = owner.body.code[value] if value >= 0 and owner.ir.kind == "module" else None
        if not isinstance(instruction, Assign) or len(owner.module.ir.bindings.get(instruction.name, ())) != 1:
            return ()
        return self.program.lookup(owner.module.id, instruction.name)

    def _refer(self, owner: Function, instruction: AnyInstruction) -> Iterable[Reference]:
        if isinstance(instruction, Name):
            return resolve_written(self.program, owner.module.id, instruction.name, owner.id)
        if isinstance(instruction, Import):
            return self.program.resolve_import(owner.module.id, instruction.module, instruction.name, instruction.level)
        if isinstance(instruction, LoadAttribute):
            return self._attribute(self.references(owner.id, instruction.object), instruction.name)
        if isinstance(instruction, Call):
            return self._made(owner, instruction)
        if isinstance(instruction, Parameter):
            return self._of_parameter(owner, instruction.index)
        if isinstance(instruction, MakeFunction):
            return (FunctionRef(owner.module.first_function + instruction.function),)
        if isinstance(instruction, MakeClass):
            return (ClassRef(owner.module.first_class + instruction.class_),)
        if isinstance(instruction, Enter):
            return self.references(owner.id, instruction.value)
        if isinstance(instruction, Operate) and instruction.operator == "await":
            return self.references(owner.id, instruction.operands[0])
        if isinstance(instruction, Phi):
            return (one for value in instruction.values for one in self.references(owner.id, value))
        if isinstance(instruction, LoadCell | Captured):
            home, stored = self._cell(owner, instruction.name)
            return (one for value in stored for one in self.references(home, value))
        return ()

    def _cell(self, owner: Function, name: str) -> tuple[int, list[Value]]:
        """The function whose variable lives in the cell, and what it stores there."""
        while name in owner.ir.captures and owner.parent >= 0:
            owner = self.program.functions[owner.parent]
        stores = [one for one in owner.body.code if isinstance(one, StoreCell) and one.name == name]
        return owner.id, [one.value for one in stores]

    def _of_parameter(self, owner: Function, index: int) -> Iterable[Reference]:
        if index == 0 and not owner.takes_no_receiver:
            return (ClassRef(owner.cls),)
        parameter = owner.ir.parameters[index]
        return () if parameter.kind.endswith("star") else self._annotated(owner, parameter.annotation)

    def _annotated(self, owner: Function, annotation: Annotation | None) -> Iterator[Reference]:
        for use in annotation_references(self.program, owner.module.id, annotation, owner.parent):
            if use.kind in ("instance", "class"):
                yield use.reference

    def _made(self, owner: Function, call: Call) -> Iterator[Reference]:
        if call.decorator:
            yield from self.references(owner.id, call.arguments[0])
            return
        for made_by in settled(self.program, self.references(owner.id, call.callee)):
            if isinstance(made_by, ExternalRef) and made_by.name == "builtins.super" and owner.cls >= 0:
                following = self.program.classes[owner.cls].mro[1:2]
                yield from (ClassRef(one) if isinstance(one, int) else ExternalRef(one) for one in following)
            elif isinstance(made_by, ExternalRef):
                made = tuple(dict.fromkeys(self.program.made_by.find(made_by.name)))
                yield from (ExternalRef(name) for name in made) if made else (made_by,)
            elif isinstance(made_by, ClassRef):
                yield made_by
            elif isinstance(made_by, FunctionRef):
                called = self.program.functions[made_by.id]
                yield from self._annotated(called, called.ir.returns)

    def _attribute(self, receivers: Iterable[Reference], name: str) -> Iterator[Reference]:
        for receiver in settled(self.program, receivers):
            if isinstance(receiver, ClassRef):
                yield from self._of_class(receiver, name)
            elif isinstance(receiver, FunctionRef):
                called = self.program.functions[receiver.id]
                if any(one.endswith("property") for one in called.ir.decorators):
                    yield from self._attribute(self._annotated(called, called.ir.returns), name)
            else:
                yield from self.program.member(receiver, name)

    def _of_class(self, cls: ClassRef, name: str) -> Iterator[Reference]:
        members = self.program.member(cls, name)
        declaration = self.program.field_of(cls.id, name)
        if members or declaration is None:
            external = self.program.classes[cls.id].external_bases
            yield from members or (ExternalRef(f"{base}.{name}") for base in external[:1])
            return
        owner = self.program.classes[declaration.cls]
        for one in owner.ir.fields:
            if one.name == name:
                home = self.program.functions[owner.module.first_function + one.function]
                annotated = tuple(self._annotated(home, one.annotation))
                yield from annotated or self.references(home.id, one.value)

    def _member_names(self, receiver: Reference, name: str) -> Iterator[str]:
        if isinstance(receiver, VariableRef | ModuleRef | FunctionRef):
            return
        for owner in self.names_of(receiver):
            yield f"{owner}.{name}"
