"""After a run of the flow cases: how many there are by feature, and where piilint is known to be wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.cases import cases_in
from tests.support.flow import lines_of

HERE = Path(__file__).parent
COLUMNS = ("cases", "flowing", "clean", "todo", "spurious")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    table = [(document.stem, _counts(document)) for document in sorted(HERE.glob("*.md"))]
    table.append(("all", tuple(sum(column) for column in zip(*(counts for _, counts in table), strict=True))))
    terminalreporter.section("flow cases by feature")
    terminalreporter.line("".join([" " * 22, *(f"{name:>10}" for name in COLUMNS)]))
    for feature, counts in table:
        terminalreporter.line(
            "".join([f"{feature:22}", *(f"{count:>10}" if count else " " * 9 + "." for count in counts)])
        )


def _counts(document: Path) -> tuple[int, ...]:
    cases = cases_in(document)
    lines = [lines_of(case) for case in cases]
    return (
        len(cases),
        sum(len(one.expect | one.todo) for one in lines),
        sum(len(one.clean | one.spurious) for one in lines),
        sum(len(one.todo) for one in lines),
        sum(len(one.spurious) for one in lines),
    )
