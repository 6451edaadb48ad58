"""What values are assigned to: names, attributes, items, and tuples of them."""

from __future__ import annotations

from typing import Any

import libcst as cst

from piilint.ir.instructions import Delete, StoreAttribute, StoreItem, Unpack
from piilint.read.frontend.python.builder import Field, FunctionBuilder
from piilint.read.frontend.python.expressions import index


def assign(function: FunctionBuilder, target: Any, value: int, right: Any = None, annotation: Any = None) -> None:
    """Lower the assignment of a value to a target; `right` is the expression that makes it, where it stands alone."""
    cls = type(target)
    if cls is cst.Name:
        function.bind(target.value, value, target)
        if function.kind == "class" and function.names.get(target.value) == target.value:
            function.fields.append(Field(target.value, function.span, value, annotation, right))
    elif cls is cst.Attribute:
        owner = function.expression(target.value)
        name = function.mangled(target.attr.value)
        function.mentions.add(name)
        function.emit(StoreAttribute(owner, name, value), target)
        if function.receiver and type(target.value) is cst.Name and target.value.value == function.receiver:
            function.fields.append(Field(name, function.span, value, annotation, right))
    elif cls is cst.Subscript:
        owner = function.expression(target.value)
        function.emit(StoreItem(owner, index(function, target), value), target)
    elif cls is cst.StarredElement:
        assign(function, target.value, value)
    else:
        unpack(function, target, value)


def unpack(function: FunctionBuilder, target: Any, value: int) -> None:
    """Lower the assignment to a tuple or list of targets."""
    elements = target.elements
    count = len(elements)
    star = next((number for number, element in enumerate(elements) if type(element) is cst.StarredElement), count)
    for number, element in enumerate(elements):
        inner = element.value
        if number == star:
            part = function.emit(Unpack(value, number, star=True, after=count - number - 1), inner)
        else:
            part = function.emit(Unpack(value, number if number < star else number - count), inner)
        assign(function, inner, part)


def delete(function: FunctionBuilder, target: Any) -> None:
    """Lower `del target`."""
    cls = type(target)
    if cls is cst.Name:
        function.unbind(target.value)
    elif cls is cst.Attribute:
        owner = function.expression(target.value)
        function.emit(Delete(owner, name=function.mangled(target.attr.value)), target)
    elif cls is cst.Subscript:
        owner = function.expression(target.value)
        function.emit(Delete(owner, index(function, target)), target)
    else:
        for element in target.elements:
            delete(function, element.value)
