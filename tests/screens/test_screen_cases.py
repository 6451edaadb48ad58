"""Small programs that say on each line whether what stands before it is enough: `*.md` beside this file.

Each case brings its own rules, besides the data, the sink and the library that all of them speak of.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.cases import Case, cases_in, differences

HERE = Path(__file__).parent
COMMON = (HERE / "common.toml").read_text(encoding="utf-8")
CASES = [case for document in sorted(HERE.glob("*.md")) for case in cases_in(document)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.document.stem}: {case.name}")
def test_a_flow_is_excused_where_the_lines_say_so(case: Case, tmp_path: Path) -> None:
    program = tmp_path / "program"
    program.mkdir()
    case.alone, case.rules = True, COMMON + case.rules
    assert differences(case, program) == []
