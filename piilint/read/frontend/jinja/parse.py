"""The syntax tree of a template, each node with the number of its token in `lineno`."""

from __future__ import annotations

from collections.abc import Set
from functools import lru_cache
from typing import NoReturn

from jinja2 import Environment, TemplateSyntaxError, nodes
from jinja2.lexer import TokenStream
from jinja2.parser import Parser

from piilint.read.frontend.jinja.tokens import RawToken, Tokens, tokenize
from piilint.read.frontend.problem import SyntaxProblem

_EXTENSIONS = ("jinja2.ext.i18n", "jinja2.ext.do", "jinja2.ext.loopcontrols", "jinja2.ext.debug")

_KNOWN_TAGS = frozenset({
    "for", "endfor", "if", "elif", "else", "endif", "block", "endblock", "extends", "include", "import", "from",
    "print", "macro", "endmacro", "call", "endcall", "filter", "endfilter", "set", "endset", "with", "endwith",
    "autoescape", "endautoescape", "trans", "pluralize", "endtrans", "do", "break", "continue", "debug",
    "raw", "endraw",
})  # fmt: skip


class _UnknownTag(Exception):
    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class _NumberedParser(Parser):
    """Jinja2's parser over tokens whose line is their number."""

    def __init__(self, environment: Environment, raw: list[RawToken], left_out: Set[str]) -> None:
        super().__init__(environment, "")
        self._left_out = left_out
        self.stream = TokenStream(environment.lexer.wrap(raw), None, None)

    def fail_unknown_tag(self, name: str, lineno: int | None = None) -> NoReturn:
        if name not in _KNOWN_TAGS | self._left_out:
            raise _UnknownTag(name)
        super().fail_unknown_tag(name, lineno)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(extensions=_EXTENSIONS, autoescape=False)


def parse(text: str) -> tuple[nodes.Template, Tokens]:
    """The tree of a template and its tokens. Raises SyntaxProblem with the line where Jinja2 gave up.

    A tag that Jinja2 does not know belongs to some extension: it is left out, and what it encloses is read.
    """
    tokens = tokenize(text, _environment().lexer)
    unknown: set[str] = set()
    while True:
        try:
            return _parse(tokens, unknown), tokens
        except _UnknownTag as tag:
            unknown.add(tag.name)
        except TemplateSyntaxError as error:
            raise SyntaxProblem(error.message or "not a Jinja2 template", tokens.line(error.lineno)) from None
        except RecursionError:
            raise SyntaxProblem("nested too deeply") from None
        except (ValueError, OverflowError, SyntaxError) as error:
            raise SyntaxProblem(f"a literal cannot be read: {error}") from None


def _parse(tokens: Tokens, unknown: Set[str]) -> nodes.Template:
    left_out = {number for tag in tokens.tags if tag.name in unknown for number in range(tag.first, tag.last + 1)}
    raw = [(number, kind, value) for number, (_, kind, value) in enumerate(tokens.raw) if number not in left_out]
    return _NumberedParser(_environment(), raw, unknown).parse()
