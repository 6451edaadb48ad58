"""What conditions ask of the person in front: `user.is_staff`, `user.role == "dpo"`, `"user" in session`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from piilint.ir.instructions import AnyInstruction, Constant, LoadAttribute, LoadItem, Name, Operate, Value
from piilint.ir.program import Function
from piilint.screens.checks import Check, Word, check, nowhere
from piilint.screens.scene import Scene

SAME = {"eq": False, "contains": False, "ne": True, "not_contains": True}
"""Comparisons with constants, and whether they let through where they are false."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """A call or a test that checks. `tested`: it lets through only the way on which its value is true.

    `inverse`, of a tested one: the way on which its value is false, as in `if role != "dpo": abort(403)`.
    """

    at: Value
    check: Check
    tested: bool
    inverse: bool = False


def tests_of(scene: Scene, owner: Function) -> Iterator[Attempt]:
    """The values of a function that rules call a test, alone or compared; what no condition reads bars nobody."""
    wanted = scene.checks.patterns("test").last_parts()
    if wanted.isdisjoint(owner.ir.mentions):
        return
    code = owner.body.code
    for at, instruction in enumerate(code):
        if isinstance(instruction, Operate) and instruction.operator in SAME and len(instruction.operands) == 2:
            yield from _comparison(scene, owner, at, instruction)
        elif _last_name(code, at) in wanted:
            yield from _asked(scene, owner, _names(scene, owner, at), at, (), False)


def _comparison(scene: Scene, owner: Function, at: Value, compared: Operate) -> Iterator[Attempt]:
    left, right = compared.operands
    inverse = SAME[compared.operator]
    for value, other in ((left, right), (right, left)):
        words = scene.words.of_value(owner.id, other)
        yield from _asked(scene, owner, _names(scene, owner, value), at, words, inverse)
    if compared.operator.endswith("contains"):
        key = scene.names.instruction(owner.id, left)
        if isinstance(key, Constant) and isinstance(key.value, str):
            names = [f"{name}.{key.value}" for name in _names(scene, owner, right)]
            yield from _asked(scene, owner, names, at, (), inverse)


def _asked(
    scene: Scene, owner: Function, names: list[str], at: Value, words: tuple[Word, ...], inverse: bool
) -> Iterator[Attempt]:
    """What rules say of a value of these names, at the instruction whose truth decides."""
    name = names[-1] if names else ""
    for spec in scene.checks.find("test", names):
        found = check(spec, *scene.place(owner.id, at), nowhere, compared=words, name=name)
        yield Attempt(at, found, True, inverse)


def _last_name(code: list[AnyInstruction], value: Value) -> str:
    """The name by which a value is read, or the key."""
    instruction = code[value]
    if isinstance(instruction, LoadItem):
        index = code[instruction.index]
        return index.value if isinstance(index, Constant) and isinstance(index.value, str) else ""
    return instruction.name if isinstance(instruction, LoadAttribute | Name) else ""


def _names(scene: Scene, owner: Function, value: Value) -> list[str]:
    """The qualified names of what is read, by the class of its owner and as it is written; a key is a last part."""
    instruction = scene.names.instruction(owner.id, value)
    if isinstance(instruction, LoadItem):
        key = _last_name(owner.body.code, value) if value >= 0 else ""
        return [f"{name}.{key}" for name in _names(scene, owner, instruction.object)] if key else []
    if not isinstance(instruction, LoadAttribute | Name):
        return []
    return list(dict.fromkeys((*scene.names.callee(owner.id, value).names, scene.names.written(owner.id, value))))
