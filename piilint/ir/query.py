"""What SQL in a program's text constants says: what rows a query gives, and which tables are created.

Plain data, as all of the IR: it depends on the text alone. `link` puts the tables of all files together.
"""

from __future__ import annotations

from typing import Union

import msgspec

from piilint.ir.instructions import AnyInstruction, Assign, Build, Call, Constant, LoadAttribute, Operate

HOLE = "_hole_"
"""What stands in a text for a part that only running the code can tell."""


class ColumnIR(msgspec.Struct, frozen=True, array_like=True):
    """A column of a result. `parts` are the (table, column) that its value is made of: of a plain column itself, of an
    expression those in it; the table is "" where the query does not tell it, and "a|b" where it is one of several.
    `measure`: it is a count or a sum. The name "*" stands for all columns of the table in `parts`."""

    name: str
    parts: list[tuple[str, str]] = []
    measure: bool = False


class TableIR(msgspec.Struct, frozen=True, array_like=True):
    """`CREATE TABLE`: its columns as (name, type, lines after the first of the text)."""

    name: str
    columns: list[tuple[str, str, int]]


class QueryIR(msgspec.Struct, frozen=True, array_like=True):
    """A text that is SQL, and the line where it begins. `columns` is None where it says nothing of rows."""

    text: str
    line: int
    columns: Union[list[ColumnIR], None]  # noqa: UP007
    tables: list[TableIR] = []


def written_text(code: list[AnyInstruction], value: int, depth: int = 8) -> str | None:
    """The text that a value is, as far as it is written there, with HOLE for what is not; None where nothing is."""
    if value < 0 or depth == 0:
        return None
    instruction = code[value]
    if isinstance(instruction, Constant):
        return instruction.value if isinstance(instruction.value, str) else None
    if isinstance(instruction, Build) and instruction.kind == "text":
        parts = [written_text(code, operand, depth - 1) for _, operand in instruction.items]
        return "".join(HOLE if part is None else part for part in parts)
    if isinstance(instruction, Operate) and instruction.operator in ("add", "mod") and len(instruction.operands) == 2:
        left = written_text(code, instruction.operands[0], depth - 1)
        if left is None or instruction.operator == "mod":
            return left
        right = written_text(code, instruction.operands[1], depth - 1)
        return left + (HOLE if right is None else right)
    if isinstance(instruction, Assign):
        return written_text(code, instruction.value, depth - 1)
    if isinstance(instruction, Call):
        callee = code[instruction.callee] if instruction.callee >= 0 else None
        if isinstance(callee, LoadAttribute) and callee.name in ("format", "strip"):
            return written_text(code, callee.object, depth - 1)
    return None
