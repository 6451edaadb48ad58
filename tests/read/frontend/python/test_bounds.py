"""Large and deep files are read quickly, or refused before libcst would hang or crash on them."""

from __future__ import annotations

import sys
import time

import pytest

from piilint.ir.module import ModuleIR, decode_body
from piilint.read.frontend.problem import SyntaxProblem
from piilint.read.frontend.python import lower_python
from tests.support.ir_invariants import violations

SECONDS = 20
"""Far more than it takes, on any machine; what is quadratic takes minutes."""


def lowered(text: str) -> ModuleIR:
    began = time.process_time()
    module = lower_python(text.encode())
    assert time.process_time() - began < SECONDS
    return module


@pytest.mark.parametrize(
    "text",
    [
        "x = " + " + ".join(["a"] * 1500),
        "x = " + " and ".join(["a"] * 1500),
        "x = " + "f(" * 280 + "a" + ")" * 280,
        "x = " + "not " * 500 + "a",
        "x = " + "a if b else " * 400 + "c",
        "x = a" + ".b()" * 500,
        "x = a" + ".b" * 1000,
        "x = (" + "'a'\n" * 1000 + ")",
        "if a: b\n" + "elif c: d\n" * 1000,
        "def f(x):\n" + "    if x: x = g(x)\n" * 1500,
        "def f(x):\n    try:\n" + "        x = g(x)\n" * 1000 + "    except E:\n        h(x)\n",
        "x = {" + "".join(f"'k{i}': {i},\n" for i in range(10_000)) + "}",
        "".join(" " * depth + "if a:\n" for depth in range(95)) + " " * 95 + "b\n",
        "x = " + " = ".join(["a"] * 1000),
    ],
    ids=lambda text: text[:8] + "...",
)
def test_long_and_deep_code_is_read(text: str) -> None:
    limit = sys.getrecursionlimit()
    module = lowered(text)
    assert violations(module) == []
    assert sys.getrecursionlimit() == limit


def test_a_function_of_five_thousand_statements_keeps_them_all() -> None:
    module = lowered("def f(a):\n" + "    a = a + 1\n" * 5000)
    assert len(decode_body(module.functions[1]).code) == 1 + 3 * 5000


@pytest.mark.parametrize(
    "text",
    [
        "x = " + " + ".join(["a"] * 20_000),
        "x = " + "lambda: " * 20_000 + "a",
        "x = " + "lambda a, b: " * 20_000 + "a",
        "x = " + " or ".join(["a"] * 50_000),
        "if a: b\n" + "elif c: d\n" * 30_000,
        "x = a" + ".b()" * 20_000,
        "x = " + "(" * 5_000 + "a" + ")" * 5_000,
        "y = 1\nx = [f(" + " * ".join(["a"] * 5_000) + "), 2]",
    ],
    ids=lambda text: text[:12] + "...",
)
def test_what_libcst_cannot_parse_in_time_is_refused_at_once(text: str) -> None:
    with pytest.raises(SyntaxProblem, match="split"):
        lowered(text)


def test_f_strings_within_f_strings_end() -> None:
    with pytest.raises(SyntaxProblem):
        lowered("x = " + 'f"{' * 5_000 + "a" + '}"' * 5_000)


def test_nested_finally_does_not_multiply() -> None:
    depth = 18
    text = "".join(f"{' ' * i}try: a()\n{' ' * i}finally:\n" for i in range(depth)) + " " * depth + "b()\n"
    module = lowered(text)
    assert violations(module) == []
    assert len(decode_body(module.functions[0]).code) < 2000


ROW = "    {'name': 'Ann', 'age': 12, 'tags': ['a', \"b\"]},  # (\n"


@pytest.mark.parametrize(
    "text",
    [
        "x = [\n" + ROW * 40_000 + "]\n",
        "x = f({'rows': [\n" + ROW * 40_000 + "], **y}, (1,\n2))\n",
        "x = {" + ", ".join(f"{i}: {i}" for i in range(200_000)) + "}\n",
        "x = [" + "1, " * 500_000 + "'''\n''', 2]; y = 2\n",
    ],
    ids=["rows", "nested", "numbers", "one line"],
)
def test_of_masses_of_data_the_beginning_is_read(text: str) -> None:
    module = lowered(text + "last = 1\n")
    assert violations(module) == []
    body = decode_body(module.functions[0])
    assert body.lines[-1] == module.lines
    assert 1_000 < len(body.code) < 500_000


def test_long_strings_are_no_masses_of_data() -> None:
    module = lowered("x = [\n" + f"    ('a', '{'QUJD' * 500}'),\n" * 1_000 + "]\n")
    assert len(decode_body(module.functions[0]).code) == 3 * 1_000 + 2
