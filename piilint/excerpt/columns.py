"""Columns of expressions inside one Python statement, from parsing that statement's lines alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import libcst

Lines = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """A range; lines count from 0 within the statement, columns from 1, `end_column` is exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True, slots=True)
class Columns:
    """The spans of a statement's expressions in the order of the text, and of the statement itself."""

    expressions: tuple[Span, ...]
    whole: Span | None


@lru_cache(maxsize=4096)
def columns(lines: Lines) -> Columns | None:
    """The columns in a simple statement or compound header with just these lines; None where they do not parse."""
    for before, after in _wrappers(lines):
        try:
            found = _parsed(before, lines, after)
        except RecursionError:
            # deeper than the parser's own visitors go, whatever stands around it
            return None
        if found is not None:
            return found
    return None


def _wrappers(lines: Lines) -> Iterator[tuple[Lines, Lines]]:
    """Lines that make a piece of code a module: a block to be indented in, a body, what must stand before or after it.

    All stand on lines of their own, so that columns hold.
    """
    indent = lines[0][: len(lines[0]) - len(lines[0].lstrip())]
    block = ("if 1:",) if indent else ()
    body = (f"{indent} pass",)
    yield block, ()
    yield block, body
    yield (*block, f"{indent}if 1:", *body), body  # elif, else
    yield (*block, f"{indent}try:", *body), body  # except, finally
    yield block, (*body, f"{indent}finally:", *body)  # try
    yield block, (f"{indent}def f():", *body)  # a decorator
    yield block, (f"{indent} case _:", f"{indent}  pass")  # match
    if indent:
        yield ("match 1:",), body  # case


def _parsed(before: Lines, lines: Lines, after: Lines) -> Columns | None:
    import libcst
    from libcst.metadata import MetadataWrapper, PositionProvider

    try:
        module = libcst.parse_module("\n".join((*before, *lines, *after)) + "\n")
        positions = MetadataWrapper(module, unsafe_skip_copy=True).resolve(PositionProvider)
    except libcst.ParserSyntaxError:
        return None
    above = len(before) + 1
    expressions: list[Span] = []
    statements: list[Span] = []
    for node in _preorder(module):
        if not isinstance(node, (libcst.BaseExpression, libcst.BaseSmallStatement)):
            continue
        at = positions[node]
        span = Span(at.start.line - above, at.start.column + 1, at.end.line - above, at.end.column + 1)
        if 0 <= span.line < len(lines):
            (expressions if isinstance(node, libcst.BaseExpression) else statements).append(span)
    return Columns(tuple(expressions), statements[0] if len(statements) == 1 else None)


def _preorder(node: libcst.CSTNode) -> Iterator[libcst.CSTNode]:
    stack = [node]
    while stack:
        current = stack.pop()
        yield current
        stack.extend(reversed(current.children))
