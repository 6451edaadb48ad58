"""Shortens statements that hold masses of data, before they are parsed.

libcst needs some 10 microseconds and a kilobyte for each character of a literal of short elements: a generated table of
5 MB would take a minute and 4 GB. Rows alike teach nothing more after thousands of them, so behind the bound the rest
of each bracket is left out. Line breaks stay, so all lines count as before.
"""

from __future__ import annotations

import re
from collections.abc import Callable

StringEnd = Callable[[str, int, str, str], int]
"""Where a string ends: (text, position behind the opening quote, quote, what stands before it)."""

MAX_DATA = 400_000
"""Characters of one statement, without those in strings, that are read; a string counts as `STRING`."""

STRING = 8

_PIECE = re.compile(r"""[^,()\[\]{}"'#\n]+|[,()\[\]{}]|\#[^\n]*|\n""")


def elided(text: str, ranges: list[tuple[int, int]], string_end: StringEnd) -> str:
    """The text without most of the data in these ranges."""
    pieces: list[str] = []
    done = 0
    for start, end in ranges:
        pieces += (text[done:start], _shortened(text, start, end, string_end))
        done = end
    return "".join((*pieces, text[done:]))


def _shortened(text: str, start: int, end: int, string_end: StringEnd) -> str:
    kept: list[str] = []
    weight, depth, position, from_ = 0, 0, start, start
    skipping = 0
    """The depth whose rest is left out, 0 for none."""
    while position < end:
        found = _PIECE.match(text, position)
        if found is None:  # a quote: the prefix, if any, stands before it
            opened = position
            quote = text[position] * 3 if text.startswith(text[position] * 3, position) else text[position]
            position = string_end(text, position + len(quote), quote, text[max(start, position - 3) : position])
            weight += STRING
            if skipping:
                kept.append("\n" * text.count("\n", opened, position))
            continue
        piece, position = found.group(), found.end()
        weight += len(piece)
        if piece in "([{":
            depth += 1
        elif piece in ")]}":
            if skipping == depth:
                skipping, from_ = 0, found.start()
            depth -= 1
        elif piece == ",":
            if weight > MAX_DATA and depth and not skipping:
                skipping = depth
                kept.append(text[from_:position])
        elif skipping and piece == "\n":
            kept.append(piece)
    if not skipping:
        kept.append(text[from_:end])
    return "".join(kept)
