"""The nearest right spelling."""

from __future__ import annotations

from piilint.terms.spelling import did_you_mean, listed, nearest

WORDS = ["severity", "select", "contact.phone", "PII101"]


def test_the_nearest_word_is_found_in_any_case() -> None:
    assert nearest("severty", WORDS) == "severity"
    assert nearest("SELECT", WORDS) == "select"
    assert nearest("pii110", WORDS) == "PII101"


def test_what_is_like_nothing_has_no_suggestion() -> None:
    assert nearest("zzz", WORDS) is None
    assert did_you_mean("zzz", WORDS) == ""
    assert did_you_mean("x", []) == ""


def test_a_suggestion_ends_a_message() -> None:
    assert did_you_mean("contact.fone", WORDS) == '; did you mean "contact.phone"?'


def test_words_are_listed_as_a_reader_would() -> None:
    assert listed(["a"]) == "a"
    assert listed(["a", "b"]) == "a or b"
    assert listed(iter("abc"), "and") == "a, b and c"
