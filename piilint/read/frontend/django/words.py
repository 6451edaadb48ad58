"""What the words of many tags have in common: `name=value`, `value as name`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from piilint.read.frontend.django.tree import Node

_KEYWORD = re.compile(r"(\w+)=(.+)", re.DOTALL)

_OWN_VARIABLES = frozenset({"block", "blocktrans", "blocktranslate", "for", "include", "partialdef", "with"})
"""Tags whose variables nobody sees behind them."""


def keyword(word: str) -> tuple[str, str] | None:
    """Name and value of `name=value`."""
    found = _KEYWORD.fullmatch(word)
    return None if found is None else (found.group(1), found.group(2))


def named_values(words: Sequence[str]) -> tuple[list[tuple[str, str]], Sequence[str]]:
    """The pairs that words begin with, `name=value` or `value as name and value as name`, and the words behind them."""
    pairs: list[tuple[str, str]] = []
    if words and keyword(words[0]) is not None:
        while words and (pair := keyword(words[0])) is not None:
            pairs.append(pair)
            words = words[1:]
        return pairs, words
    while len(words) >= 3 and words[1] == "as":
        pairs.append((words[2], words[0]))
        if words[3:4] != ["and"]:
            return pairs, words[3:]
        words = words[4:]
    return pairs, words


def without_name(words: Sequence[str]) -> tuple[Sequence[str], str]:
    """The words before `as name`, and that name; empty where the tag names nothing."""
    if len(words) >= 2 and words[-2] == "as":
        return words[:-2], words[-1]
    return words, ""


def assigned_names(body: Sequence[Node]) -> list[str]:
    """The variables that tags may set for those behind them, sorted."""
    return sorted(set(_assigned(body)))


def _assigned(body: Sequence[Node]) -> Iterator[str]:
    for node in body:
        words = node.token.words if " as" in node.token.text else []
        if node.name not in _OWN_VARIABLES:
            yield from (name for word, name in pairwise(words) if word == "as")
            yield from _assigned(node.body)
        elif node.name.startswith("blocktrans"):
            yield from (name for word, name in pairwise(words) if word == "asvar")
