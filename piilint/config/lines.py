"""The line that a key of a config file stands on: the TOML reader does not tell. Runs only once something is wrong."""

from __future__ import annotations

import re

from piilint.config.locate import Found


def line_of(found: Found, key: str, *within: str | int) -> int:
    """The line of a key; `within` leads on: a number to one of several tables of that name, a word to a key below.

    Where a step cannot be found, the line of the one before it.
    """
    lines = found.text.split("\n")
    at = _key(lines, found.section, key)
    for step in within:
        at = _table(lines, at, step) if isinstance(step, int) else _below(lines, at, step)
    return at + 1


def _key(lines: list[str], section: str | None, key: str) -> int:
    """Below its section if there is one, else anywhere."""
    prefix = re.escape(section) + r"\." if section else ""
    header = re.compile(rf"\s*\[+\s*{prefix}{_quoted(key)}\s*[.\]]")
    assignment = re.compile(rf"\s*(?:piilint\s*\.\s*)?{_quoted(key)}\s*[=.]")
    inside = section is None
    for number, line in enumerate(lines):
        if header.match(line) or (inside and assignment.match(line)):
            return number
        if section is not None and line.lstrip().startswith("["):
            inside = line.strip().lstrip("[ ").startswith(section)
    return 0


def _table(lines: list[str], first: int, nth: int) -> int:
    """The nth `[[table]]` from the first one on; the first where they are written inline."""
    header = lines[first].strip()
    same = [number for number in range(first, len(lines)) if lines[number].strip() == header]
    return same[nth] if header.startswith("[[") and nth < len(same) else first


def _below(lines: list[str], first: int, key: str) -> int:
    word = re.compile(rf"(?<![\w.-]){_quoted(key)}\s*=")
    return next((number for number in range(first, len(lines)) if word.search(lines[number])), first)


def _quoted(key: str) -> str:
    return rf"[\"']?{re.escape(key)}[\"']?"
