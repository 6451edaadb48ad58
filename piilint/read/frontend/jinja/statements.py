"""Statements: what a template shows, binds and repeats."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from jinja2 import nodes

from piilint.ir.instructions import (
    NONE,
    Build,
    Iterate,
    LoadAttribute,
    Phi,
    StoreAttribute,
    Unpack,
    Value,
)
from piilint.read.frontend.jinja.expressions import lower, lower_call, lower_filter, lower_test, shows_by_itself
from piilint.read.frontend.jinja.frame import Frame, Loop
from piilint.read.frontend.jinja.inheritance import call_block, call_parent, call_template
from piilint.read.frontend.jinja.macros import make_caller, make_macro
from piilint.read.frontend.jinja.names import bound_names, target_names
from piilint.read.frontend.jinja.translations import show_translation


def lower_body(frame: Frame, body: Sequence[nodes.Node]) -> None:
    """Lowers statements one after the other."""
    for node in body:
        handler = _HANDLERS.get(type(node))
        if handler is not None and not (frame.extended and isinstance(node, _REPLACED)):
            handler(frame, node)


def bind(frame: Frame, target: nodes.Node, value: Value) -> None:
    """Binds a value to a name, to each of a tuple of names, or to an attribute of a namespace."""
    if isinstance(target, nodes.Name):
        frame.store(target.name, value, target)
    elif isinstance(target, nodes.NSRef):
        frame.emit(StoreAttribute(frame.load(target.name, target), target.attr, value), target)
    elif isinstance(target, nodes.Tuple):
        for position, item in enumerate(target.items):
            bind(frame, item, frame.emit(Unpack(value, position), item))


def _in_scope(frame: Frame, body: Sequence[nodes.Node], pairs: Sequence[tuple[nodes.Node, Value]] = ()) -> None:
    surely, maybe = bound_names(body)
    targets = frozenset(name for target, _ in pairs for name in target_names(target))
    with frame.scope(maybe | targets, surely | targets, body):
        for target, value in pairs:
            bind(frame, target, value)
        lower_body(frame, body)


def _output(frame: Frame, node: nodes.Output) -> None:
    tag = frame.tag(node)
    if tag is not None and tag.name == "trans":
        show_translation(frame, node, tag)
        return
    for child in node.nodes:
        if isinstance(child, nodes.TemplateData):
            continue
        tag = frame.tag(child)
        if isinstance(child, nodes.Call) and isinstance(child.node, nodes.ExtensionAttribute):
            value = frame.context  # `{% debug %}` prints all that the template was given
        elif isinstance(child, nodes.Call) and shows_by_itself(frame, child):
            continue
        else:
            value = lower(frame, child)
        if tag is not None:
            frame.show(value, tag, child)


def _assign(frame: Frame, node: nodes.Assign) -> None:
    bind(frame, node.target, lower(frame, node.node))


def _assign_block(frame: Frame, node: nodes.AssignBlock) -> None:
    text = _collected(frame, node.body, node)
    if node.filter is not None:
        text = lower_filter(frame, node.filter, text)
    bind(frame, node.target, text)


def _filter_block(frame: Frame, node: nodes.FilterBlock) -> None:
    tag = frame.tag(node)
    value = lower_filter(frame, node.filter, _collected(frame, node.body, node))
    if tag is not None:
        frame.show(value, tag, tag.first)


def _collected(frame: Frame, body: Sequence[nodes.Node], at: nodes.Node) -> Value:
    with frame.collect() as parts:
        _in_scope(frame, body)
    return frame.emit(Build("text", [(NONE, part) for part in parts]), at)


def _if(frame: Frame, node: nodes.If) -> None:
    surely, maybe = bound_names([node])
    known = frame.scopes[-1].names
    known.update({name: frame.load(name, node) for name in sorted(maybe - surely) if name not in known})
    tests = [(node.test, node.body), *((one.test, one.body) for one in node.elif_)]
    after = frame.code.new_label()
    ways: list[dict[str, Value]] = []
    for test, body in tests:
        yes, no = frame.code.new_label(), frame.code.new_label()
        lower_test(frame, test, yes, no)
        frame.code.start(yes)
        _way(frame, body, ways)
        frame.code.jump(after)
        frame.code.start(no)
    _way(frame, node.else_, ways)
    frame.code.jump(after)
    frame.code.start(after)
    frame.join(ways or [known], node)


def _way(frame: Frame, body: Sequence[nodes.Node], ways: list[dict[str, Value]]) -> None:
    before = dict(frame.scopes[-1].names)
    lower_body(frame, body)
    if frame.code.reachable:
        ways.append(frame.scopes[-1].names)
    frame.scopes[-1].names = before


def _for(frame: Frame, node: nodes.For) -> None:
    header, body, empty, after = (frame.code.new_label() for _ in range(4))
    sequence = lower(frame, node.iter)
    frame.code.jump(header)
    frame.code.start(header)
    if node.recursive:
        sequence = frame.emit(Phi([sequence]), node.iter)
    loop = Loop(sequence, header, after, [])
    element = frame.emit(Iterate(sequence), node.target)
    frame.code.branch(NONE, body, empty)
    frame.code.start(body)
    surely, maybe = bound_names(node.body)
    targets = frozenset(target_names(node.target)) | {"loop"}
    with frame.scope(maybe | targets, surely | targets, [node]):
        bind(frame, node.target, element)
        _filtered(frame, node, header)
        opaque = frame.emit(Build("dict"), node)
        frame.loop_values[opaque] = loop
        frame.store("loop", opaque, node)
        frame.loops.append(loop)
        lower_body(frame, node.body)
        frame.loops.pop()
    frame.code.jump(header)
    frame.code.start(empty)
    _in_scope(frame, node.else_)
    frame.code.jump(after)
    frame.code.start(after)
    if node.recursive:
        first = frame.code.code[sequence]
        assert isinstance(first, Phi)
        frame.code.patch(sequence, Phi([*first.values, *loop.again]))


def _filtered(frame: Frame, node: nodes.For, header: int) -> None:
    if node.test is not None:
        chosen = frame.code.new_label()
        lower_test(frame, node.test, chosen, header)
        frame.code.start(chosen)


def _break(frame: Frame, node: nodes.Break) -> None:  # noqa: ARG001 - all handlers are called alike
    _leave(frame, lambda loop: loop.after)


def _continue(frame: Frame, node: nodes.Continue) -> None:  # noqa: ARG001
    _leave(frame, lambda loop: loop.header)


def _leave(frame: Frame, target: Callable[[Loop], int]) -> None:
    if frame.loops:
        frame.code.jump(target(frame.loops[-1]))
        frame.code.start(frame.code.new_label())


def _with(frame: Frame, node: nodes.With) -> None:
    values = [lower(frame, value) for value in node.values]
    _in_scope(frame, node.body, list(zip(node.targets, values, strict=True)))


def _scope(frame: Frame, node: nodes.Scope | nodes.ScopedEvalContextModifier) -> None:
    _in_scope(frame, node.body)


def _do(frame: Frame, node: nodes.ExprStmt) -> None:
    if isinstance(node.node, nodes.Call):
        lower_call(frame, node.node, unused=True)
    else:
        lower(frame, node.node)


def _block(frame: Frame, node: nodes.Block) -> None:
    call_block(frame, node, node)


def _extends(frame: Frame, node: nodes.Extends) -> None:
    template = lower(frame, node.template)
    if frame.at_top and node in frame.module.template.body:
        frame.extended = True
        frame.parent = template, node
    else:
        call_parent(frame, template, node)


def _include(frame: Frame, node: nodes.Include) -> None:
    call_template(frame, lower(frame, node.template), node.with_context, "include", node)


def _import(frame: Frame, node: nodes.Import) -> None:
    value = call_template(frame, lower(frame, node.template), node.with_context, "import", node)
    frame.store(node.target, value, node)


def _from_import(frame: Frame, node: nodes.FromImport) -> None:
    value = call_template(frame, lower(frame, node.template), node.with_context, "import", node)
    for one in node.names:
        name, local = (one, one) if isinstance(one, str) else one
        frame.store(local, frame.emit(LoadAttribute(value, name), node), node)


def _macro(frame: Frame, node: nodes.Macro) -> None:
    frame.store(node.name, make_macro(frame, node), node)


def _call_block(frame: Frame, node: nodes.CallBlock) -> None:
    tag = frame.tag(node)
    value = lower_call(frame, node.call, caller=make_caller(frame, node))
    if tag is not None and value != NONE:
        frame.show(value, tag, tag.first)


_REPLACED = (nodes.Output, nodes.FilterBlock, nodes.Block)
"""What a template that extends another does not show where it stands."""

_HANDLERS: dict[type[nodes.Node], Callable[[Frame, Any], None]] = {
    nodes.Output: _output,
    nodes.Assign: _assign,
    nodes.AssignBlock: _assign_block,
    nodes.FilterBlock: _filter_block,
    nodes.If: _if,
    nodes.For: _for,
    nodes.Break: _break,
    nodes.Continue: _continue,
    nodes.With: _with,
    nodes.Scope: _scope,
    nodes.ScopedEvalContextModifier: _scope,
    nodes.ExprStmt: _do,
    nodes.Block: _block,
    nodes.Extends: _extends,
    nodes.Include: _include,
    nodes.Import: _import,
    nodes.FromImport: _from_import,
    nodes.Macro: _macro,
    nodes.CallBlock: _call_block,
}
