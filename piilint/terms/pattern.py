"""Dotted patterns of the rule language: `*` is one part, `**` any number of parts, none included."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Generic, TypeVar

T = TypeVar("T")


@lru_cache(maxsize=16384)
def _compiled(pattern: str) -> re.Pattern[str]:
    # each part carries the dot before it, so that `a.**.b` fits `a.b` and `**` fits nothing at all
    expression = ""
    for part in pattern.split("."):
        expression += r"(?:\.[^.]+)*" if part == "**" else r"\." + re.escape(part).replace(r"\*", "[^.]*")
    return re.compile(expression)


def matches(pattern: str, name: str) -> bool:
    """Whether a dotted name fits: `contact.**` fits `contact` and `contact.phone`; `**.lookup` fits `a.b.lookup`."""
    if "*" not in pattern:
        return pattern == name
    return _compiled(pattern).fullmatch("." + name if name else "") is not None


class PatternIndex(Generic[T]):
    """Patterns by their last fixed part, so that no name is tried against every pattern.

    `index.find("flask.render_template")` yields the values of all patterns that fit, in the order of their entry.
    """

    def __init__(self, entries: Iterable[tuple[str, T]] = ()) -> None:
        self._exact: dict[str, list[tuple[int, str, T]]] = {}
        self._by_last: dict[str, list[tuple[int, str, T]]] = {}
        self._loose: list[tuple[int, str, T]] = []
        self._size = 0
        for pattern, value in entries:
            self.add(pattern, value)

    def add(self, pattern: str, value: T) -> None:
        entry = (self._size, pattern, value)
        self._size += 1
        last = pattern.rpartition(".")[2]
        if "*" not in pattern:
            self._exact.setdefault(pattern, []).append(entry)
        elif "*" not in last:
            self._by_last.setdefault(last, []).append(entry)
        else:
            self._loose.append(entry)

    def find(self, name: str) -> Iterator[T]:
        """The values whose pattern fits the dotted name."""
        found = list(self._exact.get(name, ()))
        perhaps = (*self._by_last.get(name.rpartition(".")[2], ()), *self._loose)
        found.extend(entry for entry in perhaps if matches(entry[1], name))
        found.sort(key=lambda entry: entry[0])
        for entry in found:
            yield entry[2]

    def last_parts(self) -> set[str]:
        """The fixed last parts of all patterns; a name that ends otherwise can only fit a loose pattern."""
        return {pattern.rpartition(".")[2] for pattern in self._exact} | set(self._by_last)

    def has_loose(self) -> bool:
        """Whether some pattern ends in a wildcard, so that `last_parts` cannot rule a name out."""
        return bool(self._loose)

    def __len__(self) -> int:
        return self._size
