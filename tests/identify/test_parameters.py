"""Parameters: what unknown callers may hand in."""

from __future__ import annotations

import pytest

from tests.identify.told import parameters


def test_a_parameter_is_told_by_its_name_and_those_beside_it() -> None:
    found = parameters("def create(name, email, phone_number, notify): ...")
    assert found == {
        "name": "identity.name medium: name `name` beside `email`, `phone_number`",
        "email": "contact.email high: strong name `email`",
        "phone_number": "contact.phone high: strong name `phone_number`",
    }


def test_coordinates_beside_each_other() -> None:
    assert list(parameters("def distance(lat, lon, scale): ...")) == ["lat", "lon"]
    assert parameters("def mean(lat, samples): ...") == {}


@pytest.mark.parametrize("text", ["email: bool", "self, name", "phone: Phone", "Email", "location: Path"])
def test_what_is_no_personal_value(text: str) -> None:
    assert parameters(f"class Phone: ...\nclass Customer:\n    def show({text}): ...") == {}


def test_an_annotation_or_comment_declares_it() -> None:
    text = """
    def show(
        x: Annotated[str, PII("contact.phone")],
        y,  # pii: health
        email,  # pii: none
        z,
    ): ...
    """
    assert parameters(text) == {
        "x": 'contact.phone high: declared by `PII("contact.phone")`',
        "y": "health high: declared by `# pii: health`",
    }


def test_an_annotation_declares_it_where_no_name_tells_anything() -> None:
    text = """
    Told = Annotated[str, PII("contact.phone")]

    def show(x: Annotated[str, PII("health")]): ...
    def keep(y: Told, z: str): ...
    """
    assert parameters(text) == {
        "x": 'health high: declared by `PII("health")`',
        "y": 'contact.phone high: declared by `PII("contact.phone")`',
    }


def test_what_is_on_or_off_by_default_is_no_datum() -> None:
    text = """
    class Person:
        def full_name(self, last_name_first=True, *, first_name=None, last_name_upper=False): ...
    """
    assert list(parameters(text)) == ["first_name"]
