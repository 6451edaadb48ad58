"""Programs with many features at once: CPython confirms each line, and piilint must say the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.cases import Case, cases_in
from tests.support.flow import found_by_piilint, lines_of, missing_for, received_by_cpython

CASES = cases_in(Path(__file__).parent / "programs.md")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_a_program_shows_is_what_piilint_says_it_shows(case: Case, tmp_path: Path) -> None:
    if missing := missing_for(case):
        pytest.skip(f"needs {missing}")
    lines = lines_of(case)
    arrived = received_by_cpython(case, tmp_path / "run")
    assert arrived.marked == lines.expect
    assert arrived.called == lines.expect | lines.clean
    assert found_by_piilint(case, tmp_path / "check") == lines.expect


def test_no_program_is_known_to_be_wrong() -> None:
    assert [case.name for case in CASES if lines_of(case).marked] == []
