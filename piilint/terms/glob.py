"""Globs over paths, as configuration and rules write them."""

from __future__ import annotations

import re
from functools import lru_cache


def path_fits(glob: str, path: str) -> bool:
    """Whether a path with `/` fits: `**` crosses folders, `*` stays within one, a folder means all of its files."""
    return _compiled(glob).match(path) is not None


@lru_cache(maxsize=1024)
def _compiled(glob: str) -> re.Pattern[str]:
    expression = ""
    rest = glob.removeprefix("./").rstrip("/")
    if rest in ("", "."):
        rest = "**"
    while rest:
        if rest.startswith("**/"):
            expression, rest = expression + "(?:.*/)?", rest[3:]
        elif rest.startswith("**"):
            expression, rest = expression + ".*", rest[2:]
        elif rest[0] == "*":
            expression, rest = expression + "[^/]*", rest[1:]
        elif rest[0] == "?":
            expression, rest = expression + "[^/]", rest[1:]
        else:
            expression, rest = expression + re.escape(rest[0]), rest[1:]
    return re.compile(f"{expression}(?:/.*)?$", re.DOTALL)
