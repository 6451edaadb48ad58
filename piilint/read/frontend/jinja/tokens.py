"""A template as Jinja2's tokens, and the tags and comments among them."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field

from jinja2 import TemplateSyntaxError
from jinja2.lexer import Lexer

from piilint.read.frontend.problem import SyntaxProblem
from piilint.read.frontend.template.comments import Comment, Layout
from piilint.read.frontend.template.html import HtmlScanner

RawToken = tuple[int, str, str]
"""Line, kind and text, as Jinja2's lexer gives them, whitespace and comments included."""


@dataclass(frozen=True, slots=True)
class Tag:
    """`{{ text }}` or `{% text %}`. `first` and `last` are the numbers of its delimiters among the tokens.

    `name` is the first word of a `{% %}` and empty for a `{{ }}`; `where` the part of the page that it stands in.
    """

    first: int
    last: int
    line: int
    end_line: int
    text: str
    name: str = ""
    where: str = "html"


@dataclass(frozen=True, slots=True)
class Tokens:
    """All tokens of one template, in order. `tags` are ascending; `blank` are the lines that hold nothing."""

    raw: tuple[RawToken, ...]
    tags: tuple[Tag, ...]
    comments: tuple[Comment, ...]
    lines: int
    blank: frozenset[int]
    _firsts: tuple[int, ...] = field(repr=False, default=())

    def line(self, token: int) -> int:
        """The line that a token begins on."""
        return self.raw[token][0] if 0 <= token < len(self.raw) else max(self.lines, 1)

    @property
    def layout(self) -> Layout:
        """Where on the lines of the file its tags stand."""
        return Layout(self.lines, self.blank, [(tag.line, tag.end_line) for tag in self.tags])

    def tag(self, token: int) -> Tag | None:
        """The tag that a token stands in."""
        number = bisect_right(self._firsts, token) - 1
        if number >= 0 and token <= self.tags[number].last:
            return self.tags[number]
        return None

    def closing(self, opening: Tag) -> Tag:
        """The `{% endname %}` that closes `{% name %}`; the tag itself if none does."""
        depth = 0
        for tag in self.tags[bisect_right(self._firsts, opening.first) - 1 :]:
            depth += (tag.name == opening.name) - (tag.name == f"end{opening.name}")
            if depth == 0:
                return tag
        return opening


def tokenize(text: str, lexer: Lexer) -> Tokens:
    """Splits a template into tokens. Raises SyntaxProblem where even that cannot be done."""
    raw: list[RawToken] = []
    try:
        raw.extend(lexer.tokeniter(text, None))
    except TemplateSyntaxError as error:
        raise SyntaxProblem(error.message or "not a template", error.lineno) from None
    except (RecursionError, ValueError) as error:
        raise SyntaxProblem(f"cannot be read as a template: {error}") from None
    tags = tuple(_tags(raw))
    lines = text.removesuffix("\n").split("\n") if text else []
    blank = frozenset(number for number, line in enumerate(lines, 1) if not line.strip())
    return Tokens(tuple(raw), tags, tuple(_comments(raw, lines)), len(lines), blank, tuple(tag.first for tag in tags))


def _tags(raw: list[RawToken]) -> list[Tag]:
    tags: list[Tag] = []
    html = HtmlScanner()
    first = -1
    where = "html"
    for number, (_, kind, value) in enumerate(raw):
        if kind == "data":
            html.feed(value)
        elif kind == "variable_begin" or kind == "block_begin":
            first, where = number, html.where
        elif kind in ("variable_end", "block_end") and first >= 0:
            tags.append(_tag(raw, first, number, where))
            first = -1
    return tags


def _tag(raw: list[RawToken], first: int, last: int, where: str) -> Tag:
    text = "".join(value for _, _, value in raw[first + 1 : last]).strip()
    name = ""
    if raw[first][1] == "block_begin":
        name = next((value for _, kind, value in raw[first + 1 : last] if kind == "name"), "")
    return Tag(first, last, raw[first][0], raw[last][0], text, name, where)


def _comments(raw: list[RawToken], lines: list[str]) -> list[Comment]:
    comments: list[Comment] = []
    for number, (line, kind, value) in enumerate(raw):
        if kind != "comment":
            continue
        start = raw[number - 1][0]
        end = line + value.count("\n")
        alone = lines[start - 1].lstrip().startswith("{#") and lines[end - 1].rstrip().endswith("#}")
        alone = alone and all(one.count("{#") <= 1 for one in (lines[start - 1], lines[end - 1]))
        comments.append(Comment(value.strip(), start, end, alone))
    return comments
