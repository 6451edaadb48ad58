"""Macros and the bodies of call blocks: functions that capture the variables around them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jinja2 import nodes

from piilint.ir.instructions import MakeFunction, Parameter, Phi, StoreCell, Value
from piilint.ir.module import ParameterIR
from piilint.read.frontend.jinja.expressions import lower
from piilint.read.frontend.jinja.frame import CONTEXT_CELL, Frame
from piilint.read.frontend.jinja.names import bound_names, hands_on_context, read_names

_IMPLICIT = (("varargs", "star"), ("kwargs", "double_star"), ("caller", "keyword"))


@dataclass(frozen=True, slots=True)
class PendingMacro:
    """A macro that has its number and whose body is still to be lowered. `late` are the defaults, by parameter, that
    other parameters have a part in."""

    frame: Frame
    parent: int
    node: nodes.Macro | nodes.CallBlock
    parameters: tuple[ParameterIR, ...]
    captures: tuple[str, ...]
    late: tuple[tuple[int, nodes.Expr], ...]


def make_macro(frame: Frame, node: nodes.Macro) -> Value:
    """The function that `{% macro %}` defines."""
    return _make(frame, node, node.name)


def make_caller(frame: Frame, node: nodes.CallBlock) -> Value:
    """The function that a call block hands over as `caller`."""
    return _make(frame, node, "caller")


def _make(frame: Frame, node: nodes.Macro | nodes.CallBlock, name: str) -> Value:
    parameters = _parameters(frame, node)
    own = frozenset(parameter.name for parameter in parameters)
    first = len(node.args) - len(node.defaults)
    defaults = list(enumerate(node.defaults, first))
    late = [(index, value) for index, value in defaults if read_names(value) & own]
    early = [(index, lower(frame, value)) for index, value in defaults if (index, value) not in late]
    cells = {one: cell for one in _wanted(frame, node) - own if (cell := frame.cell_of(one)) is not None}
    captures = tuple(sorted(cells))
    prefix = f"{frame.qualname}." if frame.kind == "macro" else ""
    qualname = prefix + (name if isinstance(node, nodes.Macro) else "<caller>")
    inner = Frame(frame.module, frame.module.reserve(), "macro", name, qualname)
    frame.module.pending.append(PendingMacro(inner, frame.function, node, parameters, captures, tuple(late)))
    return frame.emit(MakeFunction(inner.function, early, [(one, cells[one]) for one in captures]), node)


def enter_macro(macro: PendingMacro) -> None:
    """Writes what a macro begins with: its parameters, what it captures, and the cells of those that it hands on."""
    frame, node = macro.frame, macro.node
    at = frame.token(node)
    values = {one.name: frame.emit(Parameter(index), at) for index, one in enumerate(macro.parameters)}
    frame.capture(macro.captures, at)
    frame.scopes[0].names.update(values)
    surely, maybe = bound_names(node.body)
    frame.make_cells(maybe | values.keys(), surely | values.keys(), node.body)
    for index, default in macro.late:
        name = macro.parameters[index].name
        frame.scopes[0].names[name] = frame.emit(Phi([values[name], lower(frame, default)]), default)
    for name, value in frame.scopes[0].names.items():
        if name in frame.scopes[0].cells:
            frame.emit(StoreCell(frame.scopes[0].cells[name], name, value), at)


def _parameters(frame: Frame, node: nodes.Macro | nodes.CallBlock) -> tuple[ParameterIR, ...]:
    line = frame.module.tokens.line(frame.token(node))
    first = len(node.args) - len(node.defaults)
    parameters = [
        ParameterIR(argument.name, has_default=index >= first, line=line) for index, argument in enumerate(node.args)
    ]
    named = {argument.name for argument in node.args}
    used = _names_in(node.body)
    for name, kind in _IMPLICIT:
        if name in used and name not in named:
            parameters.append(ParameterIR(name, kind, has_default=kind == "keyword", line=line))
    return tuple(parameters)


def _names_in(body: Sequence[nodes.Node]) -> frozenset[str]:
    return frozenset[str]().union(*(read_names(node) for node in body))


def _wanted(frame: Frame, node: nodes.Macro | nodes.CallBlock) -> frozenset[str]:
    if hands_on_context(node):
        return frozenset([CONTEXT_CELL, *frame.captures, *(name for scope in frame.scopes for name in scope.cells)])
    return read_names(node) | {CONTEXT_CELL}
