"""Fields of classes: the class is the owner, its other fields are the siblings, types have their say."""

from __future__ import annotations

import importlib
from dataclasses import replace

import pytest

from piilint.identify.scene import Scene
from piilint.ir.program import Class
from piilint.terms.specs import Matcher, SourceSpec
from tests.identify.told import fields, rules


def test_a_strong_name_is_enough() -> None:
    assert fields("class Clip:\n    latitude: float") == {
        "Clip.latitude": "location.precise high: strong name `latitude`"
    }


def test_a_persons_class_makes_its_name_personal() -> None:
    text = "class Customer(Base):\n    name = Column(String)\nclass Product(Base):\n    name = Column(String)"
    assert fields(text) == {
        "Customer.name": "identity.name medium: name `name` of a person (`Customer`)",
        "Product.name": None,
    }


def test_a_base_class_may_say_that_it_is_a_person() -> None:
    found = fields("class Employee:\n    pass\nclass Rep(Employee):\n    name: str")
    assert found["Rep.name"] == "identity.name medium: name `name` of a person (`Employee`)"


def test_class_and_field_may_tell_together() -> None:
    found = fields("class Utterance:\n    text: str")
    assert found == {"Utterance.text": "voice.transcript medium: name `text` of `Utterance`"}


def test_strong_siblings_describe_a_person() -> None:
    found = fields("class Booking:\n    name: str\n    email: str\n    phone: str")
    assert found["Booking.name"] == "identity.name medium: name `name` beside `email`, `phone`"


def test_what_machines_have_proves_nobody() -> None:
    found = fields("class Connection:\n    name: str\n    username: str\n    password: str\n    ip_address: str")
    assert found["Connection.name"] is None


def test_coordinates_are_a_pair() -> None:
    found = fields("class Ping:\n    lat: float\n    lng: float")
    assert found["Ping.lat"] == "location.precise medium: name `lat` beside `lng`"


def test_a_weak_owner_needs_other_personal_data_in_the_file() -> None:
    alone = "class Author:\n    name: str"
    assert fields(alone) == {"Author.name": None}
    found = fields(alone + "\nclass Reader:\n    email: str")
    assert found["Author.name"] == "identity.name low: name `name` of what may be a person (`Author`)"


def test_telling_fields_beside_it_make_a_weak_owner_a_person() -> None:
    found = fields("class Owner:\n    full_name: str\n    phone_number: str\n    email: str")
    assert found["Owner.full_name"] == "identity.name medium: name `full_name` of `Owner`"
    assert fields("class Owner:\n    full_name: str\n    size: int")["Owner.full_name"] is None


@pytest.mark.parametrize("name", ["Store", "ParkingLot", "ChargingStation", "CompanyBranch"])
def test_a_business_or_place_is_nobody(name: str) -> None:
    found = fields(f"class {name}:\n    latitude: float\n    phone: str\n    email: str\n    name: str")
    assert set(found.values()) == {None}


@pytest.mark.parametrize(
    "declaration",
    ["email: bool", "email = BooleanField()", "phone = Column(Boolean)", "location: Path", "address: tuple[str, int]",
     "email: ClassVar[str]", "phone = ForeignKey(PhoneRow)", "contacts = relationship('Contact')", "transcript: int",
     "address: Place", "photos: list[Place]", "email = 'hello@example.com'"],
)  # fmt: skip
def test_a_type_that_holds_no_datum_rules_it_out(declaration: str) -> None:
    found = fields(f"class Place:\n    pass\nclass Customer:\n    {declaration}")
    assert set(found.values()) == {None}


@pytest.mark.parametrize(
    "declaration", ["email: str | None", "email: Optional[str] = None", "email: Mapped[str]", "email = ''"]
)
def test_a_type_that_may_hold_text_does_not(declaration: str) -> None:
    assert fields(f"class Customer:\n    {declaration}")["Customer.email"] == "contact.email high: strong name `email`"


def test_members_of_an_enumeration_are_no_values() -> None:
    assert fields("from enum import Enum\nclass Channel(str, Enum):\n    email = 'e'\n    phone = 'p'") == {}


def test_a_types_own_name_tells() -> None:
    found = fields("class Account:\n    login = models.EmailField()\n    at: PhoneNumber\n    created = DateField()")
    assert found == {
        "Account.login": "contact.email high: type `EmailField`",
        "Account.at": "contact.phone high: type `PhoneNumber`",
    }


def test_an_id_that_is_a_number_may_be_a_rows() -> None:
    found = fields("class Visit:\n    user_id: int\n    patient_id: str")
    assert found["Visit.user_id"] == "account.id low: strong name `user_id`"
    assert found["Visit.patient_id"] == "account.id high: strong name `patient_id`"


def test_fields_may_be_assigned_on_self() -> None:
    text = """
    class Order:
        def __init__(self, buyer):
            self.phone_number = buyer.number()
            self.email = EmailClient()
            self.password = True
    """
    assert fields(text) == {
        "Order.phone_number": "contact.phone high: strong name `phone_number`",
        "Order.email": None,
        "Order.password": None,
    }


def test_declarations_overrule_names() -> None:
    text = """
    class Customer:
        line: Annotated[str, PII("contact.phone")]
        note: str  # pii: health
        email: str  # pii: none
        phone: str
        serial: str
        other: Annotated[str, PII("unheard.of")]
    """
    book = rules(
        """
        [[not_personal]]
        field = "app.Customer.phone"
        [[source]]
        data = "device.id"
        attribute = "Customer.serial"
        """
    )
    found = fields(text, book)
    assert found == {
        "Customer.line": 'contact.phone high: declared by `PII("contact.phone")`',
        "Customer.note": "health high: declared by `# pii: health`",
        "Customer.email": None,
        "Customer.phone": None,
        "Customer.serial": found["Customer.serial"],
    }
    assert str(found["Customer.serial"]).startswith("device.id high: declared in ")


def test_a_rule_may_tell_by_the_type_of_a_field() -> None:
    book = rules('[[source]]\ndata = "contact.phone"\nfield_type = "phones.Number"')
    found = fields("from phones import Number\nclass Order:\n    reach = Number()\n    other: Number | None", book)
    assert [str(text).partition(",")[0] for text in found.values()] == ["contact.phone high: type `Number`"] * 2


def test_a_rule_about_a_librarys_class_holds_for_the_class_that_inherits_it() -> None:
    book = rules('[[source]]\ndata = "contact.email"\nfield = "accounts.Person.reach"')
    found = fields("from accounts import Person\nclass Staff(Person):\n    pass\nclass Boss(Staff):\n    pass", book)
    assert list(found) == ["Staff.reach"]


def test_a_rule_may_tell_by_table_and_column() -> None:
    column = SourceSpec("contact.phone", Matcher("column", ("people.line", "orders.line")))
    book = replace(rules(), source=(column,))
    text = (
        "class Row(Base):\n    __tablename__ = 'people'\n    line = Column()\nclass Order(Base):\n    line = Column()"
    )
    assert list(fields(text, book)) == ["Row.line", "Order.line"]


@pytest.mark.parametrize("name", ["Appointment", "SupportTicket", "Enquiry"])
def test_who_asks_for_something_is_named_beside_how_to_reach_them(name: str) -> None:
    found = fields(f"class {name}:\n    id: str\n    name: str\n    phone_number: str")
    assert found[f"{name}.name"] == "identity.name medium: name `name` beside `phone_number`"
    assert found[f"{name}.id"] is None


@pytest.mark.parametrize("name", ["Store", "Carrier", "Queue"])
def test_a_telephone_alone_makes_no_person(name: str) -> None:
    assert fields(f"class {name}:\n    name: str\n    phone_number: str")[f"{name}.name"] is None


def test_a_date_of_birth_alone_shows_a_person() -> None:
    found = fields("class Entry:\n    name: str\n    date_of_birth: date")
    assert found["Entry.name"] == "identity.name medium: name `name` beside `date_of_birth`"


def test_a_business_that_says_whom_to_speak_to_is_reached_through_that_person() -> None:
    found = fields("class Supplier:\n    name: str\n    address: str\n    contact: str\n    email: str\n    phone: str")
    assert found == {
        "Supplier.name": None,
        "Supplier.address": None,
        "Supplier.contact": "contacts.address_book medium: name `contact` beside `email`",
        "Supplier.email": "contact.email medium: name `email` beside `contact`",
        "Supplier.phone": "contact.phone medium: name `phone` beside `contact`",
    }


def test_links_to_people_name_nobody_to_speak_to() -> None:
    found = fields("class Supplier:\n    phone: str\n    contacts = relationship('Person')")
    assert found["Supplier.phone"] is None


def test_a_customer_that_bears_a_companys_name_alone_is_one() -> None:
    text = "class Customer:\n    company: str\n    address: str\n    contacts = relationship('Person')"
    assert fields(text)["Customer.address"] is None
    assert fields(f"{text}\n    last_name: str")["Customer.address"] is not None
    assert fields(text.replace("    company: str\n", ""))["Customer.address"] is not None


def test_a_label_tells_what_a_field_holds() -> None:
    text = "class Row:\n    c1 = CharField('Phone number')\n    c2 = Field(description='E-mail address is verified')"
    assert fields(text) == {"Row.c1": "contact.phone medium: described as `Phone number`"}
    found = fields("class Segment:\n    text: str = Field(description='Transcription text of the segment')")
    assert found["Segment.text"] == "voice.transcript medium: described as `Transcription text of the segment`"


def test_a_name_that_says_more_than_its_label_is_believed() -> None:
    assert "Row.phone_type" not in fields("class Row:\n    phone_type = CharField('Phone')")
    assert fields("class Row:\n    c1 = BooleanField('Phone number')") == {}


def test_what_the_table_is_called_is_asked_once_for_all_fields(monkeypatch: pytest.MonkeyPatch) -> None:
    module = importlib.import_module("piilint.identify.fields")
    asked: list[str] = []
    original = module._tables

    def counted(scene: Scene, cls: Class) -> list[str]:
        asked.append(cls.name)
        return original(scene, cls)  # type: ignore[no-any-return]

    monkeypatch.setattr(module, "_tables", counted)
    fields("class Customer:\n" + "".join(f"    field_{number}: str\n" for number in range(20)))
    assert len(asked) == 1
