"""`class`: its body is a function of its own; its fields are what the body and the methods assign."""

from __future__ import annotations

from typing import Any

import libcst as cst

from piilint.ir.instructions import MakeClass
from piilint.ir.module import ClassIR, FieldIR
from piilint.read.frontend.python.annotations import annotation
from piilint.read.frontend.python.builder import DEFINITIONS, STATEMENTS, Field, FunctionBuilder
from piilint.read.frontend.python.constants import dotted_callee
from piilint.read.frontend.python.functions import decorate_with, decorated
from piilint.read.frontend.python.records import fields_of_call
from piilint.read.frontend.python.statements import block
from piilint.read.frontend.python.survey import LINE_SHIFT


def _class(function: FunctionBuilder, node: cst.ClassDef) -> None:
    decorators = decorate_with(function, node.decorators)
    function.statement(node)
    bases = [function.expression(base.value) for base in node.bases]
    keywords: list[tuple[str, int]] = []
    for argument in node.keywords:
        value = function.expression(argument.value)
        keywords.append((argument.keyword.value if argument.keyword is not None else "", value))
    index = _make(function, node)
    scope = function.module.survey.scopes[id(node)]
    value = function.emit(MakeClass(index, bases, keywords, function.captures(scope)), node.name)
    value = decorated(function, value, decorators)
    function.statement(node)
    function.bind(node.name.value, value, node.name, ("class", index, not node.decorators))


def _keep(function: FunctionBuilder, node: cst.ClassDef) -> None:
    index = _make(function, node)
    if function.kind == "module":
        function.module.bind(node.name.value, ("class", index, not node.decorators))


def _make(function: FunctionBuilder, node: cst.ClassDef) -> int:
    module = function.module
    known = module.made.get(id(node))
    if known is not None:
        return known
    survey = module.survey
    index = module.made[id(node)] = module.reserve_class()
    body = module.reserve_function()
    inner = FunctionBuilder(module, survey.scopes[id(node)], body, "class", survey.spans[id(node)])
    name = node.name.value
    inner.qualname = f"{function.qualname}.{name}".lstrip(".")
    inner.class_name = name
    inner.owner = index
    inner.own_cells()
    inner.prologue = len(inner.code)
    block(inner, node.body)
    lines = (survey.positions[id(node)] >> LINE_SHIFT, survey.ends[id(node)])
    numbers = module.add_function(inner, name, lines, function.index, [])
    module.classes[index] = ClassIR(
        name=name,
        qualname=inner.qualname,
        line=lines[0],
        end_line=lines[1],
        parent=function.index,
        body=body,
        bases=[dotted_callee(base.value) for base in node.bases],
        decorators=[dotted_callee(decorator.decorator) for decorator in node.decorators],
        fields=_fields(inner, numbers, _inherited(node, body, lines)),
        methods=inner.methods,
        metaclass=next((dotted_callee(one.value) for one in node.keywords if _is_metaclass(one)), ""),
    )
    return index


def _is_metaclass(argument: cst.Arg) -> bool:
    return argument.keyword is not None and argument.keyword.value == "metaclass"


def _inherited(node: cst.ClassDef, body: int, lines: tuple[int, int]) -> dict[str, FieldIR]:
    """The fields of a record that a call among the bases makes."""
    return {
        name: FieldIR(name, lines[0], lines[0], body, annotation=written)
        for base in node.bases
        for name, written in fields_of_call(base.value) or ()
    }


def _fields(body: FunctionBuilder, numbers: list[int], found: dict[str, FieldIR]) -> list[FieldIR]:
    """The fields of a class, each once: after those it starts with those of its body, then those of `self`."""
    for field in body.fields:
        _add(found, body, numbers, field, on_self=False)
    for method, its_numbers in body.self_fields:
        for field in method.fields:
            _add(found, method, its_numbers, field, on_self=True)
    return list(found.values())


def _add(found: dict[str, FieldIR], function: FunctionBuilder, numbers: list[int], field: Field, on_self: bool) -> None:
    name = function.mangled(field.name)
    known = found.get(name)
    if known is not None and (known.value >= 0 or field.value < 0):
        return
    first, last = function.statements[field.span] if known is None else (known.line, known.end_line)
    written = annotation(field.annotation)
    found[name] = FieldIR(
        name=name,
        line=first,
        end_line=last,
        function=function.index,
        value=numbers[field.value],
        annotation=written if known is None or written is not None else known.annotation,
        value_call=dotted_callee(field.right) if type(field.right) is cst.Call else "",
        value_arguments=_arguments(field.right) if type(field.right) is cst.Call else [],
        on_self=on_self if known is None else known.on_self,
    )


def _arguments(call: Any) -> list[str]:
    """The positional arguments that are dotted names or calls of them."""
    names = (dotted_callee(argument.value) for argument in call.args if argument.keyword is None and not argument.star)
    return [name for name in names if name]


STATEMENTS[cst.ClassDef] = _class
DEFINITIONS[cst.ClassDef] = _keep
