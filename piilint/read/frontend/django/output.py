"""Tags that stand alone: they show something, set a variable, or run another template."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from piilint.ir.instructions import Call, Iterate, Name, Operate, Phi, Value
from piilint.read.frontend.django.control import Handler
from piilint.read.frontend.django.frame import Frame
from piilint.read.frontend.django.inheritance import call_parent, call_partial, call_super, include
from piilint.read.frontend.django.syntax import Literal, NotAnExpression, parse_expression
from piilint.read.frontend.django.tokens import Token
from piilint.read.frontend.django.tree import Node
from piilint.read.frontend.django.values import (
    is_constant,
    lower,
    lower_expression,
    lower_of_element,
    parsed,
    runs_overridden_block,
)
from piilint.read.frontend.django.words import keyword, named_values, without_name
from piilint.read.frontend.problem import SyntaxProblem


def show_variable(frame: Frame, node: Node) -> None:
    """Lowers `{{ text }}`."""
    expression = parsed(node.token.text, node.token)
    if runs_overridden_block(frame, expression.operand):
        call_super(frame, node.token)
    else:
        frame.show(lower_expression(frame, expression, node.token), node.token)


def lower_library_tag(frame: Frame, node: Node) -> None:
    """Lowers a tag of the project or of a library: a call, whose value is shown where no variable takes it.

    What such a tag encloses is read in place.
    """
    words, name = without_name(node.token.words)
    callee = frame.emit(Name(f"django.tag.{node.name}"), node.token)
    arguments, keywords = _arguments(frame, words[1:], node.token)
    value = frame.emit(Call(callee, arguments, keywords, unused=bool(node.parts) and not name), node.token)
    if name:
        frame.store(name, value)
    elif not node.parts:
        frame.show(value, node.token)
    frame.lower(node.body)


def _arguments(frame: Frame, words: Sequence[str], at: Token) -> tuple[list[Value], list[tuple[str, Value]]]:
    arguments: list[Value] = []
    keywords: list[tuple[str, Value]] = []
    for word in words:
        pair = keyword(word)
        value = _argument(frame, word if pair is None else pair[1], at)
        if pair is None:
            arguments.append(value)
        else:
            keywords.append((pair[0], value))
    return arguments, keywords


def _argument(frame: Frame, text: str, at: Token) -> Value:
    """A tag may read its words as it likes: what is no expression is a text."""
    try:
        expression = parse_expression(text)
    except NotAnExpression:
        return frame.constant(text, at)
    return lower_expression(frame, expression, at)


def _show_or_store(frame: Frame, value: Value, name: str, at: Token, where: str = "") -> None:
    if name:
        frame.store(name, value)
    else:
        frame.show(value, at, where)


def _url(frame: Frame, node: Node) -> None:
    """The arguments of a view are all that an address shows of the data."""
    words, name = without_name(node.token.words)
    if len(words) < 2:
        raise SyntaxProblem("{% url %} names no view", node.token.line)
    texts = [pair[1] if (pair := keyword(word)) is not None else word for word in words[2:]]
    if not name and all(is_constant(text) for text in texts):
        return
    arguments = [lower(frame, text, node.token) for text in texts]
    _show_or_store(frame, frame.build("text", arguments, node.token), name, node.token, "url")


def _cycle(frame: Frame, node: Node) -> None:
    given = node.token.words[1:]
    silent = given[-1:] == ["silent"]
    words, name = without_name(given[:-1] if silent else given)
    if not words:
        raise SyntaxProblem("{% cycle %} has nothing to go through", node.token.line)
    value = _one_of(frame, words, node.token)
    if name:
        frame.store(name, value)
    if not silent:
        frame.show(value, node.token)


def _first_of(frame: Frame, node: Node) -> None:
    words, name = without_name(node.token.words[1:])
    if not words:
        raise SyntaxProblem("{% firstof %} has nothing to choose from", node.token.line)
    _show_or_store(frame, _one_of(frame, words, node.token), name, node.token)


def _one_of(frame: Frame, words: Sequence[str], at: Token) -> Value:
    values = [lower(frame, word, at) for word in words]
    return values[0] if len(values) == 1 else frame.emit(Phi(values), at)


def _width_ratio(frame: Frame, node: Node) -> None:
    words, name = without_name(node.token.words[1:])
    if len(words) != 3:
        raise SyntaxProblem("{% widthratio %} takes a value, its maximum and a width", node.token.line)
    value, maximum, width = (lower(frame, word, node.token) for word in words)
    share = frame.emit(Operate("truediv", [value, maximum]), node.token)
    _show_or_store(frame, frame.emit(Operate("mul", [share, width]), node.token), name, node.token)


def _regroup(frame: Frame, node: Node) -> None:
    """`{% regroup people by city as cities %}`: groups that are read as `group.list` and as `grouper, list`."""
    words = node.token.words
    if len(words) != 6 or words[2] != "by" or words[4] != "as":
        raise SyntaxProblem("write {% regroup items by attribute as groups %}", node.token.line)
    sequence = lower(frame, words[1], node.token)
    grouper = lower_of_element(frame, words[3], frame.emit(Iterate(sequence), node.token), node.token)
    named = frame.dict_of([("grouper", grouper), ("list", sequence)], node.token)
    pair = frame.build("tuple", [grouper, sequence], node.token)
    frame.store(words[5], frame.build("list", [named, pair], node.token))


def _now(frame: Frame, node: Node) -> None:
    _, name = without_name(node.token.words)
    if name:
        frame.store(name, frame.constant("", node.token))


def _debug(frame: Frame, node: Node) -> None:
    frame.show(frame.context, node.token)


def _include(frame: Frame, node: Node) -> None:
    words = node.token.words[1:]
    if not words:
        raise SyntaxProblem("{% include %} names no template", node.token.line)
    template = _template(frame, words[0], node.token)
    pairs: list[tuple[str, str]] = []
    options = words[1:]
    only = "only" in options
    if "with" in options:
        pairs, _ = named_values(options[options.index("with") + 1 :])
    values = [(name, lower(frame, text, node.token)) for name, text in pairs]
    include(frame, template, values, only, node.token)


def lower_extends(frame: Frame, node: Node) -> None:
    """Lowers `{% extends %}`: runs the parent with the blocks of this template."""
    words = node.token.words
    if len(words) != 2:
        raise SyntaxProblem("{% extends %} takes one template", node.token.line)
    call_parent(frame, _template(frame, words[1], node.token), node.token)


def _template(frame: Frame, text: str, at: Token) -> Value:
    """A template's name. One that is relative keeps the part by which templates are found from anywhere."""
    expression = parsed(text, at)
    if isinstance(expression.operand, Literal) and isinstance(expression.operand.value, str):
        parts = expression.operand.value.split("/")
        while parts[0] in (".", "..") and len(parts) > 1:
            parts = parts[1:]
        return frame.constant("/".join(parts), at)
    return lower_expression(frame, expression, at)


def _partial(frame: Frame, node: Node) -> None:
    call_partial(frame, (node.token.words[1:] or [""])[0], node.token)


def _nothing(frame: Frame, node: Node) -> None:
    """A tag that shows nothing of the data."""


OUTPUT: Mapping[str, Handler] = {
    "csrf_token": _nothing,
    "cycle": _cycle,
    "debug": _debug,
    "extends": lower_extends,
    "firstof": _first_of,
    "include": _include,
    "load": _nothing,
    "lorem": _nothing,
    "now": _now,
    "partial": _partial,
    "regroup": _regroup,
    "resetcycle": _nothing,
    "templatetag": _nothing,
    "url": _url,
    "widthratio": _width_ratio,
}
"""How each built-in tag that stands alone is lowered."""
