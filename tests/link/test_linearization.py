"""The order in which bases are looked through is Python's own."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from piilint.link.linearization import linearized

BASES = st.lists(st.lists(st.integers(0, 7), max_size=3, unique=True), min_size=1, max_size=8)


@given(BASES)
def test_it_agrees_with_python_on_classes_that_python_takes(bases: list[list[int]]) -> None:
    made: dict[int, type] = {}
    below = {number: [base for base in some if base < number] for number, some in enumerate(bases)}
    for number, some in below.items():
        try:
            made[number] = type(str(number), tuple(made[base] for base in some), {})
        except (TypeError, KeyError):
            continue
    orders = linearized(below)
    for number, cls in made.items():
        assert [str(one) for one in orders[number]] == [one.__name__ for one in cls.__mro__[:-1]]


@given(BASES)
def test_every_class_has_an_order_without_repetition_that_holds_all_its_bases(bases: list[list[int]]) -> None:
    all_bases = {number: [base for base in some if base < len(bases)] for number, some in enumerate(bases)}
    for number, order in linearized(all_bases).items():
        assert order[0] == number
        assert len(set(order)) == len(order)
        assert set(all_bases[number]) <= set(order)


def test_a_long_line_of_ancestors_is_no_matter() -> None:
    length = 5000
    bases = {number: [number + 1] if number + 1 < length else ["lib.Base"] for number in range(length)}
    assert linearized(bases)[0] == (*range(length), "lib.Base")
