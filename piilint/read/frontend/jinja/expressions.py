"""Expressions: each becomes a value."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from jinja2 import nodes

from piilint.ir.instructions import (
    NONE,
    Build,
    Call,
    Iterate,
    LoadAttribute,
    LoadItem,
    Name,
    Operate,
    Phi,
    Scalar,
    Value,
)
from piilint.read.frontend.jinja.frame import Frame
from piilint.read.frontend.jinja.inheritance import call_block, call_super
from piilint.read.frontend.template.builder import Label

_GLOBALS = {name: name for name in ("range", "dict", "lipsum", "cycler", "joiner", "namespace")} | {
    "_": "gettext",
    **{name: name for name in ("gettext", "ngettext", "pgettext", "npgettext")},
}

_BINARY: dict[type[nodes.Node], str] = {
    nodes.Add: "add",
    nodes.Sub: "sub",
    nodes.Mul: "mul",
    nodes.Div: "truediv",
    nodes.FloorDiv: "floordiv",
    nodes.Mod: "mod",
    nodes.Pow: "pow",
}
_UNARY: dict[type[nodes.Node], str] = {nodes.Neg: "neg", nodes.Pos: "pos", nodes.Not: "not_"}
_COMPARISONS = {"gteq": "ge", "lteq": "le", "in": "contains", "notin": "not_contains"}

_MAX_INTEGER = 2**63


def lower(frame: Frame, node: nodes.Node) -> Value:
    """The value of an expression."""
    kind = type(node)
    if isinstance(node, nodes.BinExpr) and kind in _BINARY:
        return _operate(frame, node, _BINARY[kind], [node.left, node.right])
    if isinstance(node, nodes.UnaryExpr):
        return _operate(frame, node, _UNARY[kind], [node.node])
    handler = _HANDLERS.get(kind)
    if handler is None:
        return frame.constant("", node)
    return handler(frame, node)


def lower_test(frame: Frame, node: nodes.Node, yes: Label, no: Label) -> None:
    """Ends the block by a test. `and`, `or` and `not` become control flow, so that each part guards what follows it."""
    if isinstance(node, nodes.Not):
        lower_test(frame, node.node, no, yes)
    elif isinstance(node, (nodes.And, nodes.Or)):
        second = frame.code.new_label()
        if isinstance(node, nodes.And):
            lower_test(frame, node.left, second, no)
        else:
            lower_test(frame, node.left, yes, second)
        frame.code.start(second)
        lower_test(frame, node.right, yes, no)
    else:
        frame.code.branch(lower(frame, node), yes, no)


def lower_filter(frame: Frame, node: nodes.Filter, inner: Value | None = None) -> Value:
    """The value of `inner|f(...)`; `inner` is what a filter block encloses, where the chain begins with nothing."""
    subject = inner if node.node is None else None
    if subject is None and isinstance(node.node, nodes.Filter):
        subject = lower_filter(frame, node.node, inner)
    elif subject is None:
        subject = lower(frame, node.node) if node.node is not None else frame.constant("", node)
    name = _constant_argument(node)
    if node.name == "attr" and name is not None:
        return frame.emit(LoadAttribute(subject, name), node)
    callee = frame.emit(Name(f"jinja.filter.{node.name}"), node)
    return _call(frame, node, callee, [subject])


def lower_call(frame: Frame, node: nodes.Call, unused: bool = False, caller: Value | None = None) -> Value:
    """The value of a call; NONE where it runs a part of the template that shows by itself. `caller` is the macro
    that a call block hands over."""
    if shows_by_itself(frame, node):
        return NONE
    return _call(frame, node, _callee(frame, node.node), [], unused, caller)


def shows_by_itself(frame: Frame, node: nodes.Call) -> bool:
    """Lowers `super()`, `self.block()` and, in a recursive loop, `loop(...)`; False, and nothing done, for all else."""
    callee = node.node
    if isinstance(callee, nodes.Name) and callee.name == "super" and frame.kind == "block":
        call_super(frame, node)
        return True
    if isinstance(callee, nodes.Getattr) and isinstance(callee.node, nodes.Name) and callee.node.name == "self":
        block = frame.module.blocks.get(callee.attr)
        if block is not None:
            call_block(frame, block, node)
            return True
    if isinstance(callee, nodes.Name) and callee.name == "loop" and node.args:
        loop = frame.loop_values.get(frame.load("loop", node))
        if loop is not None:
            loop.again.append(lower(frame, node.args[0]))
            return True
    return False


def _operate(frame: Frame, node: nodes.Node, operator: str, operands: list[nodes.Expr]) -> Value:
    return frame.emit(Operate(operator, [lower(frame, operand) for operand in operands]), node)


def _callee(frame: Frame, node: nodes.Node) -> Value:
    if isinstance(node, nodes.Name) and node.name in _GLOBALS and not frame.is_bound(node.name):
        return frame.emit(Name(f"jinja.global.{_GLOBALS[node.name]}"), node)
    return lower(frame, node)


def _call(
    frame: Frame,
    node: nodes.Call | nodes.Filter | nodes.Test,
    callee: Value,
    first: list[Value],
    unused: bool = False,
    caller: Value | None = None,
) -> Value:
    arguments = [*first, *(lower(frame, argument) for argument in node.args)]
    keywords = [(one.key, lower(frame, one.value)) for one in node.kwargs if isinstance(one, nodes.Keyword)]
    stars: list[int] = []
    if node.dyn_args is not None:
        stars.append(len(arguments))
        arguments.append(lower(frame, node.dyn_args))
    if node.dyn_kwargs is not None:
        keywords.append(("", lower(frame, node.dyn_kwargs)))
    if caller is not None:
        keywords.append(("caller", caller))
    return frame.emit(Call(callee, arguments, keywords, stars, unused), node)


def _lower_test_call(frame: Frame, node: nodes.Test) -> Value:
    subject = lower(frame, node.node)
    callee = frame.emit(Name(f"jinja.test.{node.name}"), node)
    return _call(frame, node, callee, [subject])


def _lower_call_value(frame: Frame, node: nodes.Call) -> Value:
    value = lower_call(frame, node)
    return frame.constant("", node) if value == NONE else value


def _constant_argument(node: nodes.Filter) -> str | None:
    if len(node.args) == 1 and isinstance(node.args[0], nodes.Const) and isinstance(node.args[0].value, str):
        return node.args[0].value
    return None


def _lower_name(frame: Frame, node: nodes.Name) -> Value:
    return frame.load(node.name, node)


def _lower_constant(frame: Frame, node: nodes.Const | nodes.TemplateData) -> Value:
    value = node.value if isinstance(node, nodes.Const) else node.data
    return frame.constant(_scalar(value), node)


def _scalar(value: Any) -> Scalar:
    if isinstance(value, int) and not -_MAX_INTEGER <= value < _MAX_INTEGER:
        return hex(value)
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8")
    return value if isinstance(value, (int, float)) or value is None else str(value)


def _lower_attribute(frame: Frame, node: nodes.Getattr) -> Value:
    value = lower(frame, node.node)
    loop = frame.loop_values.get(value)
    if loop is not None and node.attr in ("previtem", "nextitem"):
        return frame.emit(Iterate(loop.sequence), node)
    return frame.emit(LoadAttribute(value, node.attr), node)


def _lower_item(frame: Frame, node: nodes.Getitem) -> Value:
    value = lower(frame, node.node)
    return frame.emit(LoadItem(value, lower(frame, node.arg)), node)


def _lower_slice(frame: Frame, node: nodes.Slice) -> Value:
    bounds = [NONE if bound is None else lower(frame, bound) for bound in (node.start, node.stop, node.step)]
    return frame.emit(Build("slice", [(NONE, bound) for bound in bounds]), node)


def _lower_display(frame: Frame, node: nodes.List | nodes.Tuple) -> Value:
    kind = "list" if isinstance(node, nodes.List) else "tuple"
    items = [(NONE, lower(frame, item)) for item in node.items]
    return frame.emit(Build(kind, items), node)


def _lower_dict(frame: Frame, node: nodes.Dict) -> Value:
    items = [(lower(frame, pair.key), lower(frame, pair.value)) for pair in node.items]
    return frame.emit(Build("dict", items), node)


def _lower_concat(frame: Frame, node: nodes.Concat) -> Value:
    parts = [(NONE, lower(frame, part)) for part in node.nodes]
    return frame.emit(Build("text", parts), node)


def _lower_comparison(frame: Frame, node: nodes.Compare) -> Value:
    left = lower(frame, node.expr)
    result = left
    for operand in node.ops:
        right = lower(frame, operand.expr)
        operator = _COMPARISONS.get(operand.op, operand.op)
        result = frame.emit(Operate(operator, [left, right]), node)
        left = right
    return result


def _lower_logic(frame: Frame, node: nodes.And | nodes.Or) -> Value:
    """`a or b` is either; `a and b` shows b only where a is true, so b is all that it can carry."""
    second, after = frame.code.new_label(), frame.code.new_label()
    left = lower(frame, node.left)
    either = isinstance(node, nodes.Or)
    frame.code.branch(left, *((after, second) if either else (second, after)))
    frame.code.start(second)
    right = lower(frame, node.right)
    frame.code.jump(after)
    frame.code.start(after)
    return frame.emit(Phi([left, right] if either else [right]), node)


def _lower_condition(frame: Frame, node: nodes.CondExpr) -> Value:
    yes, no, after = frame.code.new_label(), frame.code.new_label(), frame.code.new_label()
    lower_test(frame, node.test, yes, no)
    values = []
    for label, branch in ((yes, node.expr1), (no, node.expr2)):
        frame.code.start(label)
        if branch is not None:
            values.append(lower(frame, branch))
        frame.code.jump(after)
    frame.code.start(after)
    return frame.emit(Phi(values), node)


def _lower_marked(frame: Frame, node: nodes.MarkSafe | nodes.MarkSafeIfAutoescape) -> Value:
    return lower(frame, node.expr)


def _lower_context(frame: Frame, node: nodes.Node) -> Value:  # noqa: ARG001 - all handlers are called alike
    return frame.context


_HANDLERS: dict[type[nodes.Node], Callable[[Frame, Any], Value]] = {
    nodes.Name: _lower_name,
    nodes.Const: _lower_constant,
    nodes.TemplateData: _lower_constant,
    nodes.Getattr: _lower_attribute,
    nodes.Getitem: _lower_item,
    nodes.Slice: _lower_slice,
    nodes.List: _lower_display,
    nodes.Tuple: _lower_display,
    nodes.Dict: _lower_dict,
    nodes.Concat: _lower_concat,
    nodes.Compare: _lower_comparison,
    nodes.And: _lower_logic,
    nodes.Or: _lower_logic,
    nodes.CondExpr: _lower_condition,
    nodes.Call: _lower_call_value,
    nodes.Filter: lower_filter,
    nodes.Test: _lower_test_call,
    nodes.MarkSafe: _lower_marked,
    nodes.MarkSafeIfAutoescape: _lower_marked,
    nodes.ContextReference: _lower_context,
    nodes.DerivedContextReference: _lower_context,
}
