"""Loading the same files again in one process costs next to nothing, and never gives yesterday's rules."""

from __future__ import annotations

from pathlib import Path

import pytest

from piilint.rulebook import load_rulebook
from piilint.terms.errors import UserError

EXTENDS = '[[data]]\nid = "contact.phone"\nextend = true\nstrong = ["ring_me_on"]\n'


def names_of_phone(paths: list[str]) -> tuple[str, ...]:
    (phone,) = (one for one in load_rulebook(paths).data if one.id == "contact.phone")
    return phone.strong


def test_the_same_files_are_the_same_rulebook(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(EXTENDS)
    assert load_rulebook(()) is load_rulebook(())
    assert load_rulebook([str(own)]) is load_rulebook([str(own)])


def test_another_content_is_another_rulebook(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(EXTENDS)
    before = load_rulebook([str(own)])
    own.write_text(EXTENDS.replace("ring_me_on", "rings_at"))
    assert load_rulebook([str(own)]) is not before
    assert "rings_at" in names_of_phone([str(own)])


def test_what_extends_built_in_rules_stays_where_it_was_loaded(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(EXTENDS)
    assert "ring_me_on" in names_of_phone([str(own)])
    other = tmp_path / "other.toml"
    other.write_text('[[not_personal]]\nname = ["colour"]\n')
    assert "ring_me_on" not in names_of_phone([str(other)])


def test_a_mistake_is_told_each_time(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text("[[data]]\n")
    for _ in range(2):
        with pytest.raises(UserError, match='needs "id"'):
            load_rulebook([str(own)])
