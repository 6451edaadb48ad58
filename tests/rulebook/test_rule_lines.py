"""The lines of tables and keys, found in the text."""

from __future__ import annotations

import pytest

from piilint.rulebook.scan import key_line, table_lines

TEXT = """\
# [[sink]]
[[sink]]  # a comment
call = [
  "a.b",
  "data",  # data = 1
]
data = ["x"]

  [[ rule ]]
message = \"\"\"
[[sink]]
why = 1
\"\"\"
why = '''
[[rule]]'''
unless = [
  { masked = "weak" },
  { role = ["data"], "self" = true },
]
[[sink]]
[sink.when]
"argument:1" = 3
"""


def test_tables_stand_where_their_headers_do() -> None:
    assert table_lines(TEXT) == {"sink": [2, 20], "rule": [9]}


@pytest.mark.parametrize(
    ("table", "within", "line"),
    [
        (2, ("call",), 3),
        (2, ("call", "a.b"), 4),
        (2, ("call", "data"), 5),
        (2, ("data",), 7),
        (2, ("data", "missing"), 7),
        (2, ("why",), 2),
        (9, ("why",), 14),
        (9, ("unless", "role"), 18),
        (9, ("unless", "self"), 18),
        (9, ("unless", "masked"), 17),
        (20, ("when",), 21),
        (20, ("when", "argument:1"), 22),
        (20, (), 20),
    ],
)
def test_a_key_stands_below_its_table(table: int, within: tuple[str, ...], line: int) -> None:
    assert key_line(TEXT, table, *within) == line
