"""The values of literals."""

from __future__ import annotations

import ast
import re
from typing import Any

import libcst as cst

from piilint.ir.instructions import Scalar

_QUOTED = re.compile(r"""([a-zA-Z]*)(\"{3}|'{3}|"|')""")
_MANY_DIGITS = 4000
"""Python refuses to read longer decimal integers; nobody rounds to so many digits."""


def string_value(token: str) -> str:
    """The text of a string or bytes literal (bytes as Latin-1)."""
    found = _QUOTED.match(token)
    assert found is not None
    prefix, quote = found.group(1).lower(), found.group(2)
    text = token[found.end() : len(token) - len(quote)]
    if "\\" not in text or "r" in prefix:
        return text
    if "b" in prefix:
        return str(ast.literal_eval(token).decode("latin-1"))
    return unescaped(text)


def unescaped(text: str) -> str:
    """The text that escape sequences stand for; what cannot be stored as UTF-8 stays as written."""
    if "\\" not in text:
        return text
    try:
        decoded = text.encode("latin-1", "backslashreplace").decode("unicode_escape")
    except UnicodeDecodeError:
        return text
    return decoded.encode("utf-8", "backslashreplace").decode("utf-8")


def number_value(node: Any) -> Scalar:
    """The value of a number, or its text where it is complex or needs more than 64 bits."""
    text: str = node.value
    if type(node) is cst.Imaginary or len(text) > _MANY_DIGITS:
        return text
    if type(node) is cst.Float:
        return float(text.replace("_", ""))
    value = int(text, 0) if text.lstrip("0_") else 0
    return value if value < 1 << 63 else text


def dotted(node: Any) -> str:
    """A dotted name as written, "" for anything else."""
    parts: list[str] = []
    while type(node) is cst.Attribute:
        parts.append(node.attr.value)
        node = node.value
    if type(node) is not cst.Name:
        return ""
    parts.append(node.value)
    return ".".join(reversed(parts))


def dotted_callee(node: Any) -> str:
    """The same, and for a call or a subscript the dotted name of what is called or subscribed."""
    while type(node) in (cst.Call, cst.Subscript):
        node = node.func if type(node) is cst.Call else node.value
    return dotted(node)
