"""`globals()` and `locals()`: the variables of a module, and of the function that asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from piilint.ir.instructions import Assign, Parameter
from piilint.propagate.arguments import Arguments
from piilint.propagate.atoms import Value, mod
from piilint.propagate.native_registry import made_of, native
from piilint.terms.access_path import key

if TYPE_CHECKING:
    from piilint.propagate.run import FunctionRun


@native("builtins.globals")
def _globals(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    del arguments, receiver, at
    return {mod(run.function.module.id): None}


@native("builtins.locals")
def _locals(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    if run.function.ir.kind == "module":
        return _globals(run, arguments, receiver, at)
    made = made_of(run, at, "dict", {})
    block, parameters = run.body.blocks[run.block], run.function.ir.parameters
    for number in range(max(at, 0)):
        instruction = run.code[number]
        name = instruction.name if isinstance(instruction, Assign) else ""
        if isinstance(instruction, Parameter):
            name = parameters[instruction.index].name
        if name:
            # what another way assigned may still be there
            surely = number >= block.first or isinstance(instruction, Parameter)
            for thing in made:
                run.state.write(thing, key(name), run.values[number], strong=surely)
    return made
