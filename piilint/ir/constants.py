"""The constant that a module's variable, or a class's attribute, is given once: a number, a text made of texts.

`LIMIT = 2`, `URL = BASE + "/reverse"`, `URL = f"{BASE}/reverse"`, and `URL = os.getenv("URL", "https://...")`, which is
taken to be its default.
"""

from __future__ import annotations

from piilint.ir.instructions import Assign, Build, Call, Constant, LoadAttribute, Name, Operate, Scalar, Value
from piilint.ir.module import Body
from piilint.ir.program import Module, Program, VariableRef
from piilint.ir.variables import assigned_value

MAX_DEPTH = 8
SETTINGS = ("getenv", "get", "config", "env")
"""Functions whose second argument is what holds where nothing is set."""


def constant_of(program: Program, variable: VariableRef, depth: int = MAX_DEPTH) -> Scalar:
    """What a module's variable surely is; None where only running the code tells (or where it is None)."""
    assigned = assigned_value(program, variable)
    return None if assigned is None else _constant(program, program.modules[variable.module], *assigned, depth)


def constant_of_field(program: Program, cls: int, name: str) -> Scalar:
    """What a class's body gives an attribute, along its bases; None where only running the code tells."""
    for base in program.classes[cls].mro:
        owner = program.classes[base] if isinstance(base, int) else None
        for one in owner.ir.fields if owner is not None else ():
            if owner is not None and one.name == name and one.value >= 0:
                body = program.functions[owner.module.first_function + one.function].body
                return _constant(program, owner.module, body, one.value, MAX_DEPTH)
    return None


def _constant(program: Program, module: Module, body: Body, value: Value, depth: int) -> Scalar:
    if depth == 0 or value < 0:
        return None
    instruction = body.code[value]
    if isinstance(instruction, Constant):
        return None if isinstance(instruction.value, list) else instruction.value
    if isinstance(instruction, Assign):
        return _constant(program, module, body, instruction.value, depth - 1)
    if isinstance(instruction, Name):
        found = program.lookup(module.id, instruction.name)
        known = [one for one in found if isinstance(one, VariableRef)]
        return constant_of(program, known[0], depth - 1) if len(known) == 1 else None
    if isinstance(instruction, Build) and instruction.kind == "text":
        parts = [_constant(program, module, body, item, depth - 1) for _, item in instruction.items]
        return _joined(parts)
    if isinstance(instruction, Operate) and instruction.operator in ("add", "format"):
        parts = [_constant(program, module, body, item, depth - 1) for item in instruction.operands[:2]]
        return _joined(parts[:1] if instruction.operator == "format" else parts)
    if isinstance(instruction, Call) and len(instruction.arguments) == 2:
        callee = body.code[instruction.callee]
        if isinstance(callee, LoadAttribute | Name) and callee.name in SETTINGS:
            return _constant(program, module, body, instruction.arguments[1], depth - 1)
    return None


def _joined(parts: list[Scalar]) -> Scalar:
    texts = [part for part in parts if isinstance(part, str)]
    return "".join(texts) if len(texts) == len(parts) else None
