"""Whose an attribute or key is: the names around the object that it is read from."""

from __future__ import annotations

from collections.abc import Iterator

from piilint.identify.scene import Scene
from piilint.identify.values import MAPPING_READS, MAX_HOPS, constant_key, mapping_key
from piilint.ir.instructions import (
    AnyInstruction,
    Assign,
    Call,
    Captured,
    Enter,
    Import,
    Iterate,
    LoadAttribute,
    LoadCell,
    LoadItem,
    Name,
    Operate,
    Parameter,
    Phi,
    Unpack,
    Value,
)
from piilint.ir.program import BUILTINS, Class, ClassRef, ExternalRef, Function, ModuleRef, Reference
from piilint.ir.types import annotation_references
from piilint.terms.names import owner_words
from piilint.terms.words import PASSAGES

MOST_OWNERS = 6


class Owners:
    """Names the objects of one function."""

    def __init__(self, scene: Scene, function: Function) -> None:
        self.scene = scene
        self.function = function
        self.code: list[AnyInstruction] = function.body.code
        self._names: dict[Value, list[str]] = {}

    def names(self, value: Value) -> list[str]:
        """What an object is called, nearest name first: `c`, `customers` for `c` in `for c in customers`."""
        if value not in self._names:
            found: dict[str, None] = {}
            for name in self._walk(value, MAX_HOPS):
                found.setdefault(name)
                if len(found) == MOST_OWNERS:
                    break
            self._names[value] = list(found)
        return self._names[value]

    def as_written(self, value: Value) -> str:
        """The object as a reader would write it: `customer`, `row`, `get_customer()`; a class's name for `self`."""
        cls = self.class_of_self(value)
        if cls is not None:
            return cls.ir.name
        instruction = self.code[value] if value >= 0 else None
        if isinstance(instruction, Call):
            return f"{self.as_written(instruction.callee)}()"
        if isinstance(instruction, LoadItem):
            key = constant_key(self.code, instruction.index)
            if key and not self.function.is_python and isinstance(self.code[instruction.object], Parameter):
                return key  # a variable of the context
            return f"{self.as_written(instruction.object)}[{key!r}]" if key else self.as_written(instruction.object)
        if isinstance(instruction, (Assign, Name, LoadAttribute, LoadCell, Captured, Import)):
            return instruction.name or getattr(instruction, "module", "")
        if isinstance(instruction, Parameter):
            return self.function.ir.parameters[instruction.index].name
        return next(iter(self.names(value)), "")

    def class_of_self(self, value: Value) -> Class | None:
        """The class whose instance the value is, where it is the method's own `self`."""
        instruction = self._bare(value)
        if not isinstance(instruction, Parameter) or instruction.index != 0 or self.function.cls < 0:
            return None
        if self.function.takes_no_receiver:
            return None
        return self.scene.program.classes[self.function.cls]

    def classes(self, value: Value) -> list[Class]:
        """The classes of the program that the value is an instance of, as far as `self` and annotations tell."""
        own = self.class_of_self(value)
        if own is not None:
            return [own]
        return [self.scene.program.classes[one.id] for one in self._annotated(value) if isinstance(one, ClassRef)]

    def is_module(self, value: Value) -> bool:
        """Whether the value is a module, so that its attributes are functions and variables."""
        instruction = self._bare(value)
        if isinstance(instruction, Import):
            imported = (instruction.module, instruction.name, instruction.level)
            found = self.scene.program.resolve_import(self.function.module.id, *imported)
            return not instruction.name or any(isinstance(one, ModuleRef) for one in found)
        if not isinstance(instruction, Name):
            return False
        if any(isinstance(one, ModuleRef) for one in self._resolved(instruction.name)):
            return True
        bindings = self.function.module.ir.bindings.get(instruction.name, ())
        imports = self.function.module.ir.imports
        return any(one.kind == "import" and not imports[one.index].name for one in bindings)

    def rule_names(self, value: Value) -> list[str]:
        """The names that a rule may know the object by: its classes', what it is imported as, and as it is written."""
        found: dict[str, None] = {}
        for cls in self.classes(value):
            for base in cls.mro:
                found.setdefault(base if isinstance(base, str) else self.scene.program.classes[base].name)
        for one in self._annotated(value):
            if isinstance(one, ExternalRef):
                found.setdefault(one.name)
        dotted = self._dotted(value)
        if dotted:
            head, _, rest = dotted.partition(".")
            for one in self._annotated(self._head(value)) if rest else ():
                if isinstance(one, ExternalRef):
                    found.setdefault(f"{one.name}.{rest}")
            for one in self._resolved(head):
                if isinstance(one, ExternalRef):
                    found.setdefault(f"{one.name}.{rest}" if rest else one.name)
            found.setdefault(dotted)
            found.setdefault(dotted.rpartition(".")[2])
        return list(found)

    def _walk(self, value: Value, hops: int) -> Iterator[str]:
        if value < 0 or hops == 0:
            return
        instruction = self.code[value]
        if isinstance(instruction, Assign):
            yield instruction.name
            yield from self._walk(instruction.value, hops - 1)
        elif isinstance(instruction, (Name, LoadCell, Captured)):
            yield instruction.name
        elif isinstance(instruction, Parameter):
            yield from self._of_parameter(value, instruction)
        elif isinstance(instruction, LoadAttribute):
            yield instruction.name
            if self._is_passage(instruction.name):
                yield from self._walk(instruction.object, hops - 1)
        elif isinstance(instruction, LoadItem):
            key = constant_key(self.code, instruction.index)
            if key is not None:
                yield key
            if key is None or self._is_passage(key):
                yield from self._walk(instruction.object, hops - 1)
        elif isinstance(instruction, Call):
            yield from self._of_call(instruction, hops - 1)
        elif isinstance(instruction, (Iterate, Unpack, Enter)):
            yield from self._walk(instruction.value, hops - 1)
        elif isinstance(instruction, Operate) and instruction.operator == "await":
            yield from self._walk(instruction.operands[0], hops - 1)
        elif isinstance(instruction, Phi):
            for one in instruction.values[:2]:
                if one < value:
                    yield from self._walk(one, hops // 2)

    def _of_parameter(self, value: Value, instruction: Parameter) -> Iterator[str]:
        cls = self.class_of_self(value)
        if cls is not None:
            yield from self.scene.owners_of_class(cls)
            return
        if self.function.is_python:
            yield self.function.ir.parameters[instruction.index].name
            for one in self._annotated(value):
                if isinstance(one, ClassRef):
                    yield from self.scene.owners_of_class(self.scene.program.classes[one.id])

    def _of_call(self, call: Call, hops: int) -> Iterator[str]:
        read = mapping_key(self.code, call)
        if read is not None:
            yield read[1]
            yield from self._walk(read[0], hops)
            return
        callee = self.code[call.callee] if call.callee >= 0 else None
        if isinstance(callee, (Name, LoadAttribute)) and callee.name not in MAPPING_READS | BUILTINS:
            yield callee.name
        for argument in call.arguments[:1]:
            named = self.code[argument] if argument >= 0 else None
            if isinstance(named, Name) and named.name[:1].isupper():
                yield named.name  # `query(Customer)`, `get_object(Customer, 1)` make a customer
        if isinstance(callee, LoadAttribute) and self._is_passage(callee.name):
            yield from self._walk(callee.object, hops)

    def _is_passage(self, name: str) -> bool:
        """Whether what is behind an attribute, key or method is still its owner's own: `customer.address`.

        A name that means another thing (`customer.plan`) ends the search.
        """
        matcher = self.scene.weigher.matcher
        if matcher.owner_kind(name) == "weak" or matcher.classify(name):
            return True
        return all(word in PASSAGES for word in owner_words(name))

    def _annotated(self, value: Value) -> list[Reference]:
        instruction = self._bare(value)
        if not isinstance(instruction, Parameter) or not self.function.is_python:
            return []
        annotation = self.function.ir.parameters[instruction.index].annotation
        uses = annotation_references(self.scene.program, self.function.module.id, annotation)
        return [use.reference for use in uses if use.kind == "instance"]

    def _resolved(self, name: str) -> tuple[Reference, ...]:
        return self.scene.program.lookup(self.function.module.id, name)

    def _bare(self, value: Value) -> AnyInstruction | None:
        """The instruction behind a variable."""
        for _ in range(MAX_HOPS):
            instruction = self.code[value] if value >= 0 else None
            if not isinstance(instruction, Assign):
                return instruction
            value = instruction.value
        return None

    def _head(self, value: Value) -> Value:
        """What the first name of a dotted one stands for: `request` of `request.client`."""
        for _ in range(MAX_HOPS):
            instruction = self.code[value] if value >= 0 else None
            if not isinstance(instruction, LoadAttribute):
                return value
            value = instruction.object
        return -1

    def _dotted(self, value: Value, hops: int = MAX_HOPS) -> str:
        if value < 0 or hops == 0:
            return ""
        instruction = self.code[value]
        if isinstance(instruction, LoadAttribute):
            before = self._dotted(instruction.object, hops - 1)
            return f"{before}.{instruction.name}" if before else ""
        if isinstance(instruction, Parameter):
            return self.function.ir.parameters[instruction.index].name
        if isinstance(instruction, (Name, Assign, LoadCell)):
            return instruction.name
        return ""
