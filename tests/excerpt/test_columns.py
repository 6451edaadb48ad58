"""Columns within a statement, found by parsing its lines alone."""

from __future__ import annotations

import ast

import pytest

from piilint.excerpt.columns import Span, columns


def texts(source: str) -> list[str]:
    """The text of each expression that starts and ends on one line, in the order of the ordinals."""
    lines = tuple(source.split("\n"))
    found = columns(lines)
    assert found is not None
    return [
        lines[span.line][span.column - 1 : span.end_column - 1]
        for span in found.expressions
        if span.line == span.end_line
    ]


def test_ordinals_count_expressions_in_preorder() -> None:
    assert texts('    return render("p.html", row=clip.lat)') == [
        'render("p.html", row=clip.lat)',
        "render",
        '"p.html"',
        "row",
        "clip.lat",
        "clip",
        "lat",
    ]


@pytest.mark.parametrize(
    ("header", "expressions"),
    [
        ("if ready:", ["ready"]),
        ("    elif ready:", ["ready"]),
        ("        else:", []),
        ("for a in b:", ["a", "b"]),
        ("    async for a in b:", ["a", "b"]),
        ("while go:", ["go"]),
        ("with open(p) as f:", ["open(p)", "open", "p", "f"]),
        ("\ttry:", []),
        ("    except Wrong as e:", ["Wrong", "e"]),
        ("    except* Wrong:", ["Wrong"]),
        ("finally:", []),
        ("        case Point(x=0):", ["Point", "x", "0"]),
        ("match point:", ["point"]),
        ("class A(B):", ["A", "B"]),
        ("def f(a=b):", ["f", "a", "b"]),
        ("@cached(1)\ndef f():", ["cached(1)", "cached", "1", "f"]),
        ("    @cached", ["cached"]),
        ("    if ready: return row", ["ready", "row"]),
        ("    x = 1; y = z", ["x", "1", "y", "z"]),
        ("    yield await x", ["yield await x", "await x", "x"]),
    ],
)
def test_headers_and_parts_of_blocks_are_completed(header: str, expressions: list[str]) -> None:
    assert texts(header) == expressions


def test_spans_agree_with_the_parser_of_python() -> None:
    """Also over several lines and behind characters that are longer in bytes."""
    source = "show(\n  'Müller', first.name,\n  {'k': (second.phone)},\n  *rest[1:2],\n)"

    found = columns(tuple(source.split("\n")))

    expected = {
        Span(
            node.lineno - 1, _column(source, node.lineno, node.col_offset),
            node.end_lineno - 1, _column(source, node.end_lineno, node.end_col_offset),
        )
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Attribute | ast.Call | ast.Dict | ast.Subscript | ast.Constant)
    }  # fmt: skip
    assert expected <= set(found.expressions)


def test_the_only_simple_statement_is_the_whole() -> None:
    assert columns(("    lat = Column(Float)  # where they live",)).whole == Span(0, 5, 0, 24)
    assert columns(("a = 1; b = 2",)).whole is None
    assert columns(("for a in b:",)).whole is None


@pytest.mark.parametrize("lines", [("return (",), ("  )",), ("print 'old'",), ("%matplotlib inline",)])
def test_what_does_not_parse_has_no_columns(lines: tuple[str, ...]) -> None:
    assert columns(lines) is None


def _column(source: str, line: int, offset: int) -> int:
    return len(source.split("\n")[line - 1].encode()[:offset].decode()) + 1
