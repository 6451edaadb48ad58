"""What a value in a list of what is asked for stands for: a constant, a class, or an object of one."""

from __future__ import annotations

from collections.abc import Iterator

from piilint.ir.instructions import Build, Call, Constant, Operate, Value
from piilint.screens.scene import Scene
from piilint.terms.pattern import matches


def required(scene: Scene, function: int, value: Value) -> Iterator[Value]:
    """The values that a list asks for: itself, each element of a list, both sides of `&`."""
    written = scene.names.instruction(function, value)
    if isinstance(written, Build) and written.kind in ("list", "tuple", "set"):
        for _, item in written.items:
            yield from required(scene, function, item)
    elif isinstance(written, Operate) and written.operator in ("and_", "add"):
        for operand in written.operands:
            yield from required(scene, function, operand)
    else:
        yield value


def stands_for(scene: Scene, function: int, value: Value, wanted: object) -> bool:
    """Whether a value is the constant, class or instance that a rule names."""
    written = scene.names.instruction(function, value)
    if isinstance(written, Constant):
        held = written.value if isinstance(written.value, list) else [written.value]
        if any(type(one) is type(wanted) and one == wanted for one in held):
            return True
        return isinstance(wanted, str) and any(isinstance(one, str) and matches(wanted, one) for one in held)
    if not isinstance(wanted, str):
        return False
    made = written.callee if isinstance(written, Call) else value
    names = (*scene.names.callee(function, made).names, scene.names.written(function, made))
    return any(matches(wanted, name) or matches(wanted, name.rpartition(".")[2]) for name in names)
