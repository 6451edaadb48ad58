"""Logical lines and comments are found without parsing, also around strings made to mislead."""

from __future__ import annotations

import pytest

from piilint.read.frontend.python.layout import read_layout
from piilint.read.frontend.python.lower import lower_text


@pytest.mark.parametrize(
    ("text", "logical"),
    [
        ("a\nb", [(1, 1), (2, 2)]),
        ("f(\n a,\n\n # )\n)\nb", [(1, 5), (6, 6)]),
        ("a = '''(\n'''\nb", [(1, 2), (3, 3)]),
        ("a = \\\n  b\nc", [(1, 2), (3, 3)]),
        ("# (\n\n  # x\na", [(4, 4)]),
        ("a = '\\\n('\nb", [(1, 2), (3, 3)]),
        ("a = '\\'('\nb", [(1, 1), (2, 2)]),
        ("a = r'\\'\nb", None),
        ("a = r'\\\\'; b = '\\\\'\nc", [(1, 1), (2, 2)]),
        ("a = ''\nb = ''''''\nc = '''''\n'''", [(1, 1), (2, 2), (3, 4)]),
        ('f"{a["x"]} ({b}"\nc', [(1, 1), (2, 2)]),
        ('f"{a:{"("}>3} {{ ("\nc', [(1, 1), (2, 2)]),
        ('f"{a!r:%H:%M (}" + f"{x:=^3}"\nc', [(1, 1), (2, 2)]),
        ('f"""{\n  a["""("""]  # )\n}\n("""\nb', [(1, 4), (5, 5)]),
        ("rf'{a}\\{b}('\nFr'\\\\' + f'\\N{LATIN SMALL LETTER A}('\nb", [(1, 1), (2, 2), (3, 3)]),
        ("if'f'in x:y\nreturn\"{\"\nb", [(1, 1), (2, 2), (3, 3)]),
        ("if a: b; c\nx = '#'; d\n", [(1, 1), (2, 2)]),
    ],
)
def test_logical_lines(text: str, logical: list[tuple[int, int]] | None) -> None:
    if logical is not None:
        assert read_layout(text).logical == logical
    else:
        assert read_layout(text).logical[0] == (1, 1)


def comments(text: str) -> list[tuple[str, int, int, int]]:
    return [(one.text, one.line, one.first_line, one.last_line) for one in lower_text(text).comments]


def test_a_comment_behind_code_is_about_its_whole_statement() -> None:
    assert comments("f(\n    a,  # pii: none\n    b,\n)\n") == [("pii: none", 2, 1, 4)]
    assert comments("x = 1\n\ny = 2  # piilint: ignore[PII101] -- why\n") == [
        ("piilint: ignore[PII101] -- why", 3, 3, 3)
    ]


def test_a_comment_alone_is_about_the_next_statement() -> None:
    assert comments("# pii: none\n\n# more\nf(\n)\n") == [("pii: none", 1, 4, 5)]
    assert comments("x\n# pii: none\n") == [("pii: none", 2, 2, 2)]


def test_a_comment_in_a_statement_is_about_that() -> None:
    assert comments("x = [\n  # pii: none\n  1,\n]\n") == [("pii: none", 2, 1, 4)]


def test_a_comment_at_a_header_is_about_the_header() -> None:
    assert comments("if a:  # pii: none\n    b\n") == [("pii: none", 1, 1, 1)]
    assert comments("# piilint: purpose=x\n@a\n@b(\n)\ndef f():\n    c\n") == [("piilint: purpose=x", 1, 2, 5)]


def test_other_comments_and_strings_say_nothing() -> None:
    assert comments("x = '# pii: none'  # about pii: this\n#: pii\n# piilint\n") == []
    assert comments("x = 1 #pii:contact.phone\n##  piilint : ignore\n") == [
        ("pii:contact.phone", 1, 1, 1),
        ("piilint : ignore", 2, 2, 2),
    ]
