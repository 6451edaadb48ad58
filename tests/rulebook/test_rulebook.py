"""What each table of the rule language becomes."""

# ruff: noqa: E501 - a case is one line of a table

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from piilint.rulebook import load_rulebook
from piilint.rulebook.complaints import Complaints
from piilint.rulebook.convert import entries_of, specs_of
from piilint.rulebook.files import read_rule_files
from piilint.terms import guard_specs, record_specs, registration_specs, render_specs, specs
from piilint.terms.grades import Mask, Severity
from piilint.terms.port import Port
from piilint.terms.rule import Rule, Unless
from piilint.terms.rulebook import Rulebook
from piilint.terms.specs import Matcher, Origin

Load = Callable[..., Rulebook]

HERE = Origin("rules.toml", 1)
RETURN = Port("return")
CALL = Matcher("call", ("a.b",))


def spec(text: str) -> object:
    """The only entry of a rule file, whether the engine can use it yet or not."""
    Path("rules.toml").write_text(text, encoding="utf-8")
    complaints = Complaints()
    files = read_rule_files(["rules.toml"], use_defaults=False, complaints=complaints)
    (entry,) = entries_of(files[-1], complaints)
    assert complaints.found == []
    (only,) = specs_of(entry)
    return only


SPECS = {
    "data, at its least": ('[[data]]\nid = "a.b"', specs.DataType("a.b", "a.b", origin=HERE)),
    "data": (
        '[[data]]\nid = "a.b"\ntitle = "AB"\nsensitivity = 4\nfides = "user.ab"\nstrong = ["a b"]\nowned = ["b"]\nnever = []\nsubject = "child"\n'
        'lacks = ["c"]',
        specs.DataType("a.b", "AB", 4, "user.ab", ("a b",), ("b",), (), "child", ("c",), HERE),
    ),
    "source, at its least": ('[[source]]\ndata = "d"\ncall = "a.b"', specs.SourceSpec("d", CALL, RETURN, None, HERE)),
    "source": (
        '[[source]]\ndata = "d"\ncall = ["a.b", "**.c"]\nport = "return.phone"\nsubject = "third-party"',
        specs.SourceSpec("d", Matcher("call", ("a.b", "**.c")), Port("return", None, (".phone",)), "third-party", HERE),
    ),
    "not_personal": (
        '[[not_personal]]\nattribute = "acme.models.Store.phone"',
        specs.NotPersonalSpec(Matcher("attribute", ("acme.models.Store.phone",)), HERE),
    ),
    "sink, at its least": (
        '[[sink]]\nkind = "ui.widget"\ncall = "a.b"',
        specs.SinkSpec("ui.widget", CALL, Port("argument", "*", (), True), "function", origin=HERE),
    ),
    "sink": (
        '[[sink]]\nkind = "my.kind"\ncall = "a.b"\nport = "argument:0"\nscreen = "module"',
        specs.SinkSpec("my.kind", CALL, Port("argument", 0), "module", origin=HERE),
    ),
    "sink of what a function returns": (
        '[[sink]]\nkind = "api.response"\nreturns_of = "a.b"\ncut_to = "decorator.response_model"',
        specs.SinkSpec(
            "api.response", Matcher("returns_of", ("a.b",)), Port("return", None, (), True), cut_to="decorator.response_model", origin=HERE
        ),
    ),
    "sink of what a class lists": (
        '[[sink]]\nkind = "ui.admin"\nsubclass_of = "a.b"\nattribute = "list_display"',
        specs.SinkSpec("ui.admin", Matcher("subclass_of", ("a.b",)), attribute="list_display", origin=HERE),
    ),
    "render": (
        '[[render]]\ncall = "a.b"\ntemplate = "text:argument:0"\ncontext = "keywords"\ndialect = "jinja"\nkind = "ui.page"\n'
        'implicit = { "current_user" = "auth.User" }',
        render_specs.RenderSpec(CALL, "text:argument:0", "keywords", "jinja", "ui.page", {"current_user": "auth.User"}, HERE),
    ),
    "record": (
        '[[record]]\nsubclass_of = "a.b"\nfields_from = "Meta.fields"\nall = "__all__"\nmethod_field = "get_{name}"',
        record_specs.RecordSpec(Matcher("subclass_of", ("a.b",)), "Meta.fields", None, "__all__", (), "get_{name}", origin=HERE),
    ),
    "returns": (
        '[[returns]]\ncall = "a.b"\ntype = "orm.Query[argument:0]"', specs.ReturnsSpec(CALL, "orm.Query[argument:0]", HERE)
    ),
    "registration": (
        '[[registration]]\ndecorator = "a.b"\nas = "filter"\nname = "argument:0"',
        registration_specs.RegistrationSpec(Matcher("decorator", ("a.b",)), "filter", "argument:0", origin=HERE),
    ),
    "propagator": (
        '[[propagator]]\ncall = "a.b"\nfrom = ["argument:0[*].{k}", "receiver"]\nto = "return[*].{k}"\ntext = true\nbecomes = { "x" = "y.z" }',
        specs.PropagatorSpec(
            CALL, (Port("argument", 0, ("[*]", "{k}")), Port("receiver")), Port("return", None, ("[*]", "{k}")), True, {"x": "y.z"}, origin=HERE
        ),
    ),
    "propagator that passes nothing": (
        '[[propagator]]\ncall = "a.b"\nfrom = []\nto = "return"', specs.PropagatorSpec(CALL, (), RETURN, origin=HERE)
    ),
    "sanitizer, at its least": (
        '[[sanitizer]]\ncall = "a.b"', specs.SanitizerSpec(CALL, RETURN, ("**",), Mask.ADEQUATE, origin=HERE)
    ),
    "sanitizer": (
        '[[sanitizer]]\ncall = "a.b"\nport = "argument:0"\ndata = ["x.**"]\nstrength = "weak"\nleaves = "y"\nweak_beside = ["z"]\n'
        'when = { "argument:1" = "..2", "argument:mode" = ["a", 1], "receiver" = "[-4:]" }',
        specs.SanitizerSpec(
            CALL, Port("argument", 0), ("x.**",), Mask.WEAK, "y",
            {"argument:1": "..2", "argument:mode": ("a", 1), "receiver": "[-4:]"}, ("z",), HERE,
        ),
    ),
    "guard": (
        '[[guard]]\nname = "role"\ndecorator = "a.b"\nrole = "argument:0"\nregion = ["IE", "FR"]',
        guard_specs.GuardSpec("role", Matcher("decorator", ("a.b",)), ("argument:0",), ("IE", "FR"), origin=HERE),
    ),
    "guard, a hook": (
        '[[guard]]\nname = "login"\nhook = "a.b"\npredicate = "method:dispatch"\npath = ["a.path"]\njoined_by = ["a.join"]',
        guard_specs.GuardSpec("login", Matcher("hook", ("a.b",)), predicate="method:dispatch", path=("a.path",), joined_by=("a.join",), origin=HERE),
    ),
    "audit": ('[[audit]]\nattribute = "audited"\nvalue = true', guard_specs.AuditSpec(Matcher("attribute", ("audited",)), True, HERE)),
    "audience": (
        '[[audience]]\nid = "contractors"\npaths = ["tools/**"]\nregion = "IE"', specs.AudienceSpec("contractors", ("tools/**",), region="IE", origin=HERE)
    ),
    "purpose": ('[[purpose]]\nid = "p"\nmay_show = ["voice.*"]\nroutes = ["/p/*"]', specs.PurposeSpec("p", ("voice.*",), (), ("/p/*",), HERE)),
    "rule, at its least": (
        '[[rule]]\nid = "R1"\ndata = ["a"]\nsinks = ["log"]', Rule("R1", "R1", ("a",), ("log",), origin=HERE)
    ),
    "rule": (
        '[[rule]]\nid = "R1"\nname = "n"\ndata = ["a"]\nsinks = ["log"]\nmasked = "never"\nseverity = "note"\nmessage = "m"\nwhy = "w"\n'
        'instead = "i"\nunless = [{ role = ["dpo"], audited = true }, { masked = "weak", self = true }]',
        Rule(
            "R1", "n", ("a",), ("log",), unless=(Unless(role=("dpo",), audited=True), Unless(masked=Mask.WEAK, self=True)),
            masked=None, severity=Severity.NOTE, message="m", why="w", instead="i", origin=HERE,
        ),
    ),
    "rule about one screen": (
        '[[rule]]\nid = "R2"\ntogether = [["voice.**"], ["identity.**", "account.id"]]\nsame_record = true',
        Rule("R2", "R2", together=(("voice.**",), ("identity.**", "account.id")), same_record=True, origin=HERE),
    ),
    "rule about a purpose": ('[[rule]]\nid = "R3"\noutside_purpose = true', Rule("R3", "R3", outside_purpose=True, origin=HERE)),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), SPECS.values(), ids=SPECS)
def test_an_entry_becomes_its_spec(text: str, expected: object) -> None:
    assert spec(text) == expected


@pytest.mark.parametrize(
    ("key", "pattern"),
    [
        ("call", "**.lookup"), ("parameter", "pkg.f(name)"), ("name", "phone"), ("attribute", "*.phone"), ("field", "pkg.Class.field"),
        ("field_type", "phonenumber_field.**.PhoneNumberField"), ("key", "Phone number (home)"), ("column", "public.users.phone no"),
    ],
)  # fmt: skip
def test_each_matcher_takes_a_text_or_a_list(key: str, pattern: str) -> None:
    one = specs.NotPersonalSpec(Matcher(key, (pattern,)), HERE)
    assert spec(f"[[not_personal]]\n{key} = '{pattern}'") == one
    assert spec(f"[[not_personal]]\n{key} = ['{pattern}']") == one


@pytest.mark.parametrize(
    ("kind", "screen"),
    [
        ("log", "call"), ("export.file", "call"), ("message.sms", "call"), ("third_party", "call"), ("llm", "call"),
        ("ui.page", "function"), ("api.response", "function"), ("map", "function"), ("logbook", "function"),
    ],
)  # fmt: skip
def test_a_record_a_row_and_a_message_are_a_screen_each(kind: str, screen: str) -> None:
    found = spec(f'[[sink]]\nkind = "{kind}"\ncall = "a.b"')
    assert isinstance(found, specs.SinkSpec)
    assert found.screen == screen


@pytest.mark.parametrize(
    "type_",
    [
        "never",
        "argument:0",
        "argument:model",
        "receiver",
        "receiver.model",
        "list[receiver.model]",
        "a.B",
        "dict[str, list[a.B]]",
    ],
)
def test_what_a_call_gives_back_may_be(type_: str) -> None:
    assert spec(f'[[returns]]\ncall = "a.b"\ntype = "{type_}"') == specs.ReturnsSpec(CALL, type_, HERE)


@pytest.mark.parametrize(
    "written",
    ["argument:0", "argument:name", "receiver", "attribute:template_name", "method:get_names", "text:argument:0"],
)
def test_a_template_may_be_named_by(written: str) -> None:
    found = spec(
        f'[[render]]\ncall = "a.b"\ntemplate = "{written}"\ncontext = "argument:1"\ndialect = "jinja"\nkind = "k"'
    )
    assert isinstance(found, render_specs.RenderSpec)
    assert found.template == written


def test_entries_stand_in_the_order_of_files_and_lines(load: Load) -> None:
    rulebook = load('[[data]]\nid = "z"\n\n[[sink]]\nkind = "log"\ncall = "a"\n\n[[data]]\nid = "a"\n')
    assert [(data.id, str(data.origin)) for data in rulebook.data] == [
        ("z", "rules.toml:1"), ("a", "rules.toml:8"),
        ("contact.phone", "common.toml:2"), ("contact.email", "common.toml:4"), ("location.precise", "common.toml:6"),
    ]  # fmt: skip


def test_extending_joins_lists_and_replaces_the_rest(load: Load) -> None:
    rulebook = load("""
[[rule]]
id = "COMMON"
extend = true
data = ["location.precise", "contact.*"]
severity = "note"
unless = [{ masked = "weak" }]
[[data]]
id = "contact.phone"
extend = true
strong = ["handset"]
title = "Phone"
""")
    rule = Rule(
        "COMMON", "COMMON", ("contact.*", "location.precise"), ("ui.**",), unless=(Unless(masked=Mask.WEAK),),
        severity=Severity.NOTE, origin=Origin("common.toml", 8),
    )  # fmt: skip
    assert rulebook.rule == (rule,)
    assert rulebook.data_type("contact.phone") == specs.DataType(
        "contact.phone", "Phone", strong=("handset",), origin=Origin("common.toml", 2)
    )


def test_a_kind_that_a_file_declares_may_be_used_by_all_others(load: Load) -> None:
    rulebook = load("""
[[rule]]
id = "R"
data = ["contact.phone"]
sinks = ["pager", "wall.*"]
[[sink]]
kind = "pager"
call = "a.b"
[[render]]
call = "c.d"
template = "argument:0"
context = "keywords"
dialect = "jinja"
kind = "wall.screen"
""")
    assert rulebook.rule[0].sinks == ("pager", "wall.*")
    assert rulebook.warnings == ()


def test_the_digest_tells_one_rulebook_from_another(load: Load) -> None:
    first = load('[[data]]\nid = "a"').digest
    assert load('[[data]]\nid = "b"').digest != first
    assert load('[[data]]\nid = "a"').digest == first


def test_a_rule_file_may_have_a_byte_order_mark_and_the_line_ends_of_windows(here: Path) -> None:
    text = '\ufeff[[rule]]\r\nid = "R"\r\n\r\n[[data]]\r\nid = "a"\r\n[[rule]]\r\nid = "S"\r\n'
    text = text.replace('id = "R"', 'id = "R"\r\ndata = ["a"]\r\nsinks = ["log"]').replace(
        '"S"', '"S"\r\ndata = ["a"]\r\nsinks = ["log"]'
    )
    (here / "rules.toml").write_bytes(text.encode())
    rulebook = load_rulebook(["rules.toml"], use_defaults=False)
    assert [str(rule.origin) for rule in rulebook.rule] == ["rules.toml:1", "rules.toml:8"]


def test_a_sink_with_several_ports_takes_what_is_at_each(load: Load) -> None:
    text = (
        '[[sink]]\nkind = "log"\ncall = "a.b"\nport = ["argument:0", "argument:text.**"]\nexcept = ["contact.phone"]\n'
    )
    sinks = load(text + '[[rule]]\nid = "R"\ndata = ["contact.phone"]\nsinks = ["log"]').sink
    mine = [sink for sink in sinks if sink.match == CALL]
    assert [sink.port for sink in mine] == [Port("argument", 0), Port("argument", "text", (), True)]
    assert all(sink.except_ == ("contact.phone",) for sink in mine)
