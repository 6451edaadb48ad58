"""A template as its tags and comments, each with its line and its place in the page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from piilint.read.frontend.problem import SyntaxProblem
from piilint.read.frontend.template.comments import Comment, Layout
from piilint.read.frontend.template.html import HtmlScanner

_TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}")
"""A tag never spans lines: what is opened on one line and closed on another is plain text."""

_WORD = re.compile(r"""(?:[^\s"']|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|["'])+""")


@dataclass(frozen=True, slots=True)
class Token:
    """`{{ text }}` or `{% text %}`, on one line. `name` is the first word of a `{% %}` and empty for a `{{ }}`; `where`
    is the part of the page that it stands in."""

    text: str
    line: int
    name: str = ""
    where: str = "html"

    @property
    def words(self) -> list[str]:
        """The words of a tag; what is quoted stays together."""
        return _WORD.findall(self.text)


@dataclass(frozen=True, slots=True)
class Tokens:
    """All tags of one template, in order, and its comments."""

    tags: tuple[Token, ...]
    comments: tuple[Comment, ...]
    layout: Layout

    @property
    def last_line(self) -> int:
        """The last line, counted from 1 even where there is nothing."""
        return max(self.layout.lines, 1)


def tokenize(text: str) -> Tokens:
    """Splits a template into tags and comments. Raises SyntaxProblem for an empty tag and a comment without an end."""
    lexer = _Lexer(text)
    tags = tuple(lexer.tags())
    lines = text.removesuffix("\n").split("\n") if text else []
    blank = frozenset(number for number, line in enumerate(lines, 1) if not line.strip())
    layout = Layout(len(lines), blank, [(tag.line, tag.line) for tag in tags])
    return Tokens(tags, tuple(lexer.comments), layout)


class _Lexer:
    """Goes through the text once."""

    def __init__(self, text: str) -> None:
        self.comments: list[Comment] = []
        self._text = text
        self._line = 1
        self._counted = 0
        self._html = HtmlScanner()
        self._verbatim = ""
        self._comment: tuple[int, int, int] | None = None

    def tags(self) -> Iterator[Token]:
        """The tags that mean something: none of those in comments and verbatim text."""
        read = 0
        for found in _TAG.finditer(self._text):
            if self._comment is None:
                self._html.feed(self._text[read : found.start()])
            read = found.end()
            token = self._token(found)
            if token is not None:
                yield token
        if self._comment is not None:
            raise SyntaxProblem("{% comment %} is never closed: write {% endcomment %}", self._comment[2])
        if self._verbatim:
            raise SyntaxProblem(f"verbatim text is never closed: write {{% {self._verbatim} %}}", self._line)

    def _token(self, found: re.Match[str]) -> Token | None:
        whole = found.group()
        text = whole[2:-2].strip()
        if self._verbatim:
            if whole.startswith("{%") and text == self._verbatim:
                self._verbatim = ""
            elif self._comment is None:
                self._html.feed(whole)
            return None
        self._count(found.start())
        if whole.startswith("{#"):
            if self._comment is None:
                self._add_comment(found.start(), found.end(), text, self._line)
            return None
        name = (text.split(None, 1) or [""])[0] if whole.startswith("{%") else ""
        if name == "verbatim":
            self._verbatim = f"end{text}"
            return None
        if self._comment is not None:
            self._end_comment(found, text)
            return None
        if name == "comment":
            self._comment = found.start(), found.end(), self._line
            return None
        if not text:
            raise SyntaxProblem(f"nothing stands in {whole}", self._line)
        return Token(text, self._line, name, self._html.where)

    def _end_comment(self, found: re.Match[str], text: str) -> None:
        if self._comment is not None and found.group().startswith("{%") and text == "endcomment":
            start, inside, line = self._comment
            self._comment = None
            self._add_comment(start, found.end(), self._text[inside : found.start()].strip(), line)

    def _add_comment(self, start: int, end: int, text: str, line: int) -> None:
        self._count(end)
        before = self._text[self._text.rfind("\n", 0, start) + 1 : start]
        line_end = self._text.find("\n", end)
        after = self._text[end : line_end if line_end >= 0 else len(self._text)]
        self.comments.append(Comment(text, line, self._line, not before.strip() and not after.strip()))

    def _count(self, offset: int) -> None:
        self._line += self._text.count("\n", self._counted, offset)
        self._counted = offset
