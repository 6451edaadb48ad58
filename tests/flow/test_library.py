"""Each entry of `rules/python` is used by some flow case, so that CPython has a say in it."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from piilint.pipeline import check
from tests.flow.mutants import engine_mutants, entries_of_python, entries_used, rule_mutants
from tests.flow.mutation import equivalent
from tests.support.cases import Case, cases_in
from tests.support.flow import CONFIG, rulebook

CASES = [case for document in sorted(Path(__file__).parent.glob("*.md")) for case in cases_in(document)]
RULE_FILES = sorted({name.split()[1] for name in entries_of_python(rulebook())})


def _mentioning(words: list[str]) -> list[Case]:
    """The cases in which one of these words stands, the shortest first: they are the likely ones to use an entry."""
    named = re.compile("|".join(rf"\b{re.escape(word)}\b" for word in words))
    found = [case for case in CASES if any(named.search(text) for text in case.files.values())]
    return sorted(found, key=lambda case: sum(map(len, case.files.values())))


@pytest.mark.parametrize("name", RULE_FILES)
def test_each_entry_is_used_by_a_case(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    entries = entries_of_python(rulebook())
    unused = {entry: words for entry, words in entries.items() if entry.split()[1] == name}
    asked: set[tuple[str, str]] = set()
    for entry, words in list(unused.items()):
        for case in _mentioning(words):
            place = (case.document.name, case.name)
            if entry not in unused or place in asked:
                continue
            asked.add(place)
            folder = tmp_path / str(len(asked))
            for path, text in case.files.items():
                (folder / path).parent.mkdir(parents=True, exist_ok=True)
                (folder / path).write_text(text, encoding="utf-8")
            monkeypatch.chdir(folder)
            used: set[str] = set()
            with entries_used(rulebook(), used.add):
                check(["."], CONFIG, rulebook=rulebook())
            for one in used:
                unused.pop(one, None)
    assert sorted(unused) == [], "write a flow case that uses it"
    assert asked


def test_an_entry_that_no_case_uses_would_be_noticed(tmp_path: Path) -> None:
    used: set[str] = set()
    (tmp_path / "app.py").write_text("sink(len(source()))\n", encoding="utf-8")
    before = Path.cwd()
    os.chdir(tmp_path)
    try:
        with entries_used(rulebook(), used.add):
            check(["."], CONFIG, rulebook=rulebook())
    finally:
        os.chdir(before)
    known = entries_of_python(rulebook())
    assert {one.split()[3] for one in used & set(known)} == {"builtins.len", "builtins.int"}
    assert len(known) > 250


def test_mutants_that_nothing_can_notice_are_there_and_say_why() -> None:
    known = equivalent()
    assert sorted(set(known) - {mutant.name for mutant in (*engine_mutants(), *rule_mutants(rulebook()))}) == []
    assert all(len(why) > 20 for why in known.values())
