"""The data types: all are there, and each phrase tells the type that it stands under."""

from __future__ import annotations

import pytest

from piilint.rulebook import load_rulebook
from piilint.terms.names import NameMatcher
from piilint.terms.specs import DataType

TYPES = load_rulebook(()).data
MATCHER = NameMatcher(TYPES)

SENSITIVITY = {
    "location.precise": 4, "location.coarse": 2, "address.postal": 3, "contact.phone": 3, "contact.email": 3,
    "contacts.address_book": 4, "identity.name": 2, "account.id": 2, "account.pseudonymous": 1, "device.id": 3,
    "device.owner": 3, "voice.audio": 4, "voice.transcript": 4, "network.ip": 2, "gov.id": 4, "financial": 4,
    "health": 4, "biometric": 4, "demographic.dob": 3, "demographic.special": 4, "credential": 4, "content.message": 4,
    "content.photo": 3, "content.calendar": 3, "behavior": 2,
}  # fmt: skip

each_type = pytest.mark.parametrize("data", TYPES, ids=lambda data: data.id)


def test_every_kind_of_personal_data_has_its_sensitivity() -> None:
    assert {data.id: data.sensitivity for data in TYPES} == SENSITIVITY


@each_type
def test_a_type_lies_in_the_file_of_its_family_and_has_a_title_and_a_fideslang_key(data: DataType) -> None:
    assert data.origin is not None
    assert data.origin.path.endswith(f"/{data.id.partition('.')[0]}.toml")
    assert data.title[0].isupper()
    assert data.fides is not None
    assert data.fides.startswith("user.")


@each_type
def test_a_strong_phrase_is_enough_alone(data: DataType) -> None:
    for phrase in data.strong:
        found = {(match.data, match.tier) for match in MATCHER.classify(phrase.replace(" ", "_"))}
        assert found == {(data.id, "strong")}, phrase


@each_type
def test_an_owned_phrase_needs_somebody(data: DataType) -> None:
    for phrase in data.owned:
        found = {(match.data, match.tier) for match in MATCHER.classify(phrase.replace(" ", "_"))}
        assert (data.id, "owned") in found, phrase
        assert all(tier == "owned" for _, tier in found), phrase


@each_type
def test_what_a_type_never_is_it_is_not(data: DataType) -> None:
    for phrase in data.never:
        assert data.id not in {match.data for match in MATCHER.classify(phrase.replace(" ", "_"))}, phrase


def test_no_phrase_is_strong_for_two_types() -> None:
    phrases = [phrase for data in TYPES for phrase in data.strong]
    assert len(phrases) == len(set(phrases))
