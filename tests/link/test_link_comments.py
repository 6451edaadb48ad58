"""Comments that speak to piilint are heard, and prose is not."""

from __future__ import annotations

import datetime
import json

import pytest

from piilint.terms.finding import SuppressionComment
from tests.support.programs import program_of


def suppressions(text: str) -> list[SuppressionComment]:
    return program_of({"app.py": text}).suppressions


def test_a_suppression_covers_its_statement() -> None:
    (found,) = suppressions("x = 1\nshow(\n    user,  # piilint: ignore[PII101]\n)\n")
    assert found == SuppressionComment("app.py", 3, 2, 4, ("PII101",))


def test_a_suppression_alone_on_its_line_covers_the_next_statement() -> None:
    (found,) = suppressions("x = 1\n# piilint: ignore[PII101]\nshow(user)\n")
    assert (found.line, found.first_line, found.last_line) == (2, 3, 3)


@pytest.mark.parametrize(
    ("comment", "rules", "until", "reason"),
    [
        ("ignore", (), None, None),
        ("ignore -- tested", (), None, "tested"),
        ("ignore[PII101, PII2]", ("PII101", "PII2"), None, None),
        (
            "ignore[PII101] until=2027-03-31 -- PRIV-12 -- masked",
            ("PII101",),
            datetime.date(2027, 3, 31),
            "PRIV-12 -- masked",
        ),
        ("ignore  # noqa: E501", (), None, None),
        ("ignore until=2027-03-31", (), datetime.date(2027, 3, 31), None),
        ("ignore[PII101] until=31.3.2027", ("PII101",), datetime.date.min, None),
        ("ignore[PII101] until=2027-02-30 -- x", ("PII101",), datetime.date.min, "x"),
        ("ignore[PII101] until=20270331", ("PII101",), datetime.date.min, None),
        ("ignore[PII101] until=", ("PII101",), datetime.date.min, None),
        ("ignore[PII101] --", ("PII101",), None, None),
    ],
)
def test_what_a_suppression_says(
    comment: str, rules: tuple[str, ...], until: datetime.date | None, reason: str | None
) -> None:
    (found,) = suppressions(f"show(user)  # piilint: {comment}\n")
    assert (found.rules, found.until, found.reason) == (rules, until, reason)


def test_lines_count_within_the_cell_of_a_notebook() -> None:
    cells = [
        {"cell_type": "code", "metadata": {}, "outputs": [], "source": "x = 1\ny = 2\n"},
        {"cell_type": "code", "metadata": {}, "outputs": [], "source": "z = 3\nshow(x)  # piilint: ignore[PII1]\n"},
    ]
    (found,) = program_of({"a.ipynb": json.dumps({"cells": cells, "metadata": {}, "nbformat": 4})}).suppressions
    assert found == SuppressionComment("a.ipynb", 2, 2, 2, ("PII1",), cell=2)


@pytest.mark.parametrize(
    "comment", ["ignore PII101", "ignore[]", "ignore[PII101,]", "ignored", "skip", "ignore[PII101"]
)
def test_what_cannot_be_understood_suppresses_nothing(comment: str) -> None:
    assert suppressions(f"show(user)  # piilint: {comment}\n") == []


def test_a_declaration_holds_on_every_line_of_its_statement() -> None:
    program = program_of({"app.py": "x = load(\n    1,\n)  # pii: contact.phone\n# pii: none\ny = 2\n"})
    assert program.declarations == {
        **{("app.py", line): "contact.phone" for line in (1, 2, 3)},
        ("app.py", 5): "none",
    }


def test_a_declaration_may_say_why() -> None:
    assert program_of({"app.py": "x = 1  # pii: none -- a shop's own\n"}).declarations == {("app.py", 1): "none"}


def test_a_template_speaks_in_its_own_comments() -> None:
    text = "<p>{{ a }}\n{{ user.phone }} {# piilint: ignore[PII101] -- asked for #}</p>\n"
    (found,) = program_of({"templates/show.html": text}).suppressions
    assert (found.path, found.first_line, found.rules, found.reason) == (
        "templates/show.html", 2, ("PII101",), "asked for"
    )  # fmt: skip


def test_prose_about_personal_data_declares_nothing() -> None:
    assert program_of({"app.py": "x = 1  # pii: this is sensitive\n"}).declarations == {}


@pytest.mark.parametrize(
    "text",
    [
        "# piilint: purpose=transcription\ndef show(): ...\n",
        "def show():  # piilint: purpose=transcription\n    return 1\n",
        "# piilint: purpose=transcription\n@route('/')\ndef show():\n    return 1\n",
        "@route('/')  # piilint: purpose=transcription\ndef show():\n    return 1\n",
        "def show():\n    # piilint: purpose=transcription\n    return 1\n",
    ],
)
def test_a_purpose_belongs_to_the_function_that_it_stands_at(text: str) -> None:
    program = program_of({"app.py": "x = 1\n" + text + "def other(): ...\n"})
    assert {program.functions[number].name: purpose for number, purpose in program.purposes.items()} == {
        "app.show": "transcription"
    }


def test_a_purpose_outside_of_functions_belongs_to_the_module() -> None:
    program = program_of({"app.py": "# piilint: purpose=support\nimport streamlit\ndef f(): ...\n"})
    assert program.purposes == {0: "support"}


def test_a_purpose_may_belong_to_a_class() -> None:
    program = program_of({"app.py": "# piilint: purpose=support\nclass Show:\n    def get(self): ...\n"})
    assert [program.functions[number].name for number in program.purposes] == ["app.Show"]
