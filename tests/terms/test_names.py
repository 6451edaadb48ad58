"""Names are read word by word, the longest phrase first, and the words around it have their say."""

from __future__ import annotations

import pytest

from piilint.terms.names import NameMatch, NameMatcher, singular, tokenise
from piilint.terms.specs import DataType

PHONE = DataType(
    "contact.phone", "Phone number", strong=("phone", "phone number"), owned=("mobile",), never=("phone home",)
)
EMAIL = DataType("contact.email", "E-mail address", strong=("email", "email address"), owned=("mail",))
POSTAL = DataType("address.postal", "Postal address", strong=("home address", "zip code"), owned=("address",))
NAME = DataType("identity.name", "Name", strong=("first name",), owned=("name",))
PLACE = DataType("location.precise", "Location", strong=("lat lng", "lng lat", "latitude"), owned=("lat", "lng"))
TEXT = DataType("voice.transcript", "Transcript", strong=("transcript", "utterance text"), owned=("text",))
SECRET = DataType("credential", "Credential", strong=("password",))
CONTACTS = DataType("contacts.address_book", "Contacts", strong=("contacts",), owned=("contact",))
ROW = DataType("account.pseudonymous", "Pseudonym")

MATCHER = NameMatcher((PHONE, EMAIL, POSTAL, NAME, PLACE, TEXT, SECRET, CONTACTS, ROW))


def told(name: str) -> list[str]:
    return [f"{match.data} {match.tier}" for match in MATCHER.classify(name)]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("home_phone_no", "home phone no"),
        ("homePhoneNo", "home phone no"),
        ("HTTPServer", "http server"),
        ("userID", "user id"),
        ("Phone Number", "phone number"),
        ("address2", "address 2"),
        ("ssn_last4", "ssn last4"),
        ("firstname", "first name"),
        ("ZipCodes", "zip code"),
        ("straße_nr", "straße nr"),
        ("__dunder__", "dunder"),
        ("", ""),
    ],
)
def test_a_name_falls_into_words(name: str, words: str) -> None:
    assert " ".join(map(singular, tokenise(name))) == words


@pytest.mark.parametrize(
    ("plural", "one"),
    [("patients", "patient"), ("allergies", "allergy"), ("addresses", "address"), ("address", "address"),
     ("boxes", "box"), ("status", "status"), ("gps", "gps"), ("diagnoses", "diagnosis"), ("people", "person"),
     ("ids", "id"), ("bus", "bus")],
)  # fmt: skip
def test_number_is_no_difference(plural: str, one: str) -> None:
    assert singular(plural) == one


def test_letters_inside_a_word_tell_nothing() -> None:
    assert [told(name) for name in ("latency", "plat", "phoneme", "microphone", "emailed", "compass")] == [[]] * 6


def test_the_longest_phrase_wins() -> None:
    assert told("email_address") == ["contact.email strong"]
    assert told("home_address") == ["address.postal strong"]


def test_of_two_nouns_the_last_is_meant_unless_both_are_named() -> None:
    assert told("password_email") == ["contact.email strong"]
    assert sorted(told("email_or_phone")) == ["contact.email strong", "contact.phone strong"]


def test_a_phrase_of_one_word_means_what_is_written() -> None:
    assert told("contacts") == ["contacts.address_book strong"]
    assert told("contact") == ["contacts.address_book owned"]


@pytest.mark.parametrize(
    "name",
    ["phone_verified_at", "is_phone", "has_email", "email_count", "phone_regex", "send_email", "password_hash",
     "masked_phone", "phone_last4", "email_template_id", "phone_home", "email_box_user", "validate_email"],
)  # fmt: skip
def test_what_is_about_the_datum_is_not_the_datum(name: str) -> None:
    assert told(name) == []


@pytest.mark.parametrize(
    "name", ["phone_list", "raw_email", "phone2", "new_password", "email_str", "phone_of_customer", "get_phone"]
)
def test_words_that_change_nothing_are_passed_over(name: str) -> None:
    assert [text.partition(" ")[2] for text in told(name)] == ["strong"]


def test_an_owned_phrase_stands_alone_or_behind_somebody() -> None:
    assert told("name") == ["identity.name owned"]
    assert told("file_name") == told("table_name") == told("mac_address") == []
    assert MATCHER.classify("customer_name") == (NameMatch("identity.name", "owned", "name", "customer"),)
    assert MATCHER.classify("name_of_customer") == (NameMatch("identity.name", "owned", "name", "customer"),)


def test_the_order_of_a_collection_is_not_what_it_holds() -> None:
    assert told("user_by_email") == []
    assert told("emails_by_user") == ["contact.email strong"]


def test_a_business_a_place_or_a_machine_has_no_personal_data_of_its_own() -> None:
    assert [told(name) for name in ("store_phone", "station_latitude", "smtp_password", "company_email")] == [[]] * 4
    assert told("store_customer_phone") == ["contact.phone strong"]
    assert told("clinic_transcript") == ["voice.transcript strong"]


def test_the_id_of_a_row_leads_to_its_datum() -> None:
    assert MATCHER.classify("transcript_id") == (NameMatch(ROW.id, "strong", "transcript", "", True),)
    assert NameMatcher((TEXT,)).classify("transcript_id") == ()


def test_owner_and_name_may_tell_together() -> None:
    assert [match.data for match in MATCHER.joined("Utterance", "text")] == ["voice.transcript"]
    assert [match.data for match in MATCHER.joined("utterance_row", "text")] == ["voice.transcript"]
    assert MATCHER.joined("first", "name") == MATCHER.joined("button", "text") == ()


def test_two_weak_names_may_be_a_pair() -> None:
    assert MATCHER.pair("lat", "lng")
    assert MATCHER.pair("lng", "lat")
    assert not MATCHER.pair("lat", "name")


@pytest.mark.parametrize(
    ("owner", "kind"),
    [("Customer", "person"), ("user_profile", "person"), ("patients", "person"), ("CustomerSerializer", "person"),
     ("customers_by_id", "person"), ("get_customer", "person"), ("UserAccount", "person"), ("client", "weak"),
     ("owner", "weak"), ("profile", "weak"), ("node", "deny"), ("UserSettings", "deny"), ("UserAgent", "deny"),
     ("Store", "deny"), ("server_config", "deny"), ("Clip", None), ("x", None), ("", None)],
)  # fmt: skip
def test_an_owner_is_somebody_perhaps_nobody_or_unknown(owner: str, kind: str | None) -> None:
    assert MATCHER.owner_kind(owner) == kind


def test_an_owner_may_deny_what_it_has_itself() -> None:
    assert MATCHER.denies("Store", "location.precise")
    assert MATCHER.denies("database", "credential")
    assert MATCHER.denies("errors", "contact.email")
    assert not MATCHER.denies("Store", "voice.audio")
    assert not MATCHER.denies("StoreCustomer", "contact.phone")


def test_a_sentence_is_no_name() -> None:
    assert told("Please enter the phone number of the person you would like to call back today") == []
    assert told("please call this phone at nine or ten") == []
