"""From the bytes of a file to its text, as Python itself would read it."""

from __future__ import annotations

import codecs
import re

from piilint.read.frontend.problem import SyntaxProblem

_CODING = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")
_BLANK = re.compile(rb"^[ \t\f]*(?:#.*)?$")


def decode(content: bytes) -> str:
    """The text of a file with `\\n` at every line's end. Raises SyntaxProblem where Python, too, could not."""
    marked = content.startswith(codecs.BOM_UTF8)
    if marked:
        content = content[len(codecs.BOM_UTF8) :]
    if b"\0" in content:
        raise SyntaxProblem(
            "the file holds NUL bytes, so it is no Python source", _line_of(content, content.index(b"\0"))
        )
    encoding = _declared_encoding(content)
    try:
        text = content.decode(encoding or "utf-8")
    except UnicodeDecodeError as error:
        raise SyntaxProblem(_undecodable(encoding), _line_of(content, error.start)) from None
    except (LookupError, UnicodeError):
        raise SyntaxProblem(
            f"the coding line names `{encoding}`, which is no text encoding that Python knows"
        ) from None
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text


def _declared_encoding(content: bytes) -> str | None:
    """What a coding comment in the first two lines says (PEP 263)."""
    for line in re.split(rb"\r\n?|\n", content[:4096], maxsplit=2)[:2]:
        found = _CODING.match(line)
        if found:
            return found.group(1).decode("ascii", "replace")
        if not _BLANK.match(line):
            return None
    return None


def _undecodable(encoding: str | None) -> str:
    if encoding is None:
        return (
            "the file is not UTF-8; save it as UTF-8, or name its encoding in the first line: # -*- coding: latin-1 -*-"
        )
    return (
        f"the file is not in the encoding `{encoding}` that its coding line names; save it in that, or correct the line"
    )


def _line_of(content: bytes, offset: int) -> int:
    before = content[:offset]
    return 1 + before.count(b"\n") + before.replace(b"\r\n", b"").count(b"\r")
