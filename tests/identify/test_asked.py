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


def test_what_fields_of_one_window_ask_for_are_siblings() -> None:
    text = "class App:\n    def save(self):\n        use({}, self.email_entry.get(), self.phone_entry.get())"
    beside = "identity.name medium: name `name` beside `email`, `phone`"
    assert beside in [in_words(one) for one in _reads(text.format("self.name_entry.get()"))]
    alone = "class App:\n    def save(self):\n        use(self.name_entry.get())"
    assert _reads(alone) == []


def _reads(text: str) -> list:
    _, sources = identified(text)
    return [one for found in sources.reads.values() for one in found]
