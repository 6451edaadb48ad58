"""What the lists in the bodies of classes name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from piilint.ir import instructions as ir

if TYPE_CHECKING:
    from piilint.ir.program import Function


@dataclass(frozen=True, slots=True)
class Element:
    """One element of a list in the body of a class: a name, or (name "") a function or the like by its instruction.

    `field` is the name under which it is shown, where that is another one, `own` the program's class of the field.
    """

    name: str
    function: int
    instruction: int
    field: str = ""
    own: int = -1


def elements_of(function: Function, value: int) -> Iterator[Element]:
    """The elements of lists and tuples, also of those inside and of sums of them; of a mapping those under `fields`."""
    code = function.body.code
    instruction = code[value]
    if isinstance(instruction, ir.Assign):
        yield from elements_of(function, instruction.value)
    elif isinstance(instruction, ir.Constant):
        held = instruction.value if isinstance(instruction.value, list) else [instruction.value]
        for one in held:
            if isinstance(one, str):
                yield Element(one, function.id, value)
    elif isinstance(instruction, ir.Build) and instruction.kind in ("list", "tuple", "set"):
        groups = [item for _, item in instruction.items if _is_mapping(code[item])]
        for item in groups or [item for _, item in instruction.items]:  # beside a group stands its title
            yield from elements_of(function, item)
    elif isinstance(instruction, ir.Build) and instruction.kind == "dict":
        for key, item in instruction.items:
            name = code[key] if key >= 0 else None
            if isinstance(name, ir.Constant) and name.value == "fields":
                yield from elements_of(function, item)
    elif isinstance(instruction, ir.Operate) and instruction.operator in ("add", "iadd"):
        for operand in instruction.operands:
            yield from elements_of(function, operand)
    elif isinstance(instruction, (ir.Name, ir.MakeFunction)):
        yield Element("", function.id, value)


def _is_mapping(instruction: ir.AnyInstruction) -> bool:
    return isinstance(instruction, ir.Build) and instruction.kind == "dict"
