"""Which steps of a trace a reader needs: ends, changes of function or file, transformations, and guesses."""

from __future__ import annotations

from collections.abc import Sequence

from piilint.terms.finding import FramedStep
from piilint.terms.flow import Verb

PLAIN = frozenset({Verb.PASS, Verb.READ})
LEAST_FOLDED = 2

Numbered = tuple[int, FramedStep]


def folded(steps: Sequence[FramedStep]) -> list[Numbered | int]:
    """The steps with their numbers; runs of plain ones in one function become the count of what is left out."""
    shown: list[Numbered | int] = []
    run: list[Numbered] = []
    for number, step in enumerate(steps, 1):
        if _plain(steps, number - 1):
            run.append((number, step))
            continue
        shown.extend(_closed(run))
        shown.append((number, step))
        run = []
    return shown + _closed(run)


def _closed(run: list[Numbered]) -> list[Numbered | int]:
    """Leaving out a single step would save nothing."""
    return [len(run)] if len(run) >= LEAST_FOLDED else list(run)


def _plain(steps: Sequence[FramedStep], index: int) -> bool:
    if not 0 < index < len(steps) - 1:
        return False
    step = steps[index].step
    here, before, after = (_scope(steps[at]) for at in (index, index - 1, index + 1))
    return step.verb in PLAIN and not step.unresolved and here == before == after


def _scope(framed: FramedStep) -> tuple[str, str]:
    return (framed.frame.place.path, framed.step.scope)
