"""After a run of the generated programs: how often each construct was generated, and what became of clean sinks."""

from __future__ import annotations

import pytest

from tests.flow.generated.tally import TALLY


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if TALLY.programs:
        terminalreporter.section("generated programs")
        for line in TALLY.lines():
            terminalreporter.line(line)
