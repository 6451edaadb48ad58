"""What lists of views, routes and checks hold, however they are put together."""

from __future__ import annotations

from collections.abc import Iterator

from piilint.ir.instructions import Build, Operate, Value
from piilint.ir.program import VariableRef
from piilint.screens.scene import Scene

MAX_DEPTH = 6
SPREAD = -2
"""The key of `*xs` in a list."""
JOINING = ("add", "iadd")


def elements(scene: Scene, function: int, value: Value, depth: int = MAX_DEPTH) -> Iterator[tuple[int, Value]]:
    """(function, value) of what a value holds, through spreads, sums and a module's variables; of no list, itself."""
    written = scene.names.instruction(function, value)
    if depth and isinstance(written, Build) and written.kind in ("list", "tuple", "set"):
        for key, item in written.items:
            yield from elements(scene, function, item, depth - 1) if key == SPREAD else ((function, item),)
    elif depth and isinstance(written, Operate) and written.operator in JOINING:
        for one in written.operands:
            yield from elements(scene, function, one, depth - 1)
    else:
        where = list(_assigned(scene, function, value)) if depth else []
        for home, given in where:
            yield from elements(scene, home, given, depth - 1)
        if not where:
            yield function, value


def _assigned(scene: Scene, function: int, value: Value) -> Iterator[tuple[int, Value]]:
    """Where a module gives a variable lists."""
    for reference in scene.names.references(function, value):
        if isinstance(reference, VariableRef):
            module = scene.program.modules[reference.module]
            for binding in module.ir.bindings.get(reference.name, ()):
                if binding.kind == "value" and binding.index >= 0:
                    made = scene.names.instruction(module.first_function, binding.index)
                    if isinstance(made, Build | Operate):
                        yield module.first_function, binding.index
