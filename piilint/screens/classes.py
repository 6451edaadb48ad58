"""What the class of a view says about who may open it: its bases, and its attributes."""

from __future__ import annotations

from collections.abc import Iterator

from piilint.ir.instructions import Build, Call, Constant, Operate, Value
from piilint.screens.checks import Check, Spec, check, nowhere
from piilint.screens.scene import Scene
from piilint.terms.pattern import matches


def checks_of_class(scene: Scene, cls: int) -> Iterator[Check]:
    """The checks that hold for each method of a class."""
    owner = scene.program.classes[cls]
    specs = [*scene.checks.find("base_class", scene.names.class_names(cls)[1:])]
    specs += [spec for spec in scene.checks.attributes if _has(scene, cls, spec)]
    for spec in specs:
        yield check(spec, owner.module.path, owner.ir.line, nowhere, lambda name: scene.words.of_class(cls, name))


def _has(scene: Scene, cls: int, spec: Spec) -> bool:
    return any(_fits(scene, cls, pattern, spec) for pattern in spec.match.patterns)


def _fits(scene: Scene, cls: int, pattern: str, spec: Spec) -> bool:
    """Whether the class has the attribute, with the value that the rule asks for, or any that is no nothing."""
    owner, _, attribute = pattern.rpartition(".")
    if owner and owner != "**" and not any(matches(owner, name) for name in scene.names.class_names(cls)):
        return False
    where = scene.words.attribute(cls, attribute)
    if where is None:
        return False
    if spec.value is None:
        return not _is_nothing(scene, *where)
    return any(_is(scene, where[0], one, spec.value) for one in _required(scene, *where))


def _required(scene: Scene, function: int, value: Value) -> Iterator[Value]:
    """The values that an attribute asks for: itself, each element of a list, both sides of `&`."""
    written = scene.names.instruction(function, value)
    if isinstance(written, Build) and written.kind in ("list", "tuple", "set"):
        for _, item in written.items:
            yield from _required(scene, function, item)
    elif isinstance(written, Operate) and written.operator in ("and_", "add"):
        for operand in written.operands:
            yield from _required(scene, function, operand)
    else:
        yield value


def _is(scene: Scene, function: int, value: Value, wanted: object) -> bool:
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


def _is_nothing(scene: Scene, function: int, value: Value) -> bool:
    written = scene.names.instruction(function, value)
    if isinstance(written, Constant):
        return not written.value
    return isinstance(written, Build) and not written.items
