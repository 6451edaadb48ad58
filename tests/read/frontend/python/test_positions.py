"""Lines and ordinals agree with Python's own parser and with libcst, on real code and on code made to mislead."""

from __future__ import annotations

import ast
import sysconfig
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

import libcst as cst
import pytest

from piilint.ir.instructions import Call, Constant, Operate, Return
from piilint.ir.module import decode_body
from piilint.read.frontend.python import lower_python
from piilint.read.frontend.python.layout import read_layout
from piilint.read.frontend.python.lower import lower_text
from piilint.read.frontend.python.source import decode
from piilint.read.frontend.python.structure import survey_module
from piilint.read.frontend.python.survey import LINE_SHIFT, Survey

MODULES = [
    "abc",
    "argparse",
    "bisect",
    "calendar",
    "collections",
    "contextlib",
    "copy",
    "csv",
    "dataclasses",
    "datetime",
    "enum",
    "fractions",
    "functools",
    "heapq",
    "inspect",
    "json.decoder",
    "logging",
    "pprint",
    "string",
    "textwrap",
    "types",
    "typing",
]

MISLEADING = '''\
@first(
    1,
)
@second
def f(a, *, b=(
    3  # three
), **c) -> (
    int
): return g(
    a
); h()
x = (  # a comment
    a
    .b
    (c, d)
); y = "text\\
more" + \\
    z
class C(
    Base, metaclass=M
):
    """Doc
    more
    """
    if a: b; c
    else: d = """
    """; e
\t# tab
\x0c
f"{a}" f"""{
    b!r:>{w}}
  {c['x']}""" + t
while (
    a
): pass
with (
    a as b,
    c
): d
try: a
except (
    B
) as e: f(
    e)
finally: g
import a.b as c, d
from x import (
    y as z,
    w,
)
match a:
    case {"k": [b, *c],
          **d} if (
        e): f
    case P(1, x=2) | Q():
        pass
lambda a, *b, c=1: [a for a, b in c if d for e in f], {**g, k: v}, {x: y for x in z}, (yield), not -a ** b
async def g():
    async for a in b: await c
x: "int" = 1 if a else b
global q
del a, (b.c)
assert a, b
raise A from b
x[1:2, ::c] += (w := 2) < 3 <= 4
'''


def sources() -> Iterator[tuple[str, str]]:
    yield "misleading", MISLEADING
    for name in MODULES:
        path = Path(sysconfig.get_path("stdlib"), *name.split("."))
        yield name, decode((path / "__init__.py" if path.is_dir() else path.with_suffix(".py")).read_bytes())


CASES = dict(sources())


@pytest.fixture(params=CASES, ids=str)
def surveyed(request: pytest.FixtureRequest) -> tuple[str, cst.Module, Survey]:
    text = CASES[request.param]
    tree = cst.parse_module(text)
    return text, tree, survey_module(tree, read_layout(text).logical)


def test_ordinals_count_the_expressions_of_a_statement(surveyed: tuple[str, cst.Module, Survey]) -> None:
    _, tree, survey = surveyed
    pending: list[cst.CSTNode] = [tree]
    checked = 0
    while pending:
        node = pending.pop()
        pending += node.children
        if id(node) in survey.spans:
            for number, expression in enumerate(expressions_of(node)):
                position = survey.positions.get(id(expression))
                if position is not None:
                    assert (position & (1 << LINE_SHIFT) - 1) - 1 == number, cst.Module([]).code_for_node(expression)
                    checked += 1
    assert checked > 30


def expressions_of(statement: cst.CSTNode) -> list[cst.BaseExpression]:
    """The expressions on a statement's logical line: of a compound one its header, and the suite if it stands there."""
    parts = (cst.Decorator, cst.Else, cst.If, cst.ExceptHandler, cst.ExceptStarHandler, cst.Finally, cst.MatchCase)
    found: list[cst.BaseExpression] = []
    pending = [child for child in reversed(statement.children) if not isinstance(child, (cst.IndentedBlock, *parts))]
    while pending:
        node = pending.pop()
        if isinstance(node, cst.BaseExpression):
            found.append(node)
        pending.extend(reversed(node.children))
    return found


def test_statements_stand_where_python_says(surveyed: tuple[str, cst.Module, Survey]) -> None:
    text, _, survey = surveyed
    ours = sorted(first for first, _ in survey.spans.values())
    logical = {first for first, _ in read_layout(text).logical}
    theirs = [node.lineno for node in ast.walk(ast.parse(text)) if isinstance(node, ast.stmt)]
    within = {line for first, last in survey.spans.values() for line in range(first, last + 1)}
    assert set(ours) == logical
    assert set(theirs) <= within
    assert {line for line in theirs if line in logical} == set(theirs) - {
        line for first, last in survey.spans.values() for line in range(first + 1, last + 1)
    }


def test_expressions_stand_where_python_says(surveyed: tuple[str, cst.Module, Survey]) -> None:
    text, tree, survey = surveyed
    names = sorted((node.id, node.lineno) for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Name))
    calls = sorted(node.lineno for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call))
    our_names, our_calls = [], []
    pending: list[cst.CSTNode] = [tree]
    while pending:
        node = pending.pop()
        pending += node.children
        position = survey.positions.get(id(node))
        if position is not None and isinstance(node, cst.Call):
            our_calls.append(position >> LINE_SHIFT)
        if position is not None and isinstance(node, cst.Name):
            our_names.append((node.value, position >> LINE_SHIFT))
    for name in set(names):
        assert our_names.count(name) >= names.count(name), name
    assert sorted(our_calls) == calls


def lines_of(text: str) -> dict[str, int]:
    """Where the calls of a text stand: the line of each by the name of what is called."""
    body = decode_body(lower_text(dedent(text)).functions[0])
    found = {}
    for number, instruction in enumerate(body.code):
        if isinstance(instruction, Call):
            callee = body.code[instruction.callee]
            found[getattr(callee, "name", "?")] = body.lines[number]
    return found


def test_a_call_stands_on_its_first_line() -> None:
    assert lines_of("f(\n  g(\n    1),\n  # why\n  h())\n") == {"f": 1, "g": 2, "h": 5}
    assert lines_of("x = \\\n  f() + \\\n  g()\n") == {"f": 2, "g": 3}
    assert lines_of('x = """\n\n""" + f()\ny = g()\n') == {"f": 3, "g": 4}
    assert lines_of("a(); b()\nif c(): d()\n") == {"a": 1, "b": 1, "c": 2, "d": 2}


def test_windows_and_old_macintosh_lines_count_alike() -> None:
    for end in (b"\r\n", b"\r", b"\n"):
        text = end.join([b"x = '''a", b"b'''", b"f(", b"  g())", b""])
        body = decode_body(lower_python(text).functions[0])
        assert [body.lines[i] for i, made in enumerate(body.code) if isinstance(made, Call)] == [4, 3]
        assert body.code[0] == Constant("a\nb")


def test_a_statement_span_holds_all_its_lines() -> None:
    body = decode_body(lower_text("def f(a,\n      b):\n    return (a +\n            b)\n").functions[1])
    spans = {type(made): body.statements[body.spans[i]] for i, made in enumerate(body.code)}
    assert spans[Return] == spans[Operate] == (3, 4)
    assert body.statements[0] == (1, 2)
