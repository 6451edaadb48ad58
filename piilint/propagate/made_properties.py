"""Properties that a call makes in the body of a class: `shown = property(_shown)`."""

from __future__ import annotations

from piilint.ir.instructions import Assign, Call, MakeFunction
from piilint.ir.module import FieldIR
from piilint.ir.program import Class, Program

_MAKERS = frozenset({"property", "cached_property"})


def made_properties(program: Program) -> dict[tuple[int, str], int]:
    """The functions that read them, by class and name."""
    found: dict[tuple[int, str], int] = {}
    for cls in program.classes:
        for one in cls.ir.fields:
            if one.value_call.rpartition(".")[2] in _MAKERS and not one.on_self:
                getter = _getter(program, cls, one)
                if getter is not None:
                    found[cls.id, one.name] = getter
    return found


def _getter(program: Program, cls: Class, made: FieldIR) -> int | None:
    for name in made.value_arguments[:1]:
        return cls.methods.get(name)
    first = cls.module.first_function
    code = program.functions[first + made.function].body.code
    call = code[made.value]
    call = code[call.value] if isinstance(call, Assign) else call
    given = call.arguments[:1] if isinstance(call, Call) else ()
    written = next((code[one] for one in given if one >= 0), None)
    return first + written.function if isinstance(written, MakeFunction) else None
