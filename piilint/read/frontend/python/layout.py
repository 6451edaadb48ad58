"""Reads a text just closely enough to know its logical lines and comments, before it is parsed.

libcst's nodes have no positions, and asking it for them costs several parses. But a simple statement, and the header of
a compound one, is exactly one logical line of Python's grammar; so the list of logical lines, found by one regular
expression, gives each statement its lines.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from piilint.read.frontend.problem import SyntaxProblem
from piilint.read.frontend.python.elide import MAX_DATA

MAX_DEPTH = 400
"""Brackets within brackets. Python itself allows 200; libcst takes quadratic time, and overflows its stack."""

MAX_CHAIN = 2500
"""Operators, dots and brackets that one expression may chain without a comma: `a + b + c` has two. libcst needs
quadratic time for them (2,500 take about a second); generated data has commas and is not bounded by this."""

MAX_BRANCHES = 5000
"""`elif` after one `if`: at some 20,000 libcst overflows its stack."""

_LONG = 2 * MAX_CHAIN
"""A logical line of fewer characters cannot reach the bound."""


class Comment(NamedTuple):
    """A comment's text without its sign, its line, and whether code stands before it on that line."""

    text: str
    line: int
    trailing: bool


class Layout(NamedTuple):
    """The logical lines as (first, last) physical lines, the comments that speak to piilint, the number of lines, and
    where the statements stand that may hold too much data."""

    logical: list[tuple[int, int]]
    comments: list[Comment]
    lines: int
    oversized: list[tuple[int, int]]


_TOKEN = re.compile(r"""([^\n\\"'#()\[\]{}]*)(\n|\\\n?|[()\[\]{}]|\#[^\n]*|\"{3}|'{3}|["']|\Z)""")
_STRING_END = {
    '"': re.compile(r'[^"\\\n]*(?:\\.[^"\\\n]*)*("|\n|\Z)', re.DOTALL),
    "'": re.compile(r"[^'\\\n]*(?:\\.[^'\\\n]*)*('|\n|\Z)", re.DOTALL),
    '"""': re.compile(r'[^"\\]*(?:(?:\\.|"(?!""))[^"\\]*)*("""|\Z)', re.DOTALL),
    "'''": re.compile(r"[^'\\]*(?:(?:\\.|'(?!''))[^'\\]*)*('''|\Z)", re.DOTALL),
}
_PREFIX = re.compile(r"(?<!\w)(?:[ft]r?|r[ft])\Z", re.IGNORECASE)
_SPEAKS = re.compile(r"\#+:?\s*((?:piilint|pii)\s*:.*?)\s*\Z", re.DOTALL)
_CHAINED = re.compile(r"\*\*|//|<<|>>|[-+*/%@&|^~.(\[{]|\b(?:not|if|lambda|and|or|await)\b|[,;)\]}:]|\"\"\"|'''|[\"']")
_OPEN, _CLOSE = frozenset("([{"), frozenset(")]}")


def read_layout(text: str) -> Layout:
    """The layout of a text. Raises SyntaxProblem for a statement that libcst could not parse in reasonable time."""
    if text.count("elif") > MAX_BRANCHES:
        _check_branches(text)
    try:
        return _read(text)
    except RecursionError:
        raise SyntaxProblem("f-strings nest too deeply; take the inner ones out") from None


def _read(text: str) -> Layout:
    logical: list[tuple[int, int]] = []
    comments: list[Comment] = []
    oversized: list[tuple[int, int]] = []
    position, line, depth, first, started = 0, 1, 0, 0, 0
    match = _TOKEN.match
    speaks = "pii" in text
    end = len(text)
    while True:
        found = match(text, position)
        assert found is not None  # the last alternative matches anywhere it can be reached
        run, token = found.groups()
        if not first and ((token not in _BLANK_AFTER and token[:1] != "#") or run.strip()):
            first, started = line, position
        position = found.end()
        if token == "\n":
            if first and depth == 0:
                logical.append((first, line))
                if position - started > _LONG:
                    _check_chain(text, started, position, first)
                    if position - started > MAX_DATA:
                        oversized.append((started, position))
                first = 0
            line += 1
        elif token in _OPEN:
            depth += 1
            if depth > MAX_DEPTH:
                raise SyntaxProblem(
                    f"more than {MAX_DEPTH} brackets stand within each other; split the expression", line
                )
        elif token in _CLOSE:
            depth -= depth > 0
        elif token[:1] == "#":
            if speaks and (told := _SPEAKS.match(token)):
                comments.append(Comment(told.group(1), line, first > 0))
        elif token == "\\\n":
            line += 1
        elif token and token != "\\":
            opened = position
            position = string_end(text, position, token, run)
            line += text.count("\n", opened, position)
        if position >= end and not token:
            break
    if first:
        logical.append((first, line))
        _check_chain(text, started, end, first)
        if end - started > MAX_DATA:
            oversized.append((started, end))
    return Layout(logical, comments, text.count("\n") + (not text.endswith("\n") and text != ""), oversized)


_BLANK_AFTER = frozenset(("\n", ""))


def string_end(text: str, position: int, quote: str, before: str) -> int:
    """Where the string ends whose opening quote ends at `position`."""
    if before and before[-1] in "fFtTrR" and _PREFIX.search(before):
        return _formatted_end(text, position, quote, "r" in before[-2:].lower())
    return _plain_end(text, position, quote)


def _plain_end(text: str, position: int, quote: str) -> int:
    found = _STRING_END[quote].match(text, position)
    assert found is not None
    return found.end() - 1 if found.group(1) == "\n" else found.end()


_IN_TEXT = re.compile(r"""\{\{|\}\}|\{|\\\n|\\N\{[^}"'\n]*\}|\\[^{}]|\\|\"{3}|'{3}|["']|\n""")
_IN_TEXT_RAW = re.compile(r"""\{\{|\}\}|\{|\\["'\\\n]|\"{3}|'{3}|["']|\n""")
_IN_FIELD = re.compile(r"""[\[({]|[\])}]|:|!=|"{3}|'{3}|["']|\#[^\n]*""")


def _formatted_end(text: str, position: int, quote: str, raw: bool) -> int:
    """The same for an f-string or t-string, whose fields may hold strings of the same quotes (PEP 701)."""
    inside = _IN_TEXT_RAW if raw else _IN_TEXT
    while True:
        found = inside.search(text, position)
        if found is None:
            return len(text)
        token, position = found.group(), found.end()
        if token == quote:
            return position
        if token == "{":
            position = _field_end(text, position, quote, raw)
        elif token[0] == quote[0] and len(token) == 3 and len(quote) == 1:
            return found.start() + 1
        elif token == "\n" and len(quote) == 1:
            return found.start()


def _field_end(text: str, position: int, quote: str, raw: bool) -> int:
    """Where the replacement field ends that opens at `position`, or where the string around it does."""
    depth = 0
    while True:
        found = _IN_FIELD.search(text, position)
        if found is None:
            return len(text)
        token, position = found.group(), found.end()
        if token in _OPEN:
            depth += 1
        elif token in _CLOSE:
            if depth == 0:
                return position
            depth -= 1
        elif token == ":":
            if depth == 0:
                return _specification_end(text, position, quote, raw)
        elif token[0] in "\"'":
            position = string_end(text, position, token, text[max(0, found.start() - 3) : found.start()])


_IN_SPECIFICATION = re.compile(r"""\{|\}|"{3}|'{3}|["']|\n""")


def _specification_end(text: str, position: int, quote: str, raw: bool) -> int:
    while True:
        found = _IN_SPECIFICATION.search(text, position)
        if found is None:
            return len(text)
        token, position = found.group(), found.end()
        if token == "{":
            position = _field_end(text, position, quote, raw)
        elif token == "}":
            return position
        elif token == quote or (token == "\n" and len(quote) == 1):
            return found.start()


_BRANCH = re.compile(r"^([ \t]*)(if|elif)\b", re.MULTILINE)


def _check_branches(text: str) -> None:
    """Raise SyntaxProblem for a row of `elif` that libcst could not parse."""
    counts: dict[str, int] = {}
    for found in _BRANCH.finditer(text):
        indent, word = found.groups()
        counts[indent] = counts.get(indent, 0) + 1 if word == "elif" else 0
        if counts[indent] > MAX_BRANCHES:
            line = 1 + text.count("\n", 0, found.start())
            raise SyntaxProblem(f"more than {MAX_BRANCHES} elif follow one if; use a table, or split it", line)


def _check_chain(text: str, start: int, end: int, line: int) -> None:
    """Raise SyntaxProblem for a logical line that chains too much: it is counted anew behind each comma."""
    counts, lambdas = [0], [False]
    position = start
    while (found := _CHAINED.search(text, position, end)) is not None:
        token, position = found.group(), found.end()
        if token[0] in "\"'":
            position = string_end(text, position, token, text[max(start, found.start() - 3) : found.start()])
        elif token in _CLOSE:
            if len(counts) > 1:
                counts.pop()
                lambdas.pop()
        elif token == ":":
            lambdas[-1] = False
        elif token in ",;":
            if not lambdas[-1]:
                counts[-1] = 0
        else:
            counts[-1] += 1
            if counts[-1] > MAX_CHAIN:
                told = f"one expression chains more than {MAX_CHAIN} operators; split it into several statements"
                raise SyntaxProblem(told, line)
            if token == "lambda":
                lambdas[-1] = True
            elif token in _OPEN:
                counts.append(0)
                lambdas.append(False)
