"""Dotted patterns: `*` is one part, `**` any number of parts, none included."""

from __future__ import annotations

from fnmatch import fnmatchcase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from piilint.terms.pattern import PatternIndex, matches


@pytest.mark.parametrize(
    ("pattern", "fits", "fits_not"),
    [
        ("contact.phone", ["contact.phone"], ["contact", "contact.phone.home", "contactXphone"]),
        ("contact.*", ["contact.phone"], ["contact", "contact.phone.home", "contacts.phone"]),
        ("contact.**", ["contact", "contact.phone", "contact.phone.home"], ["contacts", "a.contact"]),
        ("**.lookup", ["lookup", "a.lookup", "a.b.lookup"], ["a.lookup.b", "prelookup", "a.prelookup"]),
        ("a.**.z", ["a.z", "a.b.z", "a.b.c.z"], ["a", "z", "a.b", "az"]),
        ("**", ["a", "a.b.c", ""], []),
        ("*", ["a"], ["a.b"]),
        ("get_*.name", ["get_user.name", "get_.name"], ["get.name", "get_user.x.name"]),
        ("a.+", ["a.+"], ["a.aa"]),
    ],
)
def test_what_a_pattern_fits(pattern: str, fits: list[str], fits_not: list[str]) -> None:
    assert [name for name in fits + fits_not if matches(pattern, name)] == fits


def reference(pattern: list[str], name: list[str]) -> bool:
    """The definition, word by word."""
    if not pattern:
        return not name
    if pattern[0] == "**":
        return any(reference(pattern[1:], name[skipped:]) for skipped in range(len(name) + 1))
    return bool(name) and fnmatchcase(name[0], pattern[0]) and reference(pattern[1:], name[1:])


names = st.lists(st.sampled_from(["a", "b", "ab", "ba"]), min_size=1, max_size=5)
patterns = st.lists(st.sampled_from(["a", "b", "ab", "*", "**", "a*", "*b"]), min_size=1, max_size=5)


@given(patterns, names)
def test_matching_is_what_the_definition_says(pattern: list[str], name: list[str]) -> None:
    assert matches(".".join(pattern), ".".join(name)) == reference(pattern, name)


@given(st.lists(patterns, max_size=8), names)
def test_an_index_finds_what_trying_each_pattern_finds_in_the_order_of_entry(
    written: list[list[str]], name: list[str]
) -> None:
    dotted = [".".join(pattern) for pattern in written]
    index = PatternIndex((pattern, position) for position, pattern in enumerate(dotted))
    wanted = ".".join(name)
    assert list(index.find(wanted)) == [position for position, pattern in enumerate(dotted) if matches(pattern, wanted)]
    assert len(index) == len(dotted)


@given(st.lists(patterns, max_size=8), names)
def test_a_name_whose_last_part_is_unknown_fits_loose_patterns_only(written: list[list[str]], name: list[str]) -> None:
    index = PatternIndex((".".join(pattern), None) for pattern in written)
    if name[-1] not in index.last_parts() and not index.has_loose():
        assert list(index.find(".".join(name))) == []


def test_the_last_parts_are_the_fixed_ones() -> None:
    index = PatternIndex([("a.b", 1), ("**.c", 2), ("x.*", 3)])
    assert index.last_parts() == {"b", "c"}
    assert index.has_loose()
    assert not PatternIndex([("a.b", 1)]).has_loose()
