"""Decorated functions and classes: is the name still the function, or what a wrapper of the program made of it?

A library's decorator is taken to keep what it decorates; what it does beyond that is knowledge of the rules. A
decorator that is code of the program has to be run, so the name becomes a variable.
"""

from __future__ import annotations

from collections.abc import Sequence

from piilint.ir.program import ClassRef, ExternalRef, FunctionRef, Module, Program, Reference, VariableRef
from piilint.ir.variables import attribute_of, settled

OVERLOAD = frozenset({"typing.overload", "typing_extensions.overload"})


def link_decorated(program: Program) -> None:
    """Replaces, in all name tables, what a decorator of the program wraps by the variable that it is."""
    variables: dict[Reference, VariableRef] = {}
    overloads: set[Reference] = set()
    for module in program.modules:
        for name, bindings in module.ir.bindings.items():
            for binding in bindings:
                if binding.plain or binding.kind not in ("function", "class"):
                    continue
                decorated, decorators = _decorated(module, binding.kind, binding.index)
                made = [_decorator(program, module, decorator) for decorator in decorators]
                if len(bindings) > 1 and any(one and one <= OVERLOAD for one in made):
                    overloads.add(decorated)
                elif None in made:
                    variables[decorated] = VariableRef(module.id, name)
    if not variables and not overloads:
        return
    for module in program.modules:
        for name, references in module.names.items():
            if any(one in variables or one in overloads for one in references):
                kept = [one for one in references if one not in overloads] or list(references)
                module.names[name] = tuple(dict.fromkeys(variables.get(one, one) for one in kept))
    program.forget_lookups()


def _decorated(module: Module, kind: str, index: int) -> tuple[Reference, list[str]]:
    if kind == "function":
        return FunctionRef(module.first_function + index), module.ir.functions[index].decorators
    return ClassRef(module.first_class + index), module.ir.classes[index].decorators


def _decorator(program: Program, module: Module, dotted: str) -> frozenset[str] | None:
    """The qualified names of a library's decorator; None where it is code of the program, or nobody knows."""
    if not dotted:
        return None
    head, *rest = dotted.split(".")
    found: Sequence[Reference] = program.lookup(module.id, head)
    for name in rest:
        found = attribute_of(program, found, name)
    if not rest:
        found = settled(program, found)
    names = frozenset(one.name for one in found if isinstance(one, ExternalRef))
    return names if names and len(names) == len(found) else None
