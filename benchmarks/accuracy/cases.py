"""Recall and false alarms over the Markdown cases below `tests/`, those that are known to be wrong included."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from piilint.cases import Case, cases_in, differences
from tests.support.flow import found_by_piilint, lines_of

TESTS = Path(__file__).parents[2] / "tests"
_CLEAN = "did not expect"


@dataclass(slots=True)
class Tally:
    """Of one document: lines where data is shown, those of them that piilint misses, and lines that it is wrong about.

    `silent` are the lines of which nothing may be said and which call what elsewhere is a sink.
    """

    document: str
    shown: int = 0
    missed: int = 0
    silent: int = 0
    false: int = 0


def tallies(processes: int = 2) -> Iterator[Tally]:
    """One for each document, by its path, from so many processes."""
    documents = [path for part in ("flow", "rules") for path in sorted((TESTS / part).rglob("*.md"))]
    with ProcessPoolExecutor(processes) as pool:
        yield from pool.map(_of, documents)


def _of(document: Path) -> Tally:
    return (_of_flow if document.is_relative_to(TESTS / "flow") else _of_rules)(document)


def _of_flow(document: Path) -> Tally:
    tally = Tally(document.relative_to(TESTS).as_posix())
    for case in cases_in(document):
        lines = lines_of(case)
        with tempfile.TemporaryDirectory() as folder:
            found = found_by_piilint(case, Path(folder))
        shown = lines.expect | lines.todo
        silent = lines.clean | lines.spurious | lines.never
        tally.shown += len(shown)
        tally.missed += len(shown - found)
        tally.silent += len(silent)
        tally.false += len(found - shown)
    return tally


def _of_rules(document: Path) -> Tally:
    tally = Tally(document.relative_to(TESTS).as_posix())
    for case in cases_in(document):
        with tempfile.TemporaryDirectory() as folder:
            program = Path(folder, "program")
            program.mkdir()
            wrong = differences(case, program)
        false = sum(_CLEAN in each for each in wrong)
        tally.shown += _expected(case)
        tally.missed += len(wrong) - false
        tally.silent += _looking_alike(case)
        tally.false += false
    return tally


def _expected(case: Case) -> int:
    return sum("expect:" in line for text in case.files.values() for line in text.splitlines())


def _looking_alike(case: Case) -> int:
    """Lines without an expectation that begin with the callable of one that has it."""
    lines = [line.strip() for text in case.files.values() for line in text.splitlines()]
    sinks = {line.partition("(")[0] for line in lines if "expect:" in line and "(" in line}
    return sum("expect:" not in line and line.partition("(")[0] in sinks for line in lines if "(" in line)
