"""What the variables of a loop are when one of its turns begins that is looked at for itself."""

from __future__ import annotations

from enum import Enum


class Start(Enum):
    """The way by which control comes to the beginning of a loop."""

    FIRST = "from before the loop"
    NEXT = "from the end of its body"
    WAYS = "from several places of its body, of which some may leave a variable as it was"


def in_turn(operands: list[int], first: int, at: int, start: Start) -> list[int]:
    """Those operands of a phi at the beginning of a loop that come there; `first`: the loop's first instruction."""
    if start is Start.FIRST:
        return [one for one in operands if one < first]
    made = [one for one in operands if one >= first]
    # a variable that keeps its value in some turn has the value that it had when that turn began
    return [at, *made] if start is Start.WAYS or not made else made
