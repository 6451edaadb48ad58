"""Names that lead to an object of the program, and things that are an organisation's."""

from __future__ import annotations

import pytest

from piilint.identify.objects import Objects
from piilint.terms.names import NameMatcher
from tests.identify.told import fields, parameters, read_names, rules
from tests.support.programs import program_of

RECORD = """
class InvoiceAddress(Model):
    order = OneToOneField(Order)
    street = TextField()
    zipcode = CharField()
    note = CharField()
"""


def test_a_name_that_a_class_of_records_has_is_an_object_and_its_fields_tell() -> None:
    text = f"{RECORD}\ndef show(order):\n    print(order.invoice_address.note, order.invoice_address.zipcode)"
    assert read_names(text) == ["invoice_address.zipcode"] or read_names(text) == ["InvoiceAddress.zipcode"]


def test_without_such_a_class_it_is_the_address() -> None:
    assert read_names("def show(order):\n    print(order.invoice_address)") == ["order.invoice_address"]


@pytest.mark.parametrize("name", ["invoice_address", "_kept_invoice_address", "new_invoice_addresses"])
def test_more_words_may_stand_before_it(name: str) -> None:
    assert read_names(f"{RECORD}\ndef keep(request):\n    print(request.{name})") == []
    assert parameters(f"{RECORD}\ndef keep({name}):\n    print({name})") == {}


def test_a_plain_field_of_that_name_somewhere_is_a_datum() -> None:
    label = "class Label(Model):\n    invoice_address = TextField()"
    text = f"{RECORD}\n{label}\ndef show(x):\n    print(x.invoice_address)"
    assert read_names(text) == ["x.invoice_address"]


def test_what_is_a_link_wherever_it_is_declared_is_an_object() -> None:
    text = """
    class Entry(Model):
        api_token = ForeignKey("TeamToken")

    def show(entry):
        print(entry.api_token.title)
    """
    assert read_names(text) == []


@pytest.mark.parametrize("base", ["Form", "forms.CharField", "str", "Exception"])
def test_forms_and_kinds_of_text_are_no_records(base: str) -> None:
    text = f"class HomeAddress({base}):\n    street = 1\ndef show(x):\n    print(x.home_address)"
    assert read_names(text) == ["x.home_address"]


def test_a_thing_that_belongs_to_an_organisation_is_nobodys() -> None:
    text = """
    class Terminal(Model):
        company = ForeignKey(Company)
        device_id = IntegerField()

    class Reader(Model):
        terminal = ForeignKey(Terminal)
        serial_number = CharField()

    class Phone(Model):
        company = ForeignKey(Company)
        user = ForeignKey(User)
        device_id = IntegerField()

    class Tracker(Model):
        company = ForeignKey(Company)
        contact_phone = CharField()
        latitude = FloatField()
    """
    found = fields(text)
    assert found["Terminal.device_id"] is None
    assert found["Reader.serial_number"] is None
    assert found["Phone.device_id"] == "device.id high: strong name `device_id`"
    assert found["Tracker.latitude"] == "location.precise high: strong name `latitude`"


def test_so_is_what_is_read_from_it() -> None:
    text = """
    class Device(Model):
        company = ForeignKey(Company)
        title = CharField()

    def show(devices):
        print([device.id for device in devices])
    """
    assert read_names(text) == []
    assert read_names(text.replace("company", "owner").replace("Company", "User")) == ["device.id"]


def test_of_a_dotted_key_the_last_part_tells() -> None:
    text = """
    def kept(a, b):
        return {"shop.password.set": a, "shop.customer.password": b}
    """
    assert read_names(text) == ['["shop.customer.password"]']


def test_with_something_is_a_switch() -> None:
    assert parameters("def make(with_access_token, access_token):\n    print(access_token)") == {
        "access_token": "credential high: strong name `access_token`"
    }


def test_what_only_its_label_is_read_of_is_a_thing() -> None:
    assert read_names("def show(log):\n    print(log.api_token.name, log.photo.name)") == ["log.photo"]
    assert read_names("def show(log):\n    token = log.api_token\n    print(token.name, token)") == ["log.api_token"]


def test_the_number_of_a_row_about_a_datum_is_not_the_datum() -> None:
    text = "def show(emails, devices):\n    print([e.id for e in emails], [d.id for d in devices])"
    assert read_names(text) == ["d.id"]


def test_what_a_constant_of_the_program_gives_is_nobodys() -> None:
    text = """
    def start(options, settings):
        username = DEFAULT_USERNAME
        phone_number = settings.SUPPORT_PHONE
        email = options.email or settings.FALLBACK_EMAIL
    """
    assert read_names(text) == ["email"]


def test_what_a_method_keeps_of_an_argument_is_what_its_annotation_says() -> None:
    text = "class Book:\n    pages: int\nclass Contact:\n"
    text += "    def __init__(self, address_book: Book):\n        self.address_book = address_book"
    assert fields(text).get("Contact.address_book") is None
    assert fields(text.replace(": Book)", ": list)"))["Contact.address_book"] is not None


def test_what_a_base_in_another_module_keeps_is_looked_for_in_that_module() -> None:
    base = """
class Form:
    def __init__(self, a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, owner):
        self.owner = owner
"""
    text = """
from base import Form

class Region(Form):
    latitude = FloatField()

    class Meta:
        model = 1
"""
    program = program_of({"app.py": text, "base.py": base}, rules())
    region = next(cls for cls in program.classes if cls.ir.name == "Region")
    assert not Objects(program, NameMatcher(rules().data)).is_thing(region, "location.coordinates")
