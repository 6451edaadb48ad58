"""Tags and what they enclose."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from piilint.read.frontend.django.tokens import Token
from piilint.read.frontend.problem import SyntaxProblem

_NO_PARTS: frozenset[str] = frozenset()

BLOCKS: Mapping[str, frozenset[str]] = {
    "if": frozenset({"elif", "else"}),
    "for": frozenset({"empty"}),
    "ifchanged": frozenset({"else"}),
    "ifequal": frozenset({"else"}),
    "ifnotequal": frozenset({"else"}),
    "blocktranslate": frozenset({"plural"}),
    "blocktrans": frozenset({"plural"}),
    "autoescape": _NO_PARTS,
    "block": _NO_PARTS,
    "filter": _NO_PARTS,
    "partialdef": _NO_PARTS,
    "spaceless": _NO_PARTS,
    "with": _NO_PARTS,
}
"""The built-in tags that enclose something, and the tags that part what they enclose."""

_PARTS = frozenset({"elif", "else", "empty", "plural"})
_ALWAYS_PARTS = frozenset({"elif", "else"})
"""Parts that no simple tag is called like."""


@dataclass(slots=True)
class Part:
    """What stands between two of the tags that belong together, and the first of these two."""

    token: Token
    body: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class Node:
    """A tag, with the parts of what it encloses; a `{{ }}` or a tag that encloses nothing has none."""

    token: Token
    parts: list[Part] = field(default_factory=list)
    end_line: int = 0

    @property
    def name(self) -> str:
        """The first word of a tag; empty for a `{{ }}`."""
        return self.token.name

    @property
    def body(self) -> list[Node]:
        """All that the tag encloses."""
        return [node for part in self.parts for node in part.body]


def build_tree(tokens: Sequence[Token]) -> list[Node]:
    """The outermost nodes. Raises SyntaxProblem where a built-in tag is not closed, or closed without being open.

    A tag that is not built in encloses what follows if there is an end tag for it, else it stands alone.
    """
    closings = _closings(tokens)
    ends = set(closings.values())
    outermost: list[Node] = []
    bodies = [outermost]
    enclosing: list[Node] = []
    for number, token in enumerate(tokens):
        if number in ends:
            enclosing.pop().end_line = token.line
            bodies.pop()
        elif token.name in _PARTS and _is_part(token, enclosing):
            part = Part(token)
            enclosing[-1].parts.append(part)
            bodies[-1] = part.body
        else:
            node = Node(token, end_line=token.line)
            bodies[-1].append(node)
            if number in closings:
                node.parts.append(Part(token))
                enclosing.append(node)
                bodies.append(node.parts[0].body)
    return outermost


def _is_part(token: Token, enclosing: Sequence[Node]) -> bool:
    if enclosing and token.name in BLOCKS.get(enclosing[-1].name, _PARTS):
        return True
    if token.name not in _ALWAYS_PARTS:
        return False
    around = f"{{% {enclosing[-1].name} %}}, which has none" if enclosing else "no tag that has such a part"
    raise SyntaxProblem(f"{{% {token.name} %}} stands in {around}", token.line)


def _closings(tokens: Sequence[Token]) -> dict[int, int]:
    """For each tag that encloses something the tag that closes it, both by their numbers."""
    closings: dict[int, int] = {}
    stack: list[int] = []
    known: Counter[str] = Counter()
    for number, token in enumerate(tokens):
        if not token.name:
            continue
        name = token.name[3:] if token.name.startswith("end") else ""
        if name and (known[name] or name in BLOCKS):
            depth = _opening(tokens, stack, name)
            if depth is None and name in BLOCKS:
                raise _surprise(tokens, stack, token)
            if depth is not None:
                closings[stack[depth]] = number
                known.subtract(tokens[opening].name for opening in stack[depth:])
                del stack[depth:]
                continue
        known[token.name] += 1
        stack.append(number)
    unclosed = _innermost_block(tokens, stack)
    if unclosed is not None:
        raise SyntaxProblem(f"{{% {unclosed.name} %}} is never closed: write {{% end{unclosed.name} %}}", unclosed.line)
    return closings


def _opening(tokens: Sequence[Token], stack: Sequence[int], name: str) -> int | None:
    """Where in the stack the tag stands that an end tag closes: no built-in tag may be open inside of it."""
    for depth in range(len(stack) - 1, -1, -1):
        opened = tokens[stack[depth]].name
        if opened == name:
            return depth
        if opened in BLOCKS:
            return None
    return None


def _innermost_block(tokens: Sequence[Token], stack: Sequence[int]) -> Token | None:
    return next((tokens[number] for number in reversed(stack) if tokens[number].name in BLOCKS), None)


def _surprise(tokens: Sequence[Token], stack: Sequence[int], token: Token) -> SyntaxProblem:
    opened = _innermost_block(tokens, stack)
    if opened is None:
        return SyntaxProblem(f"{{% {token.name} %}} closes nothing", token.line)
    expected = f"{{% end{opened.name} %}}, for the {{% {opened.name} %}} of line {opened.line}"
    return SyntaxProblem(f"{{% {token.name} %}} stands where {expected}, is expected", token.line)
