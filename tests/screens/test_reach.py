"""Where control can come to when some ways are barred."""

from __future__ import annotations

import pytest

from piilint.ir.instructions import Call, Name
from piilint.ir.module import Body
from piilint.screens.reach import exits, passing_edges, reached
from tests.support.programs import program_of


def body_of(code: str) -> Body:
    """The body of a function of that code."""
    lines = "\n".join("    " + line for line in code.splitlines())
    return program_of({"app.py": f"def f(x):\n{lines}\n"}).functions[1].body


def call(body: Body, name: str) -> int:
    """Where a function is called."""

    def calls(instruction: object) -> bool:
        return isinstance(instruction, Call) and body.code[instruction.callee] == Name(name)

    return next(at for at, instruction in enumerate(body.code) if calls(instruction))


@pytest.mark.parametrize(
    ("code", "comes_there"),
    [
        ("stop()\ngoal()", False),
        ("goal()\nstop()", True),
        ("if x:\n    stop()\ngoal()", True),
        ("if x:\n    stop()\nelse:\n    return\ngoal()", False),
        ("try:\n    stop()\nexcept OSError:\n    pass\ngoal()", True),
        ("for one in x:\n    stop()\ngoal()", True),
        ("while True:\n    stop()\n    goal()", False),
    ],
)
def test_nothing_passes_a_barrier_but_exceptions(code: str, comes_there: bool) -> None:
    body = body_of(code)
    assert reached(body, {call(body, "stop")}).comes_to(call(body, "goal")) is comes_there


def test_the_barrier_itself_runs() -> None:
    body = body_of("stop()")
    assert reached(body, {call(body, "stop")}).comes_to(call(body, "stop"))


@pytest.mark.parametrize(
    ("test", "comes_there"),
    [
        ("ask()", False),
        ("not ask()", True),
        ("ask() and x", False),
        ("ask() or x", True),
        ("ask() is True", False),
        ("ask() is not None", False),
        ("ask() == False", True),
        ("None is ask()", True),
        ("ask() > 3", True),
        ("not (not ask())", False),
    ],
)
def test_a_test_bars_the_way_on_which_its_value_is_true(test: str, comes_there: bool) -> None:
    body = body_of(f"if {test}:\n    goal()")
    barred = passing_edges(body, {call(body, "ask"): True})
    assert reached(body, (), barred).comes_to(call(body, "goal")) is comes_there


def test_a_value_made_of_several_is_true_if_one_of_them_is() -> None:
    body = body_of("allowed = ask() or other()\nif allowed:\n    goal()")
    both, one = {call(body, "ask"): True, call(body, "other"): True}, {call(body, "ask"): True}

    assert not reached(body, (), passing_edges(body, both)).comes_to(call(body, "goal"))
    assert reached(body, (), passing_edges(body, one)).comes_to(call(body, "goal"))


def test_what_was_never_asked_is_not_true() -> None:
    """`ask() and x` is the value of x where it is true, and then ask() has been true."""
    body = body_of("allowed = ask() and x()\nif allowed:\n    goal()")
    assert not reached(body, (), passing_edges(body, {call(body, "ask"): True})).comes_to(call(body, "goal"))


@pytest.mark.parametrize(
    ("code", "ways"),
    [
        ("return 1", 1),
        ("x()", 1),
        ("raise ValueError", 0),
        ("if x:\n    return 1", 2),
        ("if x:\n    return 1\nraise ValueError", 1),
        ("while True:\n    x()", 0),
    ],
)
def test_the_ways_out_of_a_function(code: str, ways: int) -> None:
    body = body_of(code)
    everything = reached(body, ())
    assert sum(one.is_open(everything) for one in exits(body)) == ways
