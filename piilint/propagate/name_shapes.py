"""Names that are put together: which methods `getattr(self, f"show_{kind}")` may mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from piilint.ir import instructions as ir
from piilint.propagate.atoms import Alloc, Inst, Value
from piilint.propagate.things import things_of

if TYPE_CHECKING:
    from piilint.propagate.run import FunctionRun

MAX_SHAPED = 24
"""Methods among which a name that is put together may choose."""


def names_shaped(run: FunctionRun, value: Value, at: int) -> list[str]:
    """The methods of a value's classes whose names begin and end as the name does that a call of `getattr` is given."""
    start, end = _shape(run, at)
    if not start and not end:
        return []
    found: dict[str, None] = {}
    for atom in value:
        for thing in things_of(run, atom) if not atom.is_taint else ():
            if isinstance(thing, (Inst, Alloc)) and thing.cls >= 0:
                for base in run.program.classes[thing.cls].mro:
                    names = run.program.classes[base].methods if isinstance(base, int) else ()
                    found.update(dict.fromkeys(name for name in names if name.startswith(start) and name.endswith(end)))
    return list(found)[:MAX_SHAPED]


def _shape(run: FunctionRun, at: int) -> tuple[str, str]:
    """The constant texts with which the name begins and ends."""
    call = run.code[at] if at >= 0 else None
    made = run.code[call.arguments[1]] if isinstance(call, ir.Call) and len(call.arguments) > 1 else None
    while isinstance(made, ir.Assign):
        made = run.code[made.value]
    operands: list[int] = []
    if isinstance(made, ir.Build) and made.kind == "text":
        operands = [operand for _, operand in made.items]
    elif isinstance(made, ir.Operate) and made.operator == "add":
        operands = made.operands
    return (_text(run, operands[0]), _text(run, operands[-1])) if operands else ("", "")


def _text(run: FunctionRun, operand: int) -> str:
    instruction = run.code[operand]
    is_text = isinstance(instruction, ir.Constant) and isinstance(instruction.value, str)
    return str(instruction.value) if is_text and isinstance(instruction, ir.Constant) else ""
