"""The functions of `operator` whose results keep keys and positions apart, or that the program's own objects define."""

from __future__ import annotations

from typing import TYPE_CHECKING

from piilint.propagate.access import constants_of, why_asked
from piilint.propagate.arguments import Arguments
from piilint.propagate.atoms import EMPTY, Alloc, Value
from piilint.propagate.builds import add_keys
from piilint.propagate.native_registry import native
from piilint.propagate.operators import operate
from piilint.propagate.stores import store
from piilint.propagate.summary import KEY
from piilint.terms.access_path import ANY, key

if TYPE_CHECKING:
    from piilint.propagate.run import FunctionRun

MEANT = {"concat": "add", "iconcat": "iadd"}
"""Functions that are another operator by a second name."""
OF_CONTAINERS = ("add", "concat", "iadd", "iconcat")


@native("operator.getitem")
def _get_item(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    del receiver
    if len(arguments.positional) != 2:
        return None
    return run.subscript(arguments.positional[0], arguments.positional[1], at)


@native("operator.setitem")
def _set_item(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    del receiver
    if len(arguments.positional) != 3:
        return None
    target, index, value = arguments.positional
    if run.call_method(target, "__setitem__", Arguments([index, value]), at) is not None:
        return EMPTY
    constants, others = constants_of(run, index, why_asked(run, target) or KEY)
    if others or len(constants) != 1:
        store(run, target, ANY, value, at)
        add_keys(run, target, index)
    else:
        store(run, target, key(constants[0]), value, at)
    return EMPTY


def _of_containers(name: str) -> None:
    @native(f"operator.{name}")
    def operated(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
        """What an operator makes of containers and of objects that define it; of texts and numbers the rules tell."""
        del receiver
        operands = arguments.positional
        if len(operands) != 2 or not any(isinstance(atom, Alloc) for operand in operands for atom in operand):
            return None
        return operate(run, MEANT.get(name, name), operands, at)


for _name in OF_CONTAINERS:
    _of_containers(_name)
