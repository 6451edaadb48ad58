"""Labels: one step from a value to a part of it."""

from __future__ import annotations

import pytest

from piilint.terms.access_path import ANY, KEYS, attribute, key, name_of, position_of, render


@pytest.mark.parametrize(
    ("label", "name", "position"),
    [
        (attribute("city"), "city", None),
        (key("city"), "city", None),
        (key("0"), "0", None),
        (key(""), "", None),
        (key(0), None, 0),
        (key(-1), None, -1),
        (key(True), None, 1),
        (key(1.5), None, None),
        (key(None), None, None),
        (ANY, None, None),
        (KEYS, None, None),
    ],
)
def test_a_label_tells_its_name_or_its_position(label: str, name: str | None, position: int | None) -> None:
    assert (name_of(label), position_of(label)) == (name, position)


def test_keys_of_different_kinds_are_different_labels() -> None:
    labels = [key("1"), key(1), key(1.5), key(None), key("None"), key(b"1"), key(float("inf")), attribute("1")]
    assert len(set(labels)) == len(labels)


def test_keys_that_are_one_in_python_are_one_label_whichever_comes_first() -> None:
    assert [key(True), key(1), key(1.0)] == ["[1]"] * 3
    assert [key(-0.0), key(0), key(False)] == ["[0]"] * 3


def test_a_path_reads_as_code() -> None:
    assert render((attribute("address"), key("city"), key(0), ANY)) == '.address["city"][0][*]'
