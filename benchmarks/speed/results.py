"""Results on disk: one JSON line a measurement, so that a run that was broken off goes on where it was."""

from __future__ import annotations

import json
import os
import platform
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Measurement:
    """`what` ran on `tree` for the `run`th time: seconds of wall and CPU time, bytes at the peak, lines of Python."""

    what: str
    tree: str
    run: int
    wall: float
    cpu: float
    peak: int
    lines: int


def machine() -> str:
    """What the figures were measured on, in one line."""
    model = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        names = re.findall(r"^model name\s*:\s*(.+)$", info.read_text(), re.M)
        model = names[0] if names else model
    return f"{model}, {os.cpu_count()} cores, Python {platform.python_version()}"


class Results:
    """What was measured so far."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        lines = path.read_text().splitlines() if path.exists() else []
        self.measured = [Measurement(**json.loads(line)) for line in lines if line.startswith("{")]

    def has(self, what: str, tree: str, run: int) -> bool:
        """Whether that was measured already."""
        return any((one.what, one.tree, one.run) == (what, tree, run) for one in self.measured)

    def add(self, measurement: Measurement) -> None:
        """Notes one more, on disk at once."""
        self.measured.append(measurement)
        with self.path.open("a") as file:
            file.write(json.dumps(asdict(measurement)) + "\n")

    def of(self, what: str, tree: str) -> list[Measurement]:
        """All runs of one thing on one tree."""
        return [one for one in self.measured if (one.what, one.tree) == (what, tree)]

    def pairs(self) -> Iterator[tuple[str, str]]:
        """What was measured on which tree, in the order of measuring."""
        yield from dict.fromkeys((one.tree, one.what) for one in self.measured)
