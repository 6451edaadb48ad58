"""`{% trans %}`: Jinja2 turns it into one formatted message, here each variable is shown where it is written."""

from __future__ import annotations

from jinja2 import nodes

from piilint.ir.instructions import Value
from piilint.read.frontend.jinja.expressions import lower
from piilint.read.frontend.jinja.frame import Frame
from piilint.read.frontend.jinja.tokens import Tag


def show_translation(frame: Frame, node: nodes.Output, opening: Tag) -> None:
    """Lowers the variables of a `trans` block in order and shows those that its text names."""
    values: dict[str, Value] = {}
    for pair in node.find_all(nodes.Pair):
        if isinstance(pair.key, nodes.Const) and not _is_shorthand(pair):
            values[pair.key.value] = lower(frame, pair.value)
    closing = frame.module.tokens.closing(opening)
    for tag in frame.module.tokens.tags:
        if opening.last < tag.first < closing.first and not tag.name:
            value = values[tag.text] if tag.text in values else frame.load(tag.text, tag.first + 1)
            frame.show(value, tag, tag.first + 1)


def _is_shorthand(pair: nodes.Pair) -> bool:
    return isinstance(pair.value, nodes.Name) and pair.value.name == getattr(pair.key, "value", None)
