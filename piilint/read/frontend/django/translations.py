"""`{% translate %}` and `{% blocktranslate %}`: a translation shows what it is a translation of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from piilint.ir.instructions import Value
from piilint.read.frontend.django.control import Handler
from piilint.read.frontend.django.frame import Frame
from piilint.read.frontend.django.tree import Node
from piilint.read.frontend.django.values import is_constant, lower
from piilint.read.frontend.django.words import named_values
from piilint.read.frontend.problem import SyntaxProblem


def _translate(frame: Frame, node: Node) -> None:
    words = node.token.words[1:]
    if not words:
        raise SyntaxProblem(f"{{% {node.name} %}} has nothing to translate", node.token.line)
    name = words[words.index("as", 1) + 1] if "as" in words[1:-1] else ""
    if name:
        frame.store(name, lower(frame, words[0], node.token))
    elif not is_constant(words[0]):
        frame.show(lower(frame, words[0], node.token), node.token)


def _translate_block(frame: Frame, node: Node) -> None:
    pairs, name = _options(node)
    variables = [(variable, lower(frame, text, node.token)) for variable, text in pairs]
    if not name:
        _show_contents(frame, node, variables)
        return
    with frame.collect() as parts:
        _show_contents(frame, node, variables)
    frame.store(name, frame.build("text", parts, node.token))


def _show_contents(frame: Frame, node: Node, variables: Sequence[tuple[str, Value]]) -> None:
    """Inside of a text to translate `{{ }}` holds the name of a variable and nothing else."""
    with frame.scope(variables):
        for inner in node.body:
            if inner.name:
                frame.lower([inner])
            else:
                frame.show(frame.load(inner.token.text, inner.token), inner.token)


def _options(node: Node) -> tuple[list[tuple[str, str]], str]:
    """The variables that a block is given, and the variable that it gives its text to."""
    words = node.token.words[1:]
    pairs: list[tuple[str, str]] = []
    name = ""
    while words:
        option, *words = words
        if option in ("with", "count", "and"):
            more, rest = named_values(words)
            if not more:
                raise SyntaxProblem(f"{option!r} gives no variable a value in {{% {node.name} %}}", node.token.line)
            pairs += more
            words = list(rest)
        elif option in ("asvar", "context"):
            name = words[0] if option == "asvar" and words else name
            words = words[1:]
    return pairs, name


TRANSLATIONS: Mapping[str, Handler] = {
    "blocktrans": _translate_block,
    "blocktranslate": _translate_block,
    "trans": _translate,
    "translate": _translate,
}
"""How each tag that translates is lowered."""
