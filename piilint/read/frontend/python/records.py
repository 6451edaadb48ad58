"""Classes that a call makes: `Point = namedtuple("Point", "x y")` and `NamedTuple("Point", [("x", int)])`."""

from __future__ import annotations

from typing import Any

import libcst as cst

from piilint.ir.instructions import MakeClass
from piilint.ir.module import Annotation, ClassIR, FieldIR
from piilint.read.frontend.python.annotations import annotation, constant
from piilint.read.frontend.python.builder import STATEMENTS, FunctionBuilder
from piilint.read.frontend.python.constants import dotted
from piilint.read.frontend.python.scopes import Scope
from piilint.read.frontend.python.statements import assign_value

_MAKERS = frozenset(("namedtuple", "NamedTuple"))
_ANYTHING = Annotation("object")
"""The type of a field that has none: it is annotated, for only annotated names are fields of a constructor."""

_Fields = list[tuple[str, "Annotation"]]


def fields_of_call(node: Any) -> _Fields | None:
    """The fields of the class that a call makes; None where it makes none, or where its fields are not constant."""
    if type(node) is not cst.Call or dotted(node.func).rpartition(".")[2] not in _MAKERS:
        return None
    plain = [argument.value for argument in node.args if argument.keyword is None and not argument.star]
    if len(plain) < 2:
        return None
    wanted = plain[1]
    if isinstance(wanted, (cst.List, cst.Tuple)):
        found = [_field(element.value) for element in wanted.elements]
        return [field for field in found if field is not None] if None not in found else None
    names = constant(wanted)
    return [(name, _ANYTHING) for name in names.replace(",", " ").split()] if isinstance(names, str) else None


def _field(node: Any) -> tuple[str, Annotation] | None:
    """`"x"` or `("x", int)`."""
    if type(node) in (cst.Tuple, cst.List) and len(node.elements) == 2:
        name = constant(node.elements[0].value)
        return (name, annotation(node.elements[1].value) or _ANYTHING) if isinstance(name, str) else None
    name = constant(node)
    return (name, _ANYTHING) if isinstance(name, str) else None


def _assign(function: FunctionBuilder, node: cst.Assign) -> None:
    target = node.targets[0].target
    fields = fields_of_call(node.value) if len(node.targets) == 1 and type(target) is cst.Name else None
    if fields is None or not isinstance(node.value, cst.Call) or not isinstance(target, cst.Name):
        assign_value(function, node)
        return
    index = _make(function, target.value, node.value, fields)
    base = function.expression(node.value.func)
    value = function.emit(MakeClass(index, [base], [], []), node.value)
    function.bind(target.value, value, target, ("class", index, True))


def _make(function: FunctionBuilder, name: str, call: cst.Call, fields: _Fields) -> int:
    """The class of a record, with an empty body; defined but once where its statement is lowered twice."""
    module = function.module
    known = module.made.get(id(call))
    if known is not None:
        return known
    index = module.made[id(call)] = module.reserve_class()
    body = module.reserve_function()
    first, last = function.statements[function.span]
    inner = FunctionBuilder(module, Scope("class", None), body, "class", (first, last))
    inner.qualname = f"{function.qualname}.{name}".lstrip(".")
    inner.class_name = name
    inner.owner = index
    inner.prologue = len(inner.code)
    module.add_function(inner, name, (first, last), function.index, [])
    module.classes[index] = ClassIR(
        name=name,
        qualname=inner.qualname,
        line=first,
        end_line=last,
        parent=function.index,
        body=body,
        bases=[dotted(call.func)],
        decorators=[],
        fields=[FieldIR(field, first, last, body, annotation=written) for field, written in fields],
        methods=[],
    )
    return index


STATEMENTS[cst.Assign] = _assign
