"""Tags that enclose others: branches, loops, scopes, blocks."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from piilint.ir.instructions import NONE, Build, Iterate, Operate, Phi, Unpack, Value
from piilint.read.frontend.django.frame import Frame, Names
from piilint.read.frontend.django.inheritance import call_block, call_partial
from piilint.read.frontend.django.tokens import Token
from piilint.read.frontend.django.tree import Node
from piilint.read.frontend.django.values import lower, lower_filters, lower_test
from piilint.read.frontend.django.words import assigned_names, named_values
from piilint.read.frontend.problem import SyntaxProblem

Handler = Callable[[Frame, Node], None]

_COMMA = re.compile(r"\s*,\s*")


def _if(frame: Frame, node: Node) -> None:
    after = frame.code.new_label()
    ways: list[Names] = []
    for part in node.parts:
        if part.token.name == "else":
            continue
        yes, no = frame.code.new_label(), frame.code.new_label()
        lower_test(frame, part.token.words[1:], part.token, yes, no)
        frame.code.start(yes)
        with frame.way(ways):
            frame.lower(part.body)
        frame.code.jump(after)
        frame.code.start(no)
    _otherwise(frame, node, ways, after)


def _if_equal(frame: Frame, node: Node) -> None:
    """The `{% ifequal a b %}` of old."""
    words = node.token.words[1:]
    if len(words) != 2:
        raise SyntaxProblem(f"{{% {node.name} %}} compares two values", node.token.line)
    operator = "eq" if node.name == "ifequal" else "ne"
    test = frame.emit(Operate(operator, [lower(frame, word, node.token) for word in words]), node.token)
    _either(frame, node, test)


def _if_changed(frame: Frame, node: Node) -> None:
    for word in node.token.words[1:]:
        lower(frame, word, node.token)
    _either(frame, node, NONE)


def _either(frame: Frame, node: Node, test: Value) -> None:
    yes, no, after = frame.code.new_label(), frame.code.new_label(), frame.code.new_label()
    ways: list[Names] = []
    frame.code.branch(test, yes, no)
    frame.code.start(yes)
    with frame.way(ways):
        frame.lower(node.parts[0].body)
    frame.code.jump(after)
    frame.code.start(no)
    _otherwise(frame, node, ways, after)


def _otherwise(frame: Frame, node: Node, ways: list[Names], after: int) -> None:
    with frame.way(ways):
        for part in node.parts:
            if part.token.name == "else":
                frame.lower(part.body)
    frame.code.jump(after)
    frame.code.start(after)
    frame.join(ways, node.token)


def _for(frame: Frame, node: Node) -> None:
    targets, sequence_text = _loop(node.token)
    header, body, empty, after = (frame.code.new_label() for _ in range(4))
    sequence = lower(frame, sequence_text, node.token)
    assigned = assigned_names(node.parts[0].body)
    before = [frame.load(name, node.token) for name in assigned]
    frame.code.jump(header)
    frame.code.start(header)
    carried = [(name, frame.emit(Phi([value]), node.token)) for name, value in zip(assigned, before, strict=True)]
    element = frame.emit(Iterate(sequence), node.token)
    frame.code.branch(NONE, body, empty)
    frame.code.start(body)
    with frame.scope(carried):
        _bind(frame, targets, element, node.token)
        frame.store("forloop", frame.emit(Build("dict"), node.token))
        frame.lower(node.parts[0].body)
        for (name, value), first in zip(carried, before, strict=True):
            frame.code.patch(value, Phi([first, frame.load(name, node.token)]))
    frame.code.jump(header)
    frame.code.start(empty)
    with frame.scope():
        for part in node.parts[1:]:
            frame.lower(part.body)
    frame.code.jump(after)
    frame.code.start(after)


def _loop(at: Token) -> tuple[list[str], str]:
    """The variables of a loop, and what it goes through."""
    words = at.words[1:]
    if words[-1:] == ["reversed"]:
        words = words[:-1]
    if len(words) < 3 or words[-2] != "in":
        raise SyntaxProblem(f"{{% {at.text} %}} is no loop: write {{% for x in items %}}", at.line)
    targets = _COMMA.split(" ".join(words[:-2]))
    if not all(target and not set(target) & set(" \"'|") for target in targets):
        raise SyntaxProblem(f"{' '.join(words[:-2])!r} in {{% for %}} are no variables", at.line)
    return targets, words[-1]


def _bind(frame: Frame, targets: Sequence[str], element: Value, at: Token) -> None:
    if len(targets) == 1:
        frame.store(targets[0], element)
        return
    for position, target in enumerate(targets):
        frame.store(target, frame.emit(Unpack(element, position), at))


def _with(frame: Frame, node: Node) -> None:
    pairs, rest = named_values(node.token.words[1:])
    if rest or not pairs:
        raise SyntaxProblem(f"{{% {node.token.text} %}} gives no variable a value", node.token.line)
    with frame.scope([(name, lower(frame, text, node.token)) for name, text in pairs]):
        frame.lower(node.body)


def _filter(frame: Frame, node: Node) -> None:
    with frame.collect() as parts:
        frame.lower(node.body)
    filters = node.token.text.partition(" ")[2].strip()
    frame.show(lower_filters(frame, filters, frame.build("text", parts, node.token), node.token), node.token)


def _in_place(frame: Frame, node: Node) -> None:
    """A tag that changes how its contents look, or when they are made anew."""
    frame.lower(node.body)


def _block(frame: Frame, node: Node) -> None:
    call_block(frame, node.token.words[1], node.token)


def _partial_definition(frame: Frame, node: Node) -> None:
    if "inline" in node.token.words[2:]:
        call_partial(frame, node.token.words[1], node.token)


CONTROL: Mapping[str, Handler] = {
    "autoescape": _in_place,
    "block": _block,
    "cache": _in_place,
    "filter": _filter,
    "for": _for,
    "if": _if,
    "ifchanged": _if_changed,
    "ifequal": _if_equal,
    "ifnotequal": _if_equal,
    "language": _in_place,
    "localize": _in_place,
    "localtime": _in_place,
    "partialdef": _partial_definition,
    "spaceless": _in_place,
    "timezone": _in_place,
    "with": _with,
}
"""How each tag that encloses others is lowered."""
