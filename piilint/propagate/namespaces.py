"""`globals()`, `locals()`, `eval()`: the variables of a module, of the function that asks, and those that are given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from piilint.ir.instructions import Assign, Parameter
from piilint.propagate.access import constants_of, load_item
from piilint.propagate.arguments import Arguments
from piilint.propagate.atoms import EMPTY, Value, const, mod, sym
from piilint.propagate.memory import without_absent
from piilint.propagate.native_registry import made_of, native
from piilint.terms.access_path import attribute, key

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


def named_by_text(run: FunctionRun, name: str) -> Value:
    """What a name stands for that no statement binds: `globals()["name"] = value` may have done so."""
    module = run.function.module.id
    askers = run.program.mentions.get("globals", ())
    if not any(run.program.functions[asker].module.id == module for asker in askers):
        return EMPTY
    return run.state.read(sym(("m", module)), attribute(name))


@native("builtins.eval")
def _eval(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    """A text that is but a name stands for what the given mappings have under it, the inner one first."""
    del receiver
    text, *spaces = arguments.positional or [EMPTY]
    names, others = constants_of(run, text)
    if others or not spaces or not all(isinstance(name, str) and name.isidentifier() for name in names):
        return None
    index: Value = {const(name): None for name in names if isinstance(name, str)}
    for space in reversed(spaces):
        held = without_absent(load_item(run, space, index, at))
        if held:
            return held
    return None
