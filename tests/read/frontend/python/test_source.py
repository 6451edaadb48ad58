"""Bytes become text as Python itself would read them, or a problem that tells the way out."""

from __future__ import annotations

import codecs

import pytest

from piilint.ir.instructions import Constant
from piilint.ir.module import decode_body
from piilint.read.frontend.problem import SyntaxProblem
from piilint.read.frontend.python import lower_python


def constant(content: bytes) -> object:
    made = decode_body(lower_python(content).functions[0]).code[0]
    assert isinstance(made, Constant)
    return made.value


@pytest.mark.parametrize(
    "content",
    [
        "x = 'é'".encode(),
        codecs.BOM_UTF8 + "x = 'é'".encode(),
        "# -*- coding: latin-1 -*-\nx = 'é'".encode("latin-1"),
        "#!/usr/bin/python\n# vim: set fileencoding=cp1252 :\nx = 'é'".encode("cp1252"),
        "\n# coding=latin-1\r\nx = 'é'".encode("latin-1"),
    ],
)
def test_encodings_are_honoured(content: bytes) -> None:
    assert constant(content) == "é"


@pytest.mark.parametrize(
    ("content", "line", "told"),
    [
        ("x = 1\ny = 'é'".encode("latin-1"), 2, "name its encoding in the first line"),
        ("x = 1\n\n# coding: latin-1\ny = 'é'".encode("latin-1"), 4, "save it as UTF-8"),
        (b"# coding: no-such-code\nx = 1", 1, "`no-such-code`"),
        (b"# coding: ascii\nx = '\xe9'", 2, "`ascii`"),
        (b"x = 1\ny = '\0'\n", 2, "NUL"),
        (b"x = 1\nprint 'hello'\n", 2, "no Python 3"),
        (b"x = 1\ndef f(:\n", 2, "invalid syntax"),
        (b"x = 0777\n", 1, "leading zeros"),
        (b"x = 'abc\n", 1, "unterminated"),
        (b"x = [1,\n", 1, "invalid syntax"),
    ],
)
def test_what_cannot_be_read_is_a_problem_with_its_line(content: bytes, line: int, told: str) -> None:
    with pytest.raises(SyntaxProblem) as problem:
        lower_python(content)
    assert told in problem.value.message
    assert problem.value.line == line


@pytest.mark.parametrize("content", [b"", b"\n", b"\xef\xbb\xbf", b"# only a comment", b"\x0c\n\tx\n"[:2], b"pass"])
def test_nothing_is_a_module_too(content: bytes) -> None:
    assert lower_python(content).functions[0].qualname == ""
