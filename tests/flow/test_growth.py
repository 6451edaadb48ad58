"""Programs that are long or deep in one way: a check ends and finds the flow. Times are told by `make growth`."""

from __future__ import annotations

import pytest

from piilint.propagate.run import FunctionRun
from piilint.propagate.summary import Summary
from tests.flow.growth import PROGRAMS, measured

AS_LONG_AS_TOLD = {
    "statements of one function": 5000,
    "calls within calls": 300,
    "keys of a dict": 10_000,
    "terms of a sum": 1500,
    "an elif chain": 1000,
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_check_ends_and_finds_the_flow(name: str) -> None:
    program, n = PROGRAMS[name]
    *_, findings = measured(program(AS_LONG_AS_TOLD.get(name, n // 4)))
    assert findings


def _work(text: str, monkeypatch: pytest.MonkeyPatch) -> int:
    """How many atoms the values of all instructions hold that were looked at: what following costs."""
    atoms = 0
    original = FunctionRun.summary

    def summary(run: FunctionRun) -> Summary:
        nonlocal atoms
        made = original(run)
        atoms += sum(1 + len(value) for value in run.values)
        return made

    with monkeypatch.context() as patched:
        patched.setattr(FunctionRun, "summary", summary)
        measured(text)
    return atoms


@pytest.mark.parametrize(
    ("name", "size"), [("terms of a sum", 1500), ("statements of one function", 1000), ("an elif chain", 500)]
)
def test_twice_as_much_is_twice_the_work(name: str, size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    program, _ = PROGRAMS[name]
    half, whole = _work(program(size // 2), monkeypatch), _work(program(size), monkeypatch)
    assert size < whole <= 2.1 * half
