"""What is known of one line of code, with the flows that go on from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from piilint.terms.finding import CodeFrame
from piilint.terms.flow import Flow
from piilint.terms.watched import Spot, Watched

Broken = tuple[tuple[str, str], ...]
"""(rule, fingerprint) of findings."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """All that is known of a spot. `ends` are the flows of the trails, by position, with what each of them breaks."""

    spot: Spot
    frame: CodeFrame
    watched: Watched
    ends: Mapping[int, tuple[Flow, Broken]]
