"""Dotted names as they are written in types: base classes, annotations, decorators.

Such a name is looked for where Python looks: in the class and the functions around it, then in the module. A variable
on the way stands for what it was made from (`piilint.ir.variables`).
"""

from __future__ import annotations

from collections.abc import Iterator

from piilint.ir.program import Program, Reference
from piilint.ir.variables import attribute_of, settled


def resolve_type(program: Program, module: int, dotted: str, scope: int = -1) -> tuple[Reference, ...]:
    """What a dotted name means as a type; `scope` is the function or class body that it is written in.

    () where it is known not to be one of the program's or a library's names: an attribute that nobody defines.
    """
    return settled(program, resolve_written(program, module, dotted, scope))


def resolve_written(program: Program, module: int, dotted: str, scope: int = -1) -> tuple[Reference, ...]:
    """The same, but a variable that the whole name means stays one."""
    head, *rest = dotted.split(".")
    found = _head(program, module, head, scope)
    for name in rest:
        found = attribute_of(program, found, name)
    return found


def enclosing(program: Program, scope: int) -> Iterator[int]:
    """A function and those around it, innermost first, without the module's body."""
    while scope >= 0 and program.functions[scope].parent >= 0:
        yield scope
        scope = program.functions[scope].parent


def _head(program: Program, module: int, name: str, scope: int) -> tuple[Reference, ...]:
    for around in enclosing(program, scope):
        found = program.scopes.get(around, {}).get(name)
        if found is not None:
            return found
    return program.lookup(module, name)
