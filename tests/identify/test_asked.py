"""Fields of windows: what they are called after, and what is read from them."""

from __future__ import annotations

import pytest

from piilint.identify.asked import asked_by
from piilint.terms.names import NameMatcher
from tests.identify.told import identified, in_words, rules


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("email_entry", "email"),
        ("entry_email", "email"),
        ("txtEmail", "email"),
        ("emailfield", "email"),
        ("phone_line_edit", "phone"),
        ("first_name_var", "first_name"),
        ("colour_entry", None),
        ("entry", None),
        ("email", None),
        ("inbox", None),
        ("email_template_entry", None),
    ],
)
def test_a_field_asks_for_what_it_is_called_after(name: str, asked: str | None) -> None:
    assert asked_by(NameMatcher(rules().data), name) == asked


TYPED = """
    [[input]]
    call = "desk.Entry.get"
    [[input]]
    attribute = "desk.Area.content"
"""


def test_what_fields_of_one_window_ask_for_are_siblings() -> None:
    text = "class App:\n    def save(self):\n        use({}, self.email_entry.get(), self.phone_entry.get())"
    beside = "identity.name medium: name `name` beside `email`, `phone`"
    assert beside in _reads(text.format("self.name_entry.get()"))
    alone = "class App:\n    def save(self):\n        use(self.name_entry.get())"
    assert _reads(alone) == []


@pytest.mark.parametrize(
    ("read", "asks"),
    [("phone_ctrl.get()", True), ("phone_ctrl.content", True), ("phone_ctrl.wanted", False), ("bell.get()", False)],
)
def test_only_what_rules_say_gives_what_stands_in_a_field(read: str, asks: bool) -> None:
    assert bool(_reads(f"class App:\n    def save(self):\n        use(self.{read})")) is asks


def _reads(text: str) -> list[str]:
    _, sources = identified(text, rules(TYPED))
    return [in_words(one) for found in sources.reads.values() for one in found]
