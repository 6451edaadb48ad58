"""The rules that come with piilint."""

from __future__ import annotations

from pathlib import Path

from piilint.rulebook import built_in_rules, load_rulebook
from piilint.rulebook.lookup import rule_named


def test_they_load_whole_without_mistake_or_doubt() -> None:
    rulebook = load_rulebook(())
    assert rulebook.rule
    assert rulebook.warnings == ()


def test_a_rule_and_its_file_bear_one_name() -> None:
    for rule in load_rulebook(()).rule:
        assert rule.origin is not None
        assert rule.origin.path == f"piilint:rules/policies/{rule.name}.toml"
        assert (built_in_rules() / "policies" / f"{rule.name}.toml").is_file()


def test_a_rule_is_found_by_its_id_and_by_its_name() -> None:
    rulebook = load_rulebook(())
    for rule in rulebook.rule:
        assert rule_named(rulebook, rule.id) == rule_named(rulebook, rule.name) == rule


def test_a_new_rule_is_a_preview_for_one_release() -> None:
    """It enters the list below at the release after the one that first had it, and is no preview from then on."""
    released = (Path(__file__).parent / "released_rules.txt").read_text(encoding="utf-8").split()
    assert released == sorted(released)
    assert sorted(rule.id for rule in load_rulebook(()).rule if not rule.preview) == released
