"""One template file, lowered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from piilint.ir.module import FunctionIR, ModuleIR, ParameterIR, encode_body
from piilint.read.frontend.django.control import CONTROL, Handler
from piilint.read.frontend.django.frame import Frame
from piilint.read.frontend.django.output import OUTPUT, lower_extends, lower_library_tag, show_variable
from piilint.read.frontend.django.tokens import Token, Tokens, tokenize
from piilint.read.frontend.django.translations import TRANSLATIONS
from piilint.read.frontend.django.tree import Node, build_tree
from piilint.read.frontend.problem import SyntaxProblem
from piilint.read.frontend.template.comments import comments_of
from piilint.read.frontend.template.mentions import mentions_of

_CONTEXT = ParameterIR("context")
_HANDLERS: Mapping[str, Handler] = {**CONTROL, **OUTPUT, **TRANSLATIONS, "": show_variable}
_NAMED = ("block", "partialdef")
"""The tags whose contents are functions."""


def lower_django(content: bytes) -> ModuleIR:
    """The template in a file's bytes. Raises SyntaxProblem where it is no Django template."""
    text = content.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")
    tokens = tokenize(text)
    try:
        return ModuleDraft(build_tree(tokens.tags), tokens).lower()
    except RecursionError:
        raise SyntaxProblem("nested too deeply") from None


class ModuleDraft:
    """The functions of a template in the making: its body, then its blocks and partials in the order of the text.

    `blocks` and `partials` are the numbers of their functions, by name.
    """

    def __init__(self, tree: Sequence[Node], tokens: Tokens) -> None:
        self.blocks: dict[str, int] = {}
        self.partials: dict[str, int] = {}
        self._tree = tree
        self._tokens = tokens
        self._functions: list[FunctionIR] = []

    def lower(self) -> ModuleIR:
        """Lowers all functions."""
        found: dict[int, tuple[Node, int]] = {}
        parents: dict[int, int] = {}
        for node, parent in _named_nodes(self._tree):
            numbers = self.blocks if node.name == "block" else self.partials
            number = numbers.setdefault(_name(node), len(found) + 1)
            parents[id(node)] = number
            if number > len(found):
                found[number] = node, 0 if parent is None else parents[id(parent)]
        self._lower_template()
        for node, parent_number in found.values():
            self._lower_function(node, parent_number)
        return ModuleIR(
            "django",
            self._tokens.layout.lines,
            self._functions,
            comments=comments_of(self._tokens.comments, self._tokens.layout),
        )

    def lower_nodes(self, frame: Frame, nodes: Sequence[Node]) -> None:
        """Lowers tags one after the other."""
        for node in nodes:
            _HANDLERS.get(node.name, lower_library_tag)(frame, node)

    def _lower_template(self) -> None:
        frame = Frame(self, 0, "template", "", Token("", 1))
        extends = next((node for node in self._tree if node.name == "extends"), None)
        if extends is None:
            self.lower_nodes(frame, self._tree)
        else:  # what else stands in it, apart from its blocks, is never run
            lower_extends(frame, extends)
        self._finish(frame, "", -1, 1, self._tokens.last_line)

    def _lower_function(self, node: Node, parent: int) -> None:
        name = _name(node)
        kind = "block" if node.name == "block" else "partial"
        frame = Frame(self, len(self._functions), "block", name, node.token)
        self.lower_nodes(frame, node.body)
        self._finish(frame, f"<{kind} {name}>", parent, node.token.line, node.end_line)

    def _finish(self, frame: Frame, qualname: str, parent: int, line: int, end_line: int) -> None:
        body = frame.code.finish()
        self._functions.append(
            FunctionIR(
                name=frame.name,
                qualname=qualname,
                kind=frame.kind,
                line=line,
                end_line=end_line,
                parent=parent,
                owner=-1,
                parameters=[_CONTEXT],
                returns=None,
                decorators=[],
                asynchronous=False,
                generator=False,
                mentions=mentions_of(frame.named, body.code),
                assigned=[],
                body=encode_body(body),
            )
        )


def _name(node: Node) -> str:
    words = node.token.words
    if len(words) < 2:
        raise SyntaxProblem(f"{{% {node.name} %}} has no name", node.token.line)
    return words[1]


def _named_nodes(tree: Sequence[Node], parent: Node | None = None) -> Iterator[tuple[Node, Node | None]]:
    """All blocks and partials in the order of the text, each with the one that it stands in."""
    for node in tree:
        if node.name in _NAMED:
            yield node, parent
            yield from _named_nodes(node.body, node)
        elif node.parts:
            yield from _named_nodes(node.body, parent)
