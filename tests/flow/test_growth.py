"""Programs that are long or deep in one way: a check ends and finds the flow. Times are told by `make growth`."""

from __future__ import annotations

import pytest

from tests.flow.growth import PROGRAMS, measured

AS_LONG_AS_TOLD = {"calls within calls": 300, "keys of a dict": 10_000, "terms of a sum": 1500, "an elif chain": 1000}


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_check_ends_and_finds_the_flow(name: str) -> None:
    program, n = PROGRAMS[name]
    *_, findings = measured(program(AS_LONG_AS_TOLD.get(name, n // 4)))
    assert findings
