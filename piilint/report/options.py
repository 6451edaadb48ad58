"""How a report is to look."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from piilint.terms.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class RenderOptions:
    """`width` is that of the terminal; `verbose` above 0 shows every step; `rules` tells why and what instead; `today`
    is the day of the run, for formats that must name one."""

    color: bool = False
    width: int = 80
    verbose: int = 0
    show_suppressed: bool = False
    rules: Rulebook = field(default_factory=Rulebook)
    statistics: bool = False
    today: datetime.date = field(default_factory=datetime.date.today)
