"""Collects what a file declares while its functions are lowered one by one."""

from __future__ import annotations

from typing import Any

import libcst as cst

from piilint.ir.module import Annotation, BindingIR, ClassIR, FunctionIR, ImportIR, ParameterIR
from piilint.read.frontend.python.annotations import constant
from piilint.read.frontend.python.builder import FunctionBuilder
from piilint.read.frontend.python.survey import Survey


class ModuleBuilder:
    """The functions, classes, imports and names of one file while it is lowered."""

    def __init__(self, survey: Survey) -> None:
        self.survey = survey
        self.functions: list[FunctionIR | None] = []
        self.classes: list[ClassIR | None] = []
        self.imports: list[ImportIR] = []
        self.bindings: dict[str, list[tuple[str, int, bool]]] = {}
        self.exports: list[str] | None = None
        self.told = True
        """Whether all that `__all__` holds stands in the text."""
        self.made: dict[int, int] = {}
        """Node of a function or class -> its index: code that is lowered twice (`finally`) defines each but once."""

    def reserve_function(self) -> int:
        """The index of a function that is about to be lowered."""
        self.functions.append(None)
        return len(self.functions) - 1

    def reserve_class(self) -> int:
        """The index of a class that is about to be lowered."""
        self.classes.append(None)
        return len(self.classes) - 1

    def bind(self, name: str, binding: tuple[str, int, bool]) -> None:
        """A name of the module is bound to (kind, index, plain)."""
        found = self.bindings.setdefault(name, [])
        if binding not in found:
            found.append(binding)

    def final_bindings(self, numbers: list[int]) -> dict[str, list[BindingIR]]:
        """The bindings, with the final numbers of the module body's instructions."""
        return {
            name: [BindingIR(kind, numbers[index] if kind == "value" else index, plain) for kind, index, plain in found]
            for name, found in self.bindings.items()
        }

    def add_function(
        self,
        builder: FunctionBuilder,
        name: str,
        lines: tuple[int, int],
        parent: int,
        parameters: list[ParameterIR],
        returns: Annotation | None = None,
        decorators: list[str] | None = None,
        asynchronous: bool = False,
    ) -> list[int]:
        """Finish a function that is wholly lowered; the final number of each of its values."""
        body, numbers = builder.finish()
        builder.mentions.update(parameter.name for parameter in parameters)
        self.functions[builder.index] = FunctionIR(
            name=name,
            qualname=builder.qualname,
            kind=builder.kind,
            line=lines[0],
            end_line=lines[1],
            parent=parent,
            owner=builder.owner,
            parameters=parameters,
            returns=returns,
            decorators=decorators or [],
            asynchronous=asynchronous,
            generator=builder.scope.generator,
            mentions=sorted(builder.mentions),
            assigned=sorted(builder.assigned),
            body=body,
            captures=list(builder.scope.free),
        )
        return numbers

    def export(self, value: Any, replace: bool) -> None:
        """`__all__ = value` or `__all__ += value`; where only running the code tells, it is as if there were none."""
        names = _strings(value)
        if names is None or not self.told:
            self.told = replace and names is not None
            self.exports = names if self.told else None
        elif replace or self.exports is None:
            self.exports = list(dict.fromkeys(names))
        else:
            self.exports += [name for name in names if name not in self.exports]


def _strings(node: Any) -> list[str] | None:
    """The strings of a display, also of displays that are added up; None where there is something else."""
    found: list[str] = []
    pending = [node]
    while pending:
        node = pending.pop()
        if isinstance(node, cst.BinaryOperation):
            pending += (node.right, node.left)
        elif isinstance(node, (cst.List, cst.Tuple, cst.Set)):
            values = [constant(element.value) for element in node.elements]
            found += [value for value in values if isinstance(value, str)]
            if not all(isinstance(value, str) for value in values):
                return None
        elif isinstance(node, (cst.SimpleString, cst.ConcatenatedString)):
            value = constant(node)
            found += [value] if isinstance(value, str) else []
        else:
            return None
    return found
