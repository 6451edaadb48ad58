"""Rules by what people call them."""

from __future__ import annotations

from piilint.rulebook import rule_named, rules_like
from piilint.terms.rule import Rule
from piilint.terms.rulebook import Rulebook

PHONE = Rule("PII101", "phone-on-screen")
COORDINATES = Rule("PII102", "coordinates-on-screen")
LOG = Rule("LOG9", "phone-in-logs")
RULEBOOK = Rulebook(rule=(PHONE, COORDINATES, LOG))


def test_a_rule_is_found_by_id_or_name_in_any_case() -> None:
    assert rule_named(RULEBOOK, "PII101") is PHONE
    assert rule_named(RULEBOOK, "pii102") is COORDINATES
    assert rule_named(RULEBOOK, "Phone-In-Logs") is LOG
    assert rule_named(RULEBOOK, "PII1") is None


def test_an_id_goes_before_a_name() -> None:
    named_so = Rule("X", "PII101")
    assert rule_named(Rulebook(rule=(named_so, PHONE)), "PII101") is PHONE


def test_a_wrong_word_has_the_nearest_rules_best_first() -> None:
    assert rules_like(RULEBOOK, "cordinates-on-screen") == (COORDINATES, PHONE)
    assert rules_like(RULEBOOK, "log9") == (LOG,)
    assert rules_like(RULEBOOK, "zzz") == ()
