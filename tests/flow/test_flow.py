"""How data goes through Python, feature by feature: CPython confirms each line, and piilint must say the same."""

from __future__ import annotations

from pathlib import Path

import pytest
import tomli

from piilint.terms.grades import Confidence
from tests.support.cases import Case, cases_in
from tests.support.flow import lines_of, missing_for, received_by_cpython, said_by_piilint, words_of

HERE = Path(__file__).parent
CASES = [case for document in sorted(HERE.glob("*.md")) for case in cases_in(document)]
ITEMS = [
    f"{section}.{item}"
    for section, items in tomli.loads((HERE / "items.toml").read_text(encoding="utf-8")).items()
    for item in items
]
LINES = [(words_of(case, "items"), lines_of(case)) for case in CASES]
OPEN = tomli.loads((HERE / "open.toml").read_text(encoding="utf-8"))
MOST_DERIVED_LINES = 0.10


def _name(case: Case) -> str:
    return f"{case.document.stem}: {case.name}"


@pytest.mark.parametrize("case", CASES, ids=_name)
def test_piilint_says_what_the_lines_say(case: Case, tmp_path: Path) -> None:
    lines = lines_of(case)
    said = said_by_piilint(case, tmp_path)
    found = set(said)
    assert sorted(lines.expect - found) == [], "missed"
    assert sorted(found - lines.expect - lines.todo - lines.spurious) == [], "said of a clean line"
    assert sorted(lines.todo & found) == [], "found by now: say `expect` instead of `todo`"
    assert sorted(lines.spurious - found) == [], "silent by now: take `spurious` away"
    doubted = {place for place, confidence in said.items() if confidence is not Confidence.HIGH}
    assert sorted(doubted - lines.unsure) == [], "less sure than the line says"
    assert sorted(lines.unsure - doubted) == [], "sure of it: take `unsure` away"


@pytest.mark.parametrize("case", CASES, ids=_name)
def test_cpython_confirms_what_the_lines_say(case: Case, tmp_path: Path) -> None:
    if missing := missing_for(case):
        pytest.skip(f"needs {missing}")
    lines = lines_of(case)
    arrived = received_by_cpython(case, tmp_path)
    assert sorted((lines.expect | lines.todo) - lines.derived - arrived.marked) == [], "the mark does not arrive"
    assert sorted(arrived.marked - lines.expect - lines.todo) == [], "the mark arrives"
    run = (lines.clean | lines.spurious | lines.derived) - lines.never
    assert sorted(run - arrived.called) == [], "this line is never run"
    assert sorted(lines.never & arrived.called) == [], "this line is run"


def _shown(item: str) -> bool:
    covering = [lines for items, lines in LINES if item in items]
    flows = any(lines.expect and not lines.marked for lines in covering)
    return flows and any((lines.clean or lines.never) and not lines.marked for lines in covering)


@pytest.mark.parametrize("item", ITEMS)
def test_an_item_is_shown_to_flow_and_to_stay_clean(item: str) -> None:
    if item in OPEN["shown_by_no_unmarked_case"]:
        assert not _shown(item), "it is right now: take it out of open.toml"
    else:
        assert _shown(item), "no unmarked case shows it flowing, or no look-alike stays clean"


def test_the_items_with_a_case_that_is_known_to_be_wrong_only_grow_fewer() -> None:
    # the aim is 3 percent of all items; until then each item that gets right leaves the list for good
    marked = sorted({item for items, lines in LINES if lines.marked for item in items})
    known = sorted(OPEN["with_a_marked_case"])
    assert marked == known
    assert len(known) <= OPEN["most"]


def test_few_lines_are_taken_on_trust() -> None:
    derived = sum(len(lines.derived) for _, lines in LINES)
    assert derived <= MOST_DERIVED_LINES * sum(len(lines.expect) + len(lines.todo) for _, lines in LINES)


def test_each_case_names_items_that_there_are() -> None:
    assert [_name(case) for case in CASES if not words_of(case, "items")] == []
    assert sorted({item for items, _ in LINES for item in items} - set(ITEMS)) == []


def test_no_case_stands_twice() -> None:
    names = [_name(case) for case in CASES]
    assert sorted({name for name in names if names.count(name) > 1}) == []
