"""Roles that a check is given from outside: by the call of a function, or by the call that makes an object.

`require("dpo")` hands its role to the function that it gives back, `RoleChecker(["dpo"])` keeps it in an attribute, a
subclass of a checker says it in its body.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from piilint.ir.instructions import Call, Value
from piilint.ir.module import Annotation
from piilint.ir.names import Names
from piilint.ir.program import ClassRef, FunctionRef, Program, VariableRef
from piilint.ir.variables import settled
from piilint.screens.checks import Slot, Word
from piilint.screens.words import Words

Binder = Callable[[Slot], tuple[Word, ...]]
UNKNOWN: tuple[Word, ...] = (None,)
MAX_DEPTH = 6


@dataclass(frozen=True, slots=True)
class Given:
    """What fills the slots of a check's roles, about one program."""

    program: Program
    names: Names
    words: Words

    def rest(self, slot: Slot, cls: int = -1) -> tuple[Word, ...]:
        """What a slot holds that nobody fills: what the body of the class says, or of the one that it is used for."""
        home = self.program.functions[slot.function].cls
        if not slot.attribute or home < 0:
            return UNKNOWN
        if cls >= 0 and home in self.program.classes[cls].mro:
            home = cls
        return self._known(self.words.of_class(home, slot.attribute))

    def by_class(self, cls: int, asking: int = -1) -> Binder:
        """By a class that stands in a list of those who say who passes; `asking` is the class that lists it."""

        def words(slot: Slot) -> tuple[Word, ...]:
            if slot.attribute and slot.index > 0:  # of the view, which the method is handed
                return self._known(self.words.of_class(asking, slot.attribute)) if asking >= 0 else UNKNOWN
            return self.rest(slot, cls)

        return words

    def by_value(self, function: int, value: Value) -> Binder:
        """By what a value is: a call of a function, or an object with the call that made it."""
        made = self.made(function, value)
        if made is None:
            return self.rest
        home, call = made
        callees = settled(self.program, self.names.references(home, call.callee))
        cls = next((one.id for one in callees if isinstance(one, ClassRef)), -1)
        functions = {one.id for one in callees if isinstance(one, FunctionRef)}

        def words(slot: Slot) -> tuple[Word, ...]:
            if slot.attribute and slot.index == 0 and cls >= 0:
                return self._of_object(cls, home, call, slot.attribute)
            if slot.function in functions:
                return self.words.of_slot(home, call, slot)
            return self.rest(slot, cls)

        return words

    def by_annotation(self, written: Annotation, cls: int) -> Binder:
        """By the constants that an annotation hands to a class or function: `Depends(RoleChecker("dpo"))`."""

        def words(slot: Slot) -> tuple[Word, ...]:
            if not slot.attribute:
                return _constants(written, slot.index, self._is_star(slot))
            kept = self._kept(cls, slot.attribute) if cls >= 0 else None
            if kept is None:
                return self.rest(slot, cls)
            found: dict[Word, None] = {}
            for word in self.words.of_value(*kept):
                is_slot = isinstance(word, Slot)
                more = _constants(written, word.index - 1, self._is_star(word)) if isinstance(word, Slot) else (word,)
                found.update(dict.fromkeys(more if is_slot else (word,)))
            return tuple(found) or UNKNOWN

        return words

    def _is_star(self, slot: Slot) -> bool:
        return self.program.functions[slot.function].ir.parameters[slot.index].kind == "star"

    def made(self, function: int, value: Value, depth: int = MAX_DEPTH) -> tuple[int, Call] | None:
        """(function, call) that makes a value, which may be the variable of a module."""
        written = self.names.instruction(function, value)
        if isinstance(written, Call):
            return (function, written) if not written.decorator else None
        for reference in self.names.references(function, value) if depth else ():
            found = self.made_as(reference, depth) if isinstance(reference, VariableRef) else None
            if found is not None:
                return found
        return None

    def made_as(self, variable: VariableRef, depth: int = MAX_DEPTH) -> tuple[int, Call] | None:
        """(function, call) that makes what a module's variable holds."""
        module = self.program.modules[variable.module]
        bindings = module.ir.bindings.get(variable.name, ())
        if len(bindings) != 1 or bindings[0].kind != "value":
            return None
        return self.made(module.first_function, bindings[0].index, depth - 1)

    def _of_object(self, cls: int, function: int, call: Call, attribute: str) -> tuple[Word, ...]:
        kept = self._kept(cls, attribute)
        if kept is None:
            return self._known(self.words.of_class(cls, attribute))
        found: dict[Word, None] = {}
        for word in self.words.of_value(*kept):
            filled = self.words.of_slot(function, call, word) if isinstance(word, Slot) else (word,)
            found.update(dict.fromkeys(filled))
        return tuple(found) or UNKNOWN

    def _kept(self, cls: int, attribute: str) -> tuple[int, Value] | None:
        """(function, value) that the objects of a class keep under a name, as their constructor says."""
        for base in self.program.classes[cls].mro:
            owner = self.program.classes[base] if isinstance(base, int) else None
            for one in owner.ir.fields if owner is not None else ():
                if owner is not None and one.on_self and one.name == attribute and one.value >= 0:
                    return owner.module.first_function + one.function, one.value
        return None

    def _known(self, words: tuple[Word, ...]) -> tuple[Word, ...]:
        return words or UNKNOWN


def _constants(written: Annotation, index: int, star: bool) -> tuple[Word, ...]:
    texts = written.constants[max(0, index) :]
    chosen = texts if star else texts[:1]
    return tuple(one if isinstance(one, str) else None for one in chosen) or UNKNOWN
