"""What really flows in programs that nobody wrote must be found: CPython runs each of them and is the judge."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
import tomli
from hypothesis import HealthCheck, Phase, given, settings

from tests.flow.generated.programs import NAMES, Program, judged, programs, write_program
from tests.flow.generated.tally import TALLY, Tally

HERE = Path(__file__).parent
FIGURES = tomli.loads((HERE / "figures.toml").read_text(encoding="utf-8"))


@settings(
    max_examples=40,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.generate, Phase.shrink),
)
@given(programs(most=5))
def test_what_flows_is_found(program: Program) -> None:
    outcome = judged(program)
    TALLY.add(program, outcome)
    assert outcome.lost == [], f"\n{program}"


@pytest.mark.parametrize("name", NAMES)
def test_what_flows_through_one_construct_is_found(name: str) -> None:
    tally = Tally()
    for number in range(2):
        program = write_program(random.Random(number).choice, 2, [name])
        outcome = judged(program)
        tally.add(program, outcome)
        assert outcome.lost == [], f"\n{program}"
    assert tally.used[name] >= 4


def test_few_clean_sinks_are_called_tainted() -> None:
    tally = Tally()
    for number in range(30):
        program = write_program(random.Random(number).choice, 4)
        outcome = judged(program)
        tally.add(program, outcome)
        assert outcome.lost == [], f"\n{program}"
    TALLY.join(tally)
    assert tally.spurious_share <= FIGURES["spurious_share"]
