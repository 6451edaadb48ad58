"""Labels: one step from a value to a part of it. An access path is a tuple of them: `user.address["city"]`.

A label is a short string, so that it hashes and compares at the speed of strings and reads the same in
dumps, traces and rules: `.city` (attribute), `["city"]` (constant key), `[0]` (position), `[*]` (some element).
"""

from __future__ import annotations

from functools import lru_cache

Label = str
Path = tuple[Label, ...]

ANY: Label = "[*]"
"""Some element of a container, at a key or position that is not known."""

KEYS: Label = "[keys]"
"""The keys of a mapping (its values stand under the keys' own labels or under `ANY`)."""

BEHIND = frozenset({".__opened__", ".__path__"})
"""What lies behind a thing and is not shown with it: what was written where a path leads, and the path of a file."""

MAX_DEPTH = 5
"""Deeper paths stand for everything below them. Pysa cuts at 4, CodeQL at 5, Mariana Trench at 4."""


@lru_cache(maxsize=65536)
def attribute(name: str) -> Label:
    """`attribute("city")` is `.city`."""
    return "." + name


@lru_cache(maxsize=65536)
def key(constant: object) -> Label:
    """`key("city")` is `["city"]`; `key(0)` is `[0]`, and so is `key(False)`, for they are one key in Python."""
    if isinstance(constant, str):
        return '["' + constant + '"]'
    if isinstance(constant, int) or (isinstance(constant, float) and constant.is_integer()):
        return f"[{int(constant)}]"
    return f"[{constant!r}]"


def name_of(label: Label) -> str | None:
    """The attribute's name or the string key that a label stands for; None for positions and `[*]`."""
    if label.startswith("."):
        return label[1:]
    if label.startswith('["'):
        return label[2:-2]
    return None


def position_of(label: Label) -> int | None:
    """The position that a label like `[0]` or `[-1]` stands for; None for all other labels."""
    if label[:1] != "[" or label[1:2] == '"':
        return None
    try:
        return int(label[1:-1])
    except ValueError:
        return None


def render(path: Path) -> str:
    """`(".address", '["city"]')` reads `.address["city"]`."""
    return "".join(path)
