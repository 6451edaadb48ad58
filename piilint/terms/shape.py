"""Shapes of texts, as rules write them: `https://maps.example/**`, where `*` stops at a slash and `**` does not."""

from __future__ import annotations

import re
from functools import lru_cache

MARK = "~"
"""Before a shape where a condition could also be the text itself."""
NOT = "!"
"""Before a marked shape: the value is there and does not fit."""


def is_shape(condition: object) -> bool:
    """Whether a condition, or the first of a list of them, is a shape."""
    one = condition[0] if isinstance(condition, (list, tuple)) and condition else condition
    return isinstance(one, str) and one.removeprefix(NOT).startswith(MARK)


def begins(shape: str, text: str) -> int:
    """Where in the text something of that shape begins, up to the text's end; -1 where nothing does.

    A word does not begin in the middle of another one: `geo:` is not in `surgeo:`.
    """
    found = _compiled(shape).search(text)
    return -1 if found is None else found.start()


@lru_cache(maxsize=1024)
def _compiled(shape: str) -> re.Pattern[str]:
    parts = (".*" if part == "**" else r"[^/]*" if part == "*" else re.escape(part) for part in _parts(shape))
    before = "" if shape.startswith("*") else r"(?<!\w)"
    return re.compile(f"{before}{''.join(parts)}$", re.DOTALL)


def _parts(shape: str) -> list[str]:
    return re.split(r"(\*\*|\*)", shape)
