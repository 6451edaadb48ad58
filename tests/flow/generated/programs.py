"""Whole programs, and what CPython and piilint say of them."""

from __future__ import annotations

import random
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from tests.flow.generated.constructs import (
    CONSTRUCTS,
    SECTIONS,
    calls,
    classes,
    containers,
    control,
    modules,
    names,
    texts,
    wrappers,
)
from tests.flow.generated.writer import Choose, Writer
from tests.support.cases import Case
from tests.support.flow import Place, found_by_piilint, received_by_cpython

PARTS = (names, texts, containers, control, calls, wrappers, classes, modules)
NAMES = [name for part in PARTS for name in SECTIONS[part.SECTION]]
"""The constructs, the simplest first: a search for a small program tries these before others."""


WAYS = 4
"""How often a program is run whose branches are taken by chance."""


@dataclass(frozen=True, slots=True)
class Program:
    """A program's files, and how often it uses each construct."""

    files: dict[str, str]
    used: Counter[str]

    def __str__(self) -> str:
        return "\n".join(f"# {path}\n{text}" for path, text in sorted(self.files.items()))

    @property
    def case(self) -> Case:
        return Case("generated", Path("generated.md"), 1, "", dict(self.files))


@dataclass(frozen=True, slots=True)
class Outcome:
    """Of the lines with sinks: those that got the mark, those that piilint named, those that were run."""

    received: frozenset[Place]
    found: frozenset[Place]
    called: frozenset[Place]

    @property
    def lost(self) -> list[Place]:
        return sorted(self.received - self.found)

    @property
    def clean(self) -> int:
        return len(self.called - self.received)

    @property
    def spurious(self) -> int:
        return len((self.called - self.received) & self.found)


def write_program(choose: Choose, steps: int, names: Sequence[str] = ()) -> Program:
    """A program of that many constructs, of those named or of all."""
    w = Writer(choose, {name: CONSTRUCTS[name] for name in names or NAMES})
    w.let("text", "source()")
    w.let("text", '"c"')
    for _ in range(steps):
        w.step()
    w.show_all()
    return Program({path: module.text() for path, module in w.modules.items()}, w.used)


@st.composite
def programs(draw: st.DrawFn, most: int = 8, names: Sequence[str] = ()) -> Program:
    """Programs of up to `most` constructs one after the other, each of which may hold others."""

    def choose(options: Sequence[Any]) -> Any:
        return options[draw(st.integers(0, len(options) - 1))] if len(options) > 1 else options[0]

    return write_program(choose, draw(st.integers(1, most)), names)


def judged(program: Program) -> Outcome:
    """Run a program by CPython, once for each of some ways that chance may go, and check it."""
    received: frozenset[Place] = frozenset()
    called: frozenset[Place] = frozenset()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        for way in range(WAYS if any("random()" in text for text in program.files.values()) else 1):
            random.seed(way)
            arrived = received_by_cpython(program.case, folder)
            received, called = received | arrived.marked, called | arrived.called
        found = found_by_piilint(program.case, folder)
    return Outcome(received, found, called)
