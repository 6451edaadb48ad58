"""Looks for a program whose flow is lost, and makes it small."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.flow.generated.programs import Program, judged, programs
from tests.flow.generated.tally import Tally


def smallest_lost(
    number: int, examples: int, tally: Tally, most: int = 8, names: Sequence[str] = (), shrink: bool = True
) -> Program | None:
    """A program in which piilint loses a flow, as small as can be found; None where none of the examples does.

    `number` is the seed. Each program is counted in the tally, those of the search for a smaller one too.
    """
    lost: list[Program] = []

    @seed(number)
    @settings(
        max_examples=examples,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate, Phase.shrink) if shrink else (Phase.generate,),
        report_multiple_bugs=False,
    )
    @given(programs(most, names))
    def look(program: Program) -> None:
        outcome = judged(program)
        tally.add(program, outcome)
        if outcome.lost:
            lost.append(program)
            raise AssertionError(outcome.lost)

    try:
        look()
    except AssertionError:
        return lost[-1]
    return None
