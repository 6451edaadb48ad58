"""However carriers of data follow each other, the marked value stays marked and the clean one clean."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.support.cases import Case, cases_in
from tests.support.flow import found_by_piilint, lines_of, received_by_cpython, words_of

CASES = cases_in(Path(__file__).parent / "carriers.md")
CARRIERS = {case.name: case.files["app.py"] for case in CASES}
WRONG = [case.name for case in CASES if words_of(case, "known")]
RIGHT = [name for name in CARRIERS if name not in WRONG]
LENGTHS = (1, 2, 3, 5)


def _compositions() -> list[list[str]]:
    """Each carrier alone, and as the first of several that are drawn the same way in each run."""
    drawn = random.Random("carriers")
    return [[first, *drawn.choices(RIGHT, k=length - 1)] for first in RIGHT for length in LENGTHS]


def _program(names: list[str], within_a_function: bool) -> str:
    parts = [CARRIERS[name].replace("_n", f"_{number}") for number, name in enumerate(names)]
    text = "".join(['a, b = source(), "c"\n', *parts, "sink(a)  # expect\n", "sink(b)\n"])
    if not within_a_function:
        return text
    return "def main():\n" + "".join(f"    {line}".rstrip() + "\n" for line in text.splitlines()) + "\n\nmain()\n"


def _case(names: list[str], within_a_function: bool) -> Case:
    program = _program(names, within_a_function)
    return Case(" > ".join(names), Path("carriers.md"), 1, "", {"app.py": program})


@pytest.mark.parametrize("within_a_function", [False, True], ids=["module", "function"])
@pytest.mark.parametrize("names", _compositions(), ids=" > ".join)
def test_carriers_carry_the_one_value_and_not_the_other(
    names: list[str], within_a_function: bool, tmp_path: Path
) -> None:
    case = _case(names, within_a_function)
    lines = lines_of(case)
    arrived = received_by_cpython(case, tmp_path)
    assert (arrived.marked, arrived.called) == (lines.expect, lines.expect | lines.clean), case.files["app.py"]
    assert found_by_piilint(case, tmp_path) == lines.expect, case.files["app.py"]


@pytest.mark.parametrize("name", WRONG)
def test_a_carrier_that_is_known_to_be_wrong_is_still_wrong(name: str, tmp_path: Path) -> None:
    case = _case([name], within_a_function=True)
    assert found_by_piilint(case, tmp_path) != lines_of(case).expect, "right by now: take `known` away"
