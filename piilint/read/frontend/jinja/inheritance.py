"""Blocks, `extends` and `include`: how templates run one another.

A template hands its blocks to the one it extends inside the context, under `<block NAME>`; where a block stands, the
one from the context runs, or else the template's own. `super()` runs what that place hands on under `<super NAME>`.
"""

from __future__ import annotations

from jinja2 import nodes

from piilint.ir.instructions import Build, Call, CallTemplate, LoadAttribute, LoadItem, MakeFunction, Value
from piilint.read.frontend.jinja.frame import Frame


def block_key(name: str) -> str:
    """The key of the context under which a block is handed to the extended template."""
    return f"<block {name}>"


def super_key(name: str) -> str:
    """The key of the context under which a block finds the one that it overrides."""
    return f"<super {name}>"


def call_block(frame: Frame, block: nodes.Block, at: nodes.Node) -> None:
    """Runs the most derived block of a name, where it stands or by `self.name()`."""
    own = frame.emit(MakeFunction(frame.module.block_function(block)), at)
    chosen = _chosen(frame, block.name, own, at)
    variables = frame.variables(at) if block.scoped else _exported(frame)
    context = _dict(frame, [*variables.items(), (super_key(block.name), own)], at)
    frame.emit(Call(chosen, [context], unused=True), at)


def call_super(frame: Frame, at: nodes.Node) -> None:
    """Runs the block that the current one overrides."""
    key = frame.constant(super_key(frame.name), at)
    overridden = frame.emit(LoadItem(frame.context, key), at)
    frame.emit(Call(overridden, [frame.context], unused=True), at)


def call_parent(frame: Frame, template: Value, at: nodes.Node) -> None:
    """Runs the template that this one extends, with the context, the variables set here, and this one's blocks."""
    items = list(_exported(frame).items())
    for name, block in frame.module.blocks.items():
        own = frame.emit(MakeFunction(frame.module.block_function(block)), at)
        items.append((block_key(name), _chosen(frame, name, own, at)))
    context = _dict(frame, items, at)
    frame.emit(CallTemplate(template, context, "extends"), at)


def call_template(frame: Frame, template: Value, with_context: bool, how: str, at: nodes.Node) -> Value:
    """Runs another template, with the context and all variables that are in scope, or with an empty context."""
    if with_context:
        context = _dict(frame, list(frame.variables(at).items()), at)
    else:
        context = frame.emit(Build("dict"), at)
    return frame.emit(CallTemplate(template, context, how), at)


def _exported(frame: Frame) -> dict[str, Value]:
    return frame.scopes[0].names if frame.kind == "template" else {}


def _chosen(frame: Frame, name: str, own: Value, at: nodes.Node) -> Value:
    get = frame.emit(LoadAttribute(frame.context, "get"), at)
    return frame.emit(Call(get, [frame.constant(block_key(name), at), own]), at)


def _dict(frame: Frame, items: list[tuple[str, Value]], at: nodes.Node) -> Value:
    pairs = [(frame.constant(name, at), value) for name, value in items]
    return frame.emit(Build("dict", [(-2, frame.context), *pairs]), at)
