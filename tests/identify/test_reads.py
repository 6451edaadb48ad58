"""Reads: attributes, keys and variables that a function meets, with the object that they are read from as the owner."""

from __future__ import annotations

import pytest

from tests.identify.told import fields, identified, parameters, read_names, reads, rules


def test_attributes_and_keys_of_unknown_objects() -> None:
    text = """
    def show(row, clip):
        print(clip.latitude, row["phone"], row.get("email"))
    """
    assert reads(text) == [
        "clip.latitude: location.precise high: strong name `latitude`",
        'row["phone"]: contact.phone high: strong name `phone`',
        'row["email"]: contact.email high: strong name `email`',
    ]


@pytest.mark.parametrize(
    "code",
    ["customer.name", "get_customer(1).name", "request.customer.name", "row['customer'].name", "customers[0].name",
     "Customer.objects.get(1).name", "db.session.get(Customer, 1).name", "session.query(Customer).first().name",
     "(await load_customer()).name"],
)  # fmt: skip
def test_the_object_is_the_owner(code: str) -> None:
    found = reads(f"async def show(customer, row, request, customers):\n    print({code})")
    assert [line.partition(": ")[2].partition(":")[0] for line in found] == ["identity.name medium"]


@pytest.mark.parametrize("code", ["customer.plan.name", "customer.get_plan().name", "customer['plan']['name']"])
def test_another_thing_of_an_owner_is_not_the_owner(code: str) -> None:
    assert reads(f"def show(customer):\n    print({code})") == []


def test_what_an_owner_has_of_its_own_is_still_its() -> None:
    text = "def show(customer):\n    print(customer.address.city, customer.profile.name)"
    assert read_names(text) == ["customer.address", "address.city", "profile.name"]


def test_an_element_is_owned_by_what_it_is_an_element_of() -> None:
    text = "def show(customers, nodes):\n    print([c.name for c in customers], [n.name for n in nodes])"
    assert reads(text) == ["c.name: identity.name medium: name `name` of a person (`customers`)"]


def test_what_is_read_from_one_object_are_siblings() -> None:
    text = """
    def show(rows):
        for row in rows:
            print(row["lat"], row["lng"], row["name"], row["first_name"], row["phone"])
        for other in rows:
            print(other["name"])
    """
    found = reads(text)
    assert 'row["name"]: identity.name medium: name `name` beside `first_name`, `phone`' in found
    assert 'row["lat"]: location.precise medium: name `lat` beside `lng`' in found
    assert not any("other" in line for line in found)


def test_a_variable_that_gets_a_telling_name() -> None:
    text = "def show(store):\n    phone_number = store.fetch()\n    return phone_number"
    assert reads(text) == ["phone_number: contact.phone high: strong name `phone_number`"]


@pytest.mark.parametrize(
    "value",
    [
        "None",
        "'555'",
        "['a', 'b']",
        "lambda x: x",
        "len(xs)",
        "int(xs)",
        "xs == 1",
        "Phone(xs)",
        "isinstance(xs, str)",
        "{}",
    ],
)
def test_a_variable_whose_value_cannot_be_personal(value: str) -> None:
    assert reads(f"def show(xs):\n    phone = {value}\n    return phone") == []


def test_a_name_for_what_is_known_already_tells_nothing_new() -> None:
    text = """
    def show(customer, phone):
        email = customer.email.lower()
        lat, lng = customer.lat, customer.lng
        number, phone = 1, phone.strip()
        return email
    """
    assert read_names(text) == ["customer.email", "customer.lat", "customer.lng"]


def test_keys_of_a_dict_display_and_of_a_store() -> None:
    text = """
    def make(a, b):
        made = {"phone": a, "email": "is missing"}
        made["surname"] = b
        return made
    """
    assert read_names(text) == ['["phone"]', 'made["surname"]']


def test_classes_constants_and_modules_are_no_values() -> None:
    text = """
    import ipaddress, forms
    EMAIL = load()
    def show(x):
        return x.EMAIL, forms.EmailField, ipaddress.ip_address(x), EmailAccount, x.Phone
    """
    assert reads(text) == []


def test_a_method_that_does_something_is_no_value() -> None:
    assert reads("def tell(client, x):\n    client.email(x)\n    client.sms_message(x)") == []
    assert read_names("def tell(x):\n    return x.get_email(), x.phone()") == ["x.get_email", "x.phone"]


def test_what_a_class_says_of_its_own_field_is_not_guessed_again() -> None:
    text = """
    class Clip:
        latitude: float
        phone: bool
        def show(self):
            return self.latitude, self.phone, self.email
    def other(clip: Clip):
        return clip.latitude
    """
    assert reads(text) == ["Clip.email: contact.email high: strong name `email`"]


@pytest.mark.parametrize(
    "code", ["store.phone", "config.password", "form.errors.email", "errors['email']", "stations[0].latitude"]
)
def test_what_businesses_machines_and_forms_have(code: str) -> None:
    assert reads(f"def show(store, config, form, errors, stations):\n    return {code}") == []


def test_an_object_called_like_a_class_has_that_classs_fields() -> None:
    text = """
    class Device(Base):
        serial_number = Column(String)
        phone = Column(Boolean)
    def show(clip):
        return clip.device.serial_number, clip.device.phone
    """
    _, sources = identified(text)
    (found,) = [source for several in sources.reads.values() for source in several]
    assert (found.owner, found.line) == ("Device.serial_number", 3)


def test_names_that_nothing_binds() -> None:
    assert read_names("print(phone_number)") == ["phone_number"]
    assert read_names("phone_number = None\ndef f():\n    return phone_number") == []


def test_templates_read_the_same_way() -> None:
    text = (
        "{{ customer.name }} {{ phone }} {% for p in patients %}{{ p.name }}{{ p.email }}{% endfor %} {{ node.name }}"
    )
    found = reads(text, path="templates/page.html")
    assert [line.partition(": ")[2] for line in found][:4] == [
        "identity.name medium: name `name` of a person (`customer`)",
        "contact.phone high: strong name `phone`",
        "identity.name medium: name `name` of a person (`patients`)",
        "contact.email high: strong name `email`",
    ]
    assert not any("node" in line for line in found)


def test_a_comment_declares_the_variable_of_its_statement() -> None:
    text = """
    def show(row, user):
        thing = row.other()  # pii: contact.phone
        email = user.email  # pii: none
        # pii: health
        row["x"] = thing
        return row.y  # pii: financial
    """
    found = reads(text)
    assert found == [
        "thing: contact.phone high: declared by `# pii: contact.phone`",
        'row["x"]: health high: declared by `# pii: health`',
        "row.y: financial high: declared by `# pii: financial`",
    ]


def test_a_comment_that_names_no_data_type_is_prose() -> None:
    assert reads("def show(row):\n    thing = row.other()  # pii: handled") == []


def test_not_personal_is_kept_apart() -> None:
    program, sources = identified("def show(user):\n    return user.email  # pii: none")
    kept = {type(program.functions[function].body.code[at]).__name__ for function, at in sources.not_personal}
    assert "LoadAttribute" in kept
    assert sources.reads == {}


def test_rules_about_reads() -> None:
    book = rules(
        """
        [[source]]
        data = "network.ip"
        attribute = ["web.request.peer", "Visit.peer"]
        [[source]]
        data = "contact.phone"
        key = "tn"
        [[source]]
        data = "health"
        name = "finding"
        [[not_personal]]
        key = "phone"
        [[source]]
        data = "location.precise"
        parameter = "app.near(here)"
        """
    )
    text = """
    from web import request
    class Visit(Base):
        peer = Column()
    def show(row, visit: Visit):
        finding = row.load()
        return request.peer, row["tn"], row["phone"], visit.other, row.peer
    def near(here, there):
        return here
    """
    assert read_names(text, book) == ["finding", "request.peer", 'row["tn"]']
    assert list(parameters(text, book)) == ["here"]


def test_the_same_program_gives_the_same_sources_in_the_same_order() -> None:
    text = "def show(customer, row):\n    a = {'email': row, 'phone': row}\n    return customer.name, row['ssn'], a"
    assert identified(text)[1] == identified(text)[1]


def test_a_method_gives_what_its_name_says_before_the_key() -> None:
    text = """
    def tell(manager, x):
        manager.get_guest_user_from_token(x)
        manager.get_profile_by_email(x)
        manager.get_user_access_token(x)
    """
    assert read_names(text) == ["manager.get_user_access_token"]


def test_what_is_set_up_is_no_data() -> None:
    assert reads("def f(config, customer):\n    use(config['vcard'], config.transcript)") == []
    assert reads("def f(config):\n    vcard = config['vcard']\n    use(vcard)") == []
    assert reads("def f(customer):\n    vcard = customer['vcard']\n    use(vcard)") != []


def test_what_is_read_when_an_object_is_of_another_kind_says_nothing_of_it() -> None:
    text = """
    def tell(one):
        if one.kind == USER:
            return {"given": one.first_name, "mail": one.email}
        elif one.kind == GROUP:
            return {"title": one.name}
        return {"phrase": one.name}
    """
    assert read_names(text) == ["one.first_name", "one.email"]


def test_what_is_read_whatever_an_object_is_belongs_to_all_of_it() -> None:
    text = """
    def tell(one, brief):
        if brief:
            return {"given": one.first_name, "mail": one.email}
        return {"title": one.name}
    def show(one):
        if one.kind == USER:
            use(one.first_name, one.email)
        return one.name
    """
    assert read_names(text) == ["one.first_name", "one.email", "one.name"] * 2


def test_a_constant_text_in_another_language_is_no_datum() -> None:
    text = """
    LABELS = {"phone": _("telephone"), "email": lazy_gettext("e-mail")}
    def tell(x):
        return {"phone": _(x), "email": _("e-mail") + x}
    """
    assert read_names(text) == ['["phone"]', '["email"]']


def test_a_kind_of_data_and_a_class_called_after_a_deed_are_nobody() -> None:
    assert read_names("def tell(x):\n    use(x.personal_data_type.name)") == []
    assert read_names("def tell(x):\n    use(x.personal_data.name)") == ["personal_data.name"]
    of_handler = "class {}:\n    pass\nclass EditNote({}):\n    def tell(self):\n        self.comment = load()"
    assert fields(of_handler.format("RequireUserMixin", "RequireUserMixin"))["EditNote.comment"] is None
    assert fields(of_handler.format("UserMixin", "UserMixin"))["EditNote.comment"] is not None


def test_a_room_has_its_own_telephone() -> None:
    text = "class {}(Model):\n    telephone = TextField()\n    latitude = FloatField()\n    postcode = TextField()"
    assert set(fields(text.format("Room")).values()) == {None}
    assert set(fields(text.format("Affiliation")).values()) == {None}
    assert None not in fields(text.format("RoomGuest")).values()


def test_what_a_template_makes_is_no_text_that_somebody_wrote() -> None:
    text = """
    def tell(form):
        name, email, phone = form.first_name.data, form.email.data, form.phone.data
        message = {}
        show(message)
    """
    assert "message" in read_names(text.format("form.message.data"))
    assert "message" not in read_names(text.format("get_template_module('flash.html').sent(name=name)"))
