"""Type aliases: a module's variable that holds a type expression, read back as an annotation."""

from __future__ import annotations

from piilint.ir.instructions import Assign, Build, Call, Constant, LoadAttribute, LoadItem, Name, Operate, Scalar, Value
from piilint.ir.module import Annotation, Body
from piilint.ir.program import Program, VariableRef
from piilint.ir.variables import assigned_value

MAX_DEPTH = 12


def alias_of(program: Program, variable: VariableRef) -> Annotation | None:
    """`list[User]` for `Users = list[User]`; None where the variable holds nothing with brackets or `|`."""
    assigned = assigned_value(program, variable)
    if assigned is None or not isinstance(assigned[0].code[assigned[1]], LoadItem | Operate):
        return None
    return written_type(*assigned)


def written_type(body: Body, value: Value, depth: int = MAX_DEPTH) -> Annotation | None:
    """The type expression that a value of a body is, as it was written; None where it is none."""
    if depth == 0 or value < 0:
        return None
    instruction = body.code[value]
    if isinstance(instruction, Name):
        return Annotation(instruction.name)
    if isinstance(instruction, Assign):
        return Annotation(instruction.name)
    if isinstance(instruction, LoadAttribute):
        owner = written_type(body, instruction.object, depth - 1)
        return None if owner is None or owner.arguments else Annotation(f"{owner.name}.{instruction.name}")
    if isinstance(instruction, Constant):
        return _quoted(instruction.value)
    if isinstance(instruction, LoadItem):
        generic = written_type(body, instruction.object, depth - 1)
        return None if generic is None else Annotation(generic.name, _several(body, instruction.index, depth - 1))
    if isinstance(instruction, Operate) and instruction.operator == "or_":
        return Annotation("|", [_known(body, operand, depth - 1) for operand in instruction.operands])
    if isinstance(instruction, Call):
        marker = written_type(body, instruction.callee, depth - 1)
        return None if marker is None else Annotation(marker.name, constants=_constants(body, instruction))
    return None


def _quoted(constant: Scalar | list[Scalar]) -> Annotation | None:
    if isinstance(constant, str) and all(part.isidentifier() for part in constant.split(".")):
        return Annotation(constant)
    return None


def _several(body: Body, value: Value, depth: int) -> list[Annotation]:
    instruction = body.code[value]
    if isinstance(instruction, Build) and instruction.kind == "tuple":
        return [_known(body, item, depth) for _, item in instruction.items]
    return [_known(body, value, depth)]


def _known(body: Body, value: Value, depth: int) -> Annotation:
    return written_type(body, value, depth) or Annotation("")


def _constants(body: Body, call: Call) -> list[Scalar]:
    values = [body.code[argument] for argument in (*call.arguments, *(value for _, value in call.keywords))]
    return [one.value for one in values if isinstance(one, Constant) and not isinstance(one.value, list)]
