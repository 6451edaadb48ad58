"""The lines that tables and keys stand on, which the TOML reader does not tell.

`table_lines` runs for every file and is one regular expression; `key_line` runs only once something is wrong.
"""

from __future__ import annotations

import re

_TABLE = re.compile(r"^[ \t]*\[\[[ \t]*([\w-]+)[ \t]*\]\]", re.MULTILINE)
_TOKEN = re.compile(r'"""(?:\\.|[^\\])*?"""|\'\'\'.*?\'\'\'|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|#[^\n]*', re.DOTALL)


def table_lines(text: str) -> dict[str, list[int]]:
    """The lines of `[[name]]`, by name, in the order of the file."""
    text = _without_long_strings(text)
    lines: dict[str, list[int]] = {}
    line, seen = 1, 0
    for header in _TABLE.finditer(text):
        line += text.count("\n", seen, header.start(1))
        seen = header.start(1)
        lines.setdefault(header.group(1), []).append(line)
    return lines


def key_line(text: str, first_line: int, *within: str) -> int:
    """The line of a key of the table that starts at `first_line`; more words lead on to a key or a value below it.

    Where a word cannot be found, the line of the one before it.
    """
    text = _without_long_strings(text)
    start = _offset(text, first_line)
    following = _TABLE.search(text, text.find("\n", start) + 1 or len(text))
    end = following.start() if following else len(text)
    at = start
    for depth, word in enumerate(within):
        found = _word(word, depth).search(text, at, end)
        if found is not None:
            at = found.start("word")
    return text.count("\n", 0, at) + 1


def _word(word: str, depth: int) -> re.Pattern[str]:
    """A key of the table itself stands first on its line; what is below it, a key or a text, anywhere."""
    escaped = re.escape(word)
    if depth == 0:
        below_a_header = r"(?:\[+[ \t]*[\w-]+[ \t]*\.[ \t]*)?"
        return re.compile(rf"^[ \t]*{below_a_header}(?P<word>[\"']?{escaped}[\"']?)[ \t]*[=.\]]", re.MULTILINE)
    return re.compile(rf"(?P<word>[\"']{escaped}[\"']|(?<![\w.-]){escaped}(?=[ \t]*[=.\]]))")


def _offset(text: str, line: int) -> int:
    at = 0
    for _ in range(line - 1):
        at = text.find("\n", at) + 1
    return at


def _without_long_strings(text: str) -> str:
    """The text with the insides of multi-line strings blank, for they may hold anything. Lines stay where they are."""
    if '"""' not in text and "'''" not in text:
        return text
    return _TOKEN.sub(_blank_if_long, text)


def _blank_if_long(token: re.Match[str]) -> str:
    written = token.group()
    return "\n" * written.count("\n") if written.startswith(('"""', "'''")) else written
