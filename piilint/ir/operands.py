"""Which values an instruction reads."""

from __future__ import annotations

from piilint.ir.instructions import (
    AnyInstruction,
    Assign,
    Build,
    Call,
    CallTemplate,
    Caught,
    Delete,
    Enter,
    Exit,
    Iterate,
    LoadAttribute,
    LoadCell,
    LoadItem,
    MakeClass,
    MakeFunction,
    Operate,
    Phi,
    Raise,
    Return,
    Show,
    StoreAttribute,
    StoreCell,
    StoreItem,
    StoreName,
    Unpack,
    Value,
    Yield,
)

_ONE_VALUE = (Assign, StoreName, Iterate, Unpack, Enter, Return, Yield, Show)


def operands(instruction: AnyInstruction) -> tuple[Value, ...]:
    """The values that an instruction reads, in the order of its fields."""
    return tuple(value for value in _operands(instruction) if value >= 0)


def _operands(instruction: AnyInstruction) -> list[Value]:
    if isinstance(instruction, _ONE_VALUE):
        return [instruction.value]
    if isinstance(instruction, LoadAttribute):
        return [instruction.object]
    if isinstance(instruction, StoreAttribute):
        return [instruction.object, instruction.value]
    if isinstance(instruction, LoadItem | Delete):
        return [instruction.object, instruction.index]
    if isinstance(instruction, StoreItem):
        return [instruction.object, instruction.index, instruction.value]
    if isinstance(instruction, LoadCell):
        return [instruction.cell]
    if isinstance(instruction, StoreCell):
        return [instruction.cell, instruction.value]
    if isinstance(instruction, Call):
        return [instruction.callee, *instruction.arguments, *(value for _, value in instruction.keywords)]
    if isinstance(instruction, Operate):
        return instruction.operands
    if isinstance(instruction, Build):
        return [value for pair in instruction.items for value in pair]
    if isinstance(instruction, Exit):
        return [instruction.value, instruction.entered]
    if isinstance(instruction, Raise):
        return [instruction.value, instruction.cause]
    if isinstance(instruction, Caught):
        return instruction.types
    if isinstance(instruction, Phi):
        return instruction.values
    if isinstance(instruction, MakeFunction):
        return [value for _, value in (*instruction.defaults, *instruction.captures)]
    if isinstance(instruction, MakeClass):
        return [*instruction.bases, *(value for _, value in (*instruction.keywords, *instruction.captures))]
    return [instruction.template, instruction.context] if isinstance(instruction, CallTemplate) else []
