"""What the blocks of a function tell of its yields."""

from __future__ import annotations

import pytest

from piilint.ir.blocks import MOST_IN_ORDER, first_yields
from tests.support.programs import program_of


@pytest.mark.parametrize(
    ("body", "in_order"),
    [
        ("yield 1", 0),
        ("yield 1\n    yield 2", 2),
        ("yield 1\n    for x in y:\n        yield x", 1),
        ("if y:\n        yield 1\n    yield 2", 0),
        ("yield 1\n    yield from y\n    yield 3", 1),
        ("\n    ".join(["yield 1"] * (MOST_IN_ORDER + 5)), MOST_IN_ORDER),
    ],
    ids=["one", "two", "before a loop", "in a branch", "before others'", "very many"],
)
def test_the_first_yields_are_those_that_surely_come_in_order(body: str, in_order: int) -> None:
    program = program_of({"app.py": f"def rows(y):\n    {body}\n"})
    assert len(first_yields(program.functions[1].body)) == in_order
