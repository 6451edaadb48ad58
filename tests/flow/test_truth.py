"""The judge itself: what counts as telling the mark, and that a line that says what is not so is noticed."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.support.cases import Case
from tests.support.flow import MARK, Arrivals, lines_of, missing_for, received_by_cpython, tells_the_mark, words_of


def _case(text: str, why: str = "", path: str = "app.py") -> Case:
    return Case("a case", Path("case.md"), 1, why, {path: text})


@pytest.mark.parametrize(
    "value", [MARK, MARK.upper(), MARK[:1], f"<{MARK}>", MARK.encode(), f"{[MARK]}", "WnEgenFAcXpxLnpx"]
)
def test_a_text_made_of_the_mark_tells_it(value: object) -> None:
    assert tells_the_mark(value)


@pytest.mark.parametrize("value", ["c", "", None, len(MARK), True, [MARK], {"k": MARK}, ValueError(MARK), MARK == "c"])
def test_what_only_holds_the_mark_or_was_counted_does_not_tell_it(value: object) -> None:
    assert not tells_the_mark(value)


def test_a_run_tells_which_lines_got_the_mark_and_which_were_called(tmp_path: Path) -> None:
    case = _case('x = source()\nsink(x)\nsink("c")\nif not x:\n    sink(x)\nlist(map(sink, ["d", x]))\n')
    assert received_by_cpython(case, tmp_path) == Arrivals(
        called=frozenset({("app.py", 2), ("app.py", 3), ("app.py", 6)}),
        marked=frozenset({("app.py", 2), ("app.py", 6)}),
    )


def test_a_run_leaves_nothing_behind(tmp_path: Path) -> None:
    case = _case("import part\nsink(part.x)\n")
    case.files["part.py"] = "x = source()\n"
    before = set(sys.modules), list(sys.path), sys.modules["__main__"]
    assert received_by_cpython(case, tmp_path).marked == {("app.py", 2)}
    assert (set(sys.modules), list(sys.path), sys.modules["__main__"]) == before


def test_comments_say_what_reaches_a_line() -> None:
    lines = lines_of(
        _case("sink(a)  # expect\nsink(b)  # todo derived\nsink(c)\n# sink(d)\nsink(e)  # spurious never\nf = 1\n")
    )
    doubted = lines_of(_case("sink(a)  # expect derived unsure\nsink(b)  # expect\n"))
    assert (lines.expect, lines.todo, lines.derived) == ({("app.py", 1)}, {("app.py", 2)}, {("app.py", 2)})
    assert (lines.clean, lines.spurious, lines.never) == ({("app.py", 3)}, {("app.py", 5)}, {("app.py", 5)})
    assert (doubted.derived, doubted.unsure) == ({("app.py", 1)}, {("app.py", 1)})
    assert lines.marked


def test_the_prose_says_what_a_case_covers_and_needs() -> None:
    case = _case("", "items: a.b, c.d\nneeds: python 99.1\nWhy it is so.\n")
    assert words_of(case, "items") == ("a.b", "c.d")
    assert words_of(case, "path") == ()
    assert missing_for(case) == "python 99.1"
    assert missing_for(_case("", "needs: python 3.8, json\n")) == ""
