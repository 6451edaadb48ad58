"""What answers at a route: the functions and classes that a value stands for, however they are wrapped."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from piilint.ir.instructions import Assign, Call, Constant, LoadAttribute, MakeFunction, Phi, Return, Value
from piilint.ir.program import ClassRef, FunctionRef, Reference, VariableRef
from piilint.ir.variables import settled
from piilint.screens.route_calls import RouteCalls
from piilint.screens.scene import Scene
from piilint.screens.ways_in import resolved_text

MAX_DEPTH = 8

View = FunctionRef | ClassRef


@dataclass(slots=True)
class Views:
    """Answers about one scene."""

    scene: Scene
    calls: RouteCalls
    _returned: dict[int, tuple[View, ...]] = field(default_factory=dict, repr=False)

    def of_value(self, function: int, value: Value) -> tuple[View, ...]:
        """The functions and classes of the program that answer, each once; () for routes of other routes."""
        return tuple(dict.fromkeys(self._of_value(function, value, MAX_DEPTH)))

    def _of_value(self, function: int, value: Value, depth: int) -> Iterator[View]:
        instruction = self.scene.names.instruction(function, value)
        if depth == 0 or instruction is None:
            return
        if isinstance(instruction, Call):
            yield from self._of_call(function, value, instruction, depth)
        elif isinstance(instruction, MakeFunction):
            yield FunctionRef(self.scene.program.functions[function].module.first_function + instruction.function)
        elif isinstance(instruction, Phi):
            for one in instruction.values:
                yield from self._of_value(function, one, depth - 1)
        elif isinstance(instruction, Constant):
            yield from self._named(function, instruction.value)
        else:
            for reference in self.scene.names.references(function, value):
                yield from self._behind(reference, depth)

    def _named(self, function: int, text: object) -> Iterator[View]:
        """What a dotted text names: `"desk.views.Card"`."""
        if isinstance(text, str) and "." in text:
            program = self.scene.program
            for reference in settled(program, resolved_text(program, program.functions[function].module, text)):
                if isinstance(reference, FunctionRef | ClassRef):
                    yield reference

    def _behind(self, reference: Reference, depth: int) -> Iterator[View]:
        if isinstance(reference, FunctionRef | ClassRef):
            yield reference
        if not isinstance(reference, VariableRef):
            return
        meant = [one for one in settled(self.scene.program, [reference]) if isinstance(one, FunctionRef | ClassRef)]
        module = self.scene.program.modules[reference.module]
        bindings = module.ir.bindings.get(reference.name, ())
        given = [one.index for one in bindings if one.kind == "value" and one.index >= 0]
        for index in given:
            yield from self._of_value(module.first_function, index, depth - 1)
        if not given:
            yield from meant

    def _of_call(self, function: int, value: Value, call: Call, depth: int) -> Iterator[View]:
        """`View.as_view()`, `View()`, `guarded(view)`, `make_view("name")`; a decorator's call is what is below it."""
        if call.decorator:
            yield from self._of_value(function, call.arguments[0], depth - 1)
            return
        if self._at(function, value) in self.calls.in_function(function):
            return
        cls = self._class_of(function, call)
        if cls is not None:
            yield cls
            return
        found = [view for one in call.arguments for view in self._of_value(function, one, depth - 1)]
        if found:
            yield from found
            return
        for reference in settled(self.scene.program, self.scene.names.references(function, call.callee)):
            if isinstance(reference, FunctionRef):
                yield from self._of_result(reference.id, depth)

    def _at(self, function: int, value: Value) -> Value:
        """The instruction that makes a value, names that it was given aside."""
        code = self.scene.program.functions[function].body.code
        instruction = code[value]
        while isinstance(instruction, Assign) and instruction.value >= 0:
            value = instruction.value
            instruction = code[value]
        return value

    def _class_of(self, function: int, call: Call) -> ClassRef | None:
        """The class whose object, or whose method's result, answers."""
        callee = self.scene.names.instruction(function, call.callee)
        if isinstance(callee, LoadAttribute):
            owner = self._class_named(function, callee.object) or self._class_made(function, callee)
            if owner is not None:
                return owner
        return self._class_named(function, call.callee)

    def _class_made(self, function: int, callee: LoadAttribute) -> ClassRef | None:
        """The class of an object that is asked for what its library makes of it: `View().as_view()`."""
        made = self.scene.names.instruction(function, callee.object)
        owner = self._class_named(function, made.callee) if isinstance(made, Call) and not made.decorator else None
        own = None if owner is None else self.scene.program.method(owner.id, callee.name)
        return owner if own is None else None

    def _class_named(self, function: int, value: Value) -> ClassRef | None:
        """The class itself, not an object of it."""
        written = self.scene.names.instruction(function, value)
        if isinstance(written, Call) and not written.decorator:
            return None
        found = self.scene.names.references(function, value)
        if any(isinstance(one, VariableRef) and not self._is_class(one) for one in found):
            return None
        return next((one for one in settled(self.scene.program, found) if isinstance(one, ClassRef)), None)

    def _is_class(self, variable: VariableRef) -> bool:
        bindings = self.scene.program.modules[variable.module].ir.bindings.get(variable.name, ())
        return bool(bindings) and all(one.kind == "class" for one in bindings)

    def _of_result(self, function: int, depth: int) -> Iterator[View]:
        """The functions that a function makes and gives back."""
        if function not in self._returned:
            self._returned[function] = ()
            owner = self.scene.program.functions[function]
            found: dict[View, None] = {}
            for instruction in owner.body.code if owner.is_python else ():
                if isinstance(instruction, Return) and instruction.value >= 0:
                    found.update(dict.fromkeys(self._of_value(function, instruction.value, depth - 1)))
            self._returned[function] = tuple(found)
        yield from self._returned[function]
