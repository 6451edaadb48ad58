"""What is wrong with a rule file is told at once: file, line, key, cause, and the nearest right spelling."""

# ruff: noqa: E501 - a case is one line of a table

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from piilint.rulebook import load_rulebook
from piilint.terms.errors import UserError
from piilint.terms.rulebook import Rulebook

Load = Callable[..., Rulebook]


def mistakes(load: Load, text: str, **options: bool) -> list[str]:
    with pytest.raises(UserError) as raised:
        load(text, **options)
    return [message.removeprefix("rules.toml:") for message in raised.value.messages]


SPELLING = {
    "a table that there is not": ('[[snik]]\nkind = "log"', '1: [[snik]] is no table of the rule language; did you mean "sink"?'),
    "a table nothing is like": ('\n[[zzz]]\na = 1', "2: [[zzz]] is no table of the rule language"),
    "a key": ('[[sink]]\nkind = "log"\ncall = "a.b"\nprot = "receiver"', '4: [[sink]] prot: unknown key; did you mean "port"?'),
    "a matcher, which is then not missed": ('[[sink]]\nkind = "log"\ncal = "a.b"', '3: [[sink]] cal: unknown key; did you mean "call"?'),
    "a key of another table": (
        '[[sink]]\nkind = "log"\ncall = "a"\nsubject = "staff"', "4: [[sink]] subject: unknown key; it belongs to [[data]], [[source]] and [[returns]]"
    ),
    "a key nothing is like": (
        '[[not_personal]]\ncall = "a"\nzzz = 1',
        "3: [[not_personal]] zzz: unknown key; the keys are attribute, call, column, field, field_type, key, name and parameter",
    ),
    "extend where nothing can be extended": (
        '[[sink]]\nkind = "log"\ncall = "a"\nextend = true', '4: [[sink]] extend: unknown key; it belongs to [[data]] and [[rule]]'
    ),
    "a data type": (
        '[[source]]\ncall = "a"\ndata = "contact.fone"',
        '3: [[source]] data: there is no data type "contact.fone"; did you mean "contact.phone"?',
    ),
    "a data type in a list, at its own line": (
        '[[sanitizer]]\ncall = "a"\ndata = [\n  "contact.phone",\n  "contact.emial",\n]',
        '5: [[sanitizer]] data: there is no data type "contact.emial"; did you mean "contact.email"?',
    ),
    "a data type that a propagator makes": (
        '[[propagator]]\ncall = "a"\nfrom = "argument:0"\nto = "return"\nbecomes = { "contact.phone" = "contact.mail" }',
        '5: [[propagator]] becomes: there is no data type "contact.mail"; did you mean "contact.email"?',
    ),
    "a sink kind": (
        '[[rule]]\nid = "R"\ndata = ["contact.phone"]\nsinks = ["ui.pgae"]',
        '4: [[rule]] sinks: there is no sink kind "ui.pgae"; did you mean "ui.page"?',
    ),
    "a word of an enumeration": (
        '[[rule]]\nid = "R"\ndata = ["contact.phone"]\nsinks = ["log"]\nseverity = "eror"',
        '5: [[rule]] severity: "eror" is not error, warning or note; did you mean "error"?',
    ),
    "a strength": (
        '[[sanitizer]]\ncall = "a"\nstrength = "strong"', '3: [[sanitizer]] strength: "strong" is not adequate or weak'
    ),
    "a subject": (
        '[[source]]\ncall = "a"\ndata = "contact.phone"\nsubject = "custmer"',
        '4: [[source]] subject: "custmer" is not customer, staff, child, third-party or self; did you mean "customer"?',
    ),
    "a screen": (
        '[[sink]]\nkind = "log"\ncall = "a"\nscreen = "modul"',
        '4: [[sink]] screen: "modul" is not function, module, class or call; did you mean "module"?',
    ),
    "a dialect": (
        '[[render]]\ncall = "a"\ntemplate = "argument:0"\ncontext = "keywords"\nkind = "ui.page"\ndialect = "jinja2"',
        '6: [[render]] dialect: "jinja2" is not jinja or django; did you mean "jinja"?',
    ),
    "a masking": (
        '[[rule]]\nid = "R"\ndata = ["contact.phone"]\nsinks = ["log"]\nmasked = "nevr"',
        '5: [[rule]] masked: "nevr" is not adequate, weak or never; did you mean "never"?',
    ),
    "a key of unless": (
        '[[rule]]\nid = "R"\ndata = ["contact.phone"]\nsinks = ["log"]\nunless = [\n  { maskd = "weak" },\n]',
        '6: [[rule]] unless: maskd: unknown key; did you mean "masked"?',
    ),
    "a port": (
        '[[source]]\ndata = "contact.phone"\ncall = "a"\nport = "retrun.x"',
        '4: [[source]] port: "retrun.x" is no port; write argument:0, argument:name, argument:*, receiver or return;'
        ' did you mean "return"?',
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "told"), SPELLING.values(), ids=SPELLING)
def test_a_wrong_word_is_told_with_the_nearest_right_one(load: Load, text: str, told: str) -> None:
    assert mistakes(load, text) == [told]


SHAPE = {
    "no data": ('[[source]]\ncall = "a"', '1: [[source]]: needs "data"'),
    "no matcher": (
        '[[source]]\ndata = "contact.phone"',
        "1: [[source]]: needs one matcher: call, parameter, name, attribute, field, field_type, key or column",
    ),
    "no call": ("[[sanitizer]]", '1: [[sanitizer]]: needs "call"'),
    "two matchers": (
        '[[source]]\ndata = "contact.phone"\ncall = "a"\nkey = "b"', "4: [[source]] key: has 2 matchers, call and key; make an entry of each"
    ),
    "a port without a call": (
        '[[source]]\ndata = "contact.phone"\nport = "return"\nkey = "b"', '3: [[source]] port: goes with "call" only; this entry matches by "key"'
    ),
    "a value that is no list": (
        '[[sanitizer]]\ncall = "a"\ndata = "contact.phone"', "3: [[sanitizer]] data: expected a list of data types, found text"
    ),
    "a value that is no text": ('[[source]]\ndata = 3\ncall = "a"', "2: [[source]] data: expected text, found a number"),
    "an empty text": ('[[sink]]\nkind = "log"\ncall = " "', "3: [[sink]] call: is empty; write some text or leave it out"),
    "an empty list": ('[[sink]]\nkind = "log"\ncall = []', "3: [[sink]] call: is an empty list; name something or leave it out"),
    "a list of numbers": ('[[sink]]\nkind = "log"\ncall = ["a", 3]', "3: [[sink]] call: expected text, found a number"),
    "a sensitivity out of bounds": ('[[data]]\nid = "a"\nsensitivity = 5', "3: [[data]] sensitivity: 5 is not between 1 and 4"),
    "true as a number": ('[[data]]\nid = "a"\nsensitivity = true', "3: [[data]] sensitivity: expected a whole number, found true or false"),
    "one table instead of many": ('[sink]\nkind = "log"', "1: sink is a table; write each entry as [[sink]]"),
    "a data type with a star": (
        '[[source]]\ndata = "contact.*"\ncall = "a"', '2: [[source]] data: "contact.*" is no dotted key; write it like "contact.phone", without *'
    ),
    "a pattern with an empty part": (
        '[[sink]]\nkind = "log"\ncall = "a..b"', '3: [[sink]] call: "a..b" is no pattern; write dotted names like "package.module.name" or "**.name"'
    ),
    "a pattern with ** within a part": (
        '[[sink]]\nkind = "log"\ncall = "a.b**"',
        '3: [[sink]] call: "a.b**" has ** within a part; ** stands alone between dots, * may be part of a name',
    ),
    "an attribute of nobody": (
        '[[not_personal]]\nattribute = "phone"',
        '2: [[not_personal]] attribute: "phone" has no owner; write "Owner.field", or "**.phone" for any owner',
    ),
    "a parameter of no function": (
        '[[not_personal]]\nparameter = "f.phone"', '2: [[not_personal]] parameter: "f.phone" is no parameter; write it like "package.function(name)"'
    ),
    "a path variable in a source": (
        '[[source]]\ndata = "contact.phone"\ncall = "a"\nport = "return.{k}"',
        '4: [[source]] port: "return.{k}" has a path variable; these stand in "from" and "to" of [[propagator]] only',
    ),
    "a path variable from nowhere": (
        '[[propagator]]\ncall = "a"\nfrom = "argument:0.{k}"\nto = "return.{j}"',
        '4: [[propagator]] to: the path variable {j} stands in no port of "from"',
    ),
    "a rule of data alone": ('[[rule]]\nid = "R"\ndata = ["contact.phone"]', '1: [[rule]]: needs "sinks" beside "data"'),
    "a rule of sinks alone": ('[[rule]]\nid = "R"\nsinks = ["log"]', '1: [[rule]]: needs "data" beside "sinks"'),
    "a rule of nothing": (
        '[[rule]]\nid = "R"',
        "1: [[rule]]: needs data with sinks, together, outside_purpose, audience_not, region_not or suppression",
    ),
    "a rule about comments and flows": (
        '[[rule]]\nid = "R"\nsuppression = "unused"\ndata = ["contact.phone"]',
        '3: [[rule]] suppression: is about comments and goes with no "data"',
    ),
    "an unless that excuses everything": (
        '[[rule]]\nid = "R"\ndata = ["contact.phone"]\nsinks = ["log"]\nunless = [{}]',
        "5: [[rule]] unless: an empty table holds always and would excuse every flow",
    ),
    "an unless that is no list": (
        '[[rule]]\nid = "R"\ndata = ["contact.phone"]\nsinks = ["log"]\nunless = { masked = "weak" }',
        '5: [[rule]] unless: expected a list of tables like [{ masked = "weak" }]',
    ),
    "an id that suppressions could not name": (
        '[[rule]]\nid = "R 1"\ndata = ["contact.phone"]\nsinks = ["log"]',
        '2: [[rule]] id: "R 1" is no id; write letters, digits, "-", "_" and "." only',
    ),
    "a template that is nowhere": (
        '[[render]]\ncall = "a"\ntemplate = "attr:x"\ncontext = "keywords"\nkind = "ui.page"\ndialect = "jinja"',
        '3: [[render]] template: "attr:x" cannot be read;'
        " write argument:0, receiver, attribute:template_name, method:name or text:argument:0",
    ),
    "a context that is nowhere": (
        '[[render]]\ncall = "a"\ntemplate = "argument:0"\ncontext = "keyword"\nkind = "ui.page"\ndialect = "jinja"',
        '4: [[render]] context: "keyword" cannot be read;'
        " write keywords, argument:1, return, attribute:name or method:get_context_data",
    ),
    "a type with an open bracket": (
        '[[returns]]\ncall = "a"\ntype = "list[receiver.model"',
        '3: [[returns]] type: "list[receiver.model" is no type;'
        " write never, argument:0, receiver.model, a.Class or a.Class[argument:0]",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "told"), SHAPE.values(), ids=SHAPE)
def test_an_entry_that_makes_no_sense_is_told_with_the_way_out(load: Load, text: str, told: str) -> None:
    assert mistakes(load, text) == [told]


CONDITIONS = {
    '{ "argument:1" = "2..1" }': 'argument:1: "2..1" is empty; the lower end comes first',
    '{ "argument:1" = "..x" }': 'argument:1: "..x" is no range; write "..2", "1..3" or "4.."; to mean the text itself, put it into a list',
    '{ "argument:1" = "[3" }': 'argument:1: "[3" is no slice; write "[-4:]" or "[:2]"; to mean the text itself, put it into a list',
    '{ "argument:1" = [] }': "argument:1: is an empty list; no value could fit it",
    '{ "argument:1" = [[1]] }': "argument:1: a list of values holds text, numbers, true and false only",
    '{ "argument:1" = { a = 1 } }': "argument:1: expected a value, a list, a range or a slice, found a table",
    '{ "arg:1" = 1 }': '"arg:1" is no port; write argument:0, argument:name, argument:*, receiver or return',
    '{ "argument:*" = 1 }': '"argument:*" is no single argument; a condition reads argument:0, argument:name or receiver',
    '{ "return" = 1 }': '"return" is no single argument; a condition reads argument:0, argument:name or receiver',
    "{}": "is an empty table; name something or leave it out",
    "3": 'expected a table like { "argument:1" = "..2" }, found a number',
}


@pytest.mark.parametrize(("when", "told"), CONDITIONS.items())
def test_a_condition_that_cannot_hold_is_told(load: Load, when: str, told: str) -> None:
    assert mistakes(load, f'[[sanitizer]]\ncall = "a"\nwhen = {when}') == [f"3: [[sanitizer]] when: {told}"]


def test_all_mistakes_of_all_entries_are_told_in_the_order_of_their_lines(load: Load) -> None:
    text = """\
[[sink]]
kind = "log"
call = ["a..b", "a.b", "c d"]
[[source]]
data = "contact.fone"
subject = "nobody"
key = "x"
port = "return"
[[rule]]
id = "R"
data = ["contact.phone"]
severity = "high"
"""
    assert [message.partition(":")[0] for message in mistakes(load, text)] == ["3", "3", "5", "6", "8", "9", "12"]


def test_mistakes_of_several_files_are_told_by_file(here: Path) -> None:
    for name in ("b", "a"):
        (here / f"{name}.toml").write_text('[[sink]]\nkind = "log"\n', encoding="utf-8")
    with pytest.raises(UserError) as raised:
        load_rulebook(["b.toml", "a.toml", "c.toml"])
    needs = "[[sink]]: needs one matcher: call, returns_of, assign, subclass_of or text"
    assert raised.value.messages == (
        f"a.toml:1: {needs}",
        f"b.toml:1: {needs}",
        'c.toml: no such rule file or folder; did you mean "b.toml"?',
    )


def test_a_second_entry_of_an_id_names_the_first(load: Load) -> None:
    rule = '[[rule]]\nid = "R"\ndata = ["contact.phone"]\nsinks = ["log"]\n'
    way_out = "write extend = true to add to it, or choose another id"
    assert mistakes(load, rule * 2) == [f'6: [[rule]] id: "R" is defined already at rules.toml:1; {way_out}']
    assert mistakes(load, '\n[[data]]\nid = "contact.phone"') == [
        f'common.toml:3: [[data]] id: "contact.phone" is defined already at rules.toml:2; {way_out}'
    ]


def test_what_is_extended_exists(load: Load) -> None:
    assert mistakes(load, '[[data]]\nid = "contact.fone"\nextend = true') == [
        '2: [[data]] id: there is no data type "contact.fone" to extend; did you mean "contact.phone"?'
    ]
    assert mistakes(load, '[[rule]]\nid = "COMON"\nextend = true') == [
        '2: [[rule]] id: there is no rule "COMON" to extend; did you mean "COMMON"?'
    ]
    assert mistakes(load, "[[rule]]\nextend = true") == ['1: [[rule]]: needs "id", to say what it extends']


def test_a_pattern_that_fits_nothing_is_a_mistake_and_without_the_defaults_a_warning(load: Load) -> None:
    text = '[[rule]]\nid = "R"\ndata = ["contct.**"]\nsinks = ["uii.*"]\n'
    data = '3: [[rule]] data: "contct.**" fits no data type; did you mean "contact.**"?'
    sinks = '4: [[rule]] sinks: "uii.*" fits no sink kind; did you mean "ui.*"?'
    assert mistakes(load, text, defaults=True) == [data, sinks]
    assert load(text).warnings == (f"rules.toml:{data}", f"rules.toml:{sinks}")


def test_without_any_rule_nothing_could_be_wrong(here: Path) -> None:
    (here / "data.toml").write_text('[[data]]\nid = "a"\n', encoding="utf-8")
    with pytest.raises(UserError, match=r"no \[\[rule\]\] is loaded") as raised:
        load_rulebook(["data.toml"], use_defaults=False)
    assert "--no-default-rules" in str(raised.value)


WHOLE = {
    '[[rule]]\nid = "R"\nextend = "yes"': "3: [[rule]] extend: expected true or false",
    '[[rule]]\nid = "R"\nsame_record = true\noutside_purpose = true': '3: [[rule]] same_record: goes with "together" only',
    '[[rule]]\nid = "R"\ntogether = [["contact.*"]]': "3: [[rule]] together: needs at least two lists; one datum of each makes the combination",
    '[[rule]]\nid = "R"\ntogether = ["contact.*"]': '3: [[rule]] together: expected lists of patterns like [["voice.**"], ["identity.**"]]',
    '[[rule]]\nid = "R"\nunless = [{ guarded = false }]': "3: [[rule]] unless: guarded: only true says something here; leave it out",
    '[[rule]]\nid = "R"\nunless = [{ guards = ["rôle"] }]\n[[guard]]\nname = "role"\ncall = "a"': '3: [[rule]] unless: there is no guard "rôle"; did you mean "role"?',
    '[[sink]]\nkind = "ui.page"\nsubclass_of = "a.b"': '3: [[sink]] subclass_of: needs "attribute" beside it: the class attribute or method that says what is shown',
    '[[audience]]\nid = "staff"': "1: [[audience]]: needs paths, routes or roles, to say which screens it sees",
    '[[guard]]\nname = "g"\ncall = "a"\nvalue = true': '4: [[guard]] value: goes with "attribute" or "decorator" or "setting" only; this entry matches by "call"',
    '[[guard]]\nname = "g"\nattribute = "a"\nvalue = [1]': "4: [[guard]] value: expected text, a number, true or false, found a list",
    '[[guard]]\nname = "g"\ndecorator = "a"\npredicate = "test_func"': '4: [[guard]] predicate: expected a port like "argument:0", or "method:NAME"',
    '[[guard]]\nname = "g"\ncall = "a"\npath = ["a.path"]': '4: [[guard]] path: goes with "hook" only; this entry matches by "call"',
    '[[guard]]\nname = "g"\ncall = "a"\nrole = [1]': "4: [[guard]] role: expected a port, text or a list of texts, found a list",
    '[[guard]]\nname = "g"\ncall = "a"\nrole = "argument:*x"': "4: [[guard]] role: \"argument:*x\" has a path that cannot be read at",
    '[[propagator]]\ncall = "a"\nfrom = 3\nto = "return"': "3: [[propagator]] from: expected text or a list of ports, found a number",
}  # fmt: skip


@pytest.mark.parametrize(("text", "told"), WHOLE.items())
def test_keys_that_need_each_other_are_told(load: Load, text: str, told: str) -> None:
    assert [message for message in mistakes(load, text) if message.startswith(told)]


CALLBACK = '[[registration]]\nas = "callback"\n'
OUTPUTS = {
    "outputs of no kind": (
        CALLBACK + 'decorator = "a.b"\noutputs = "argument:0"',
        '4: [[registration]] outputs: needs "kind" beside it: what kind of sink a result is there',
    ),
    "outputs of a call that is handed nothing": (
        CALLBACK + 'call = "a.b"\nkind = "log"\noutputs = "argument:0"',
        '5: [[registration]] outputs: needs "function" beside it: the port of the function that is called',
    ),
    "what outputs are made by, without outputs": (
        CALLBACK + 'decorator = "a.b"\nmade_by = "a.Output"', '4: [[registration]] made_by: goes with "outputs" only'
    ),
    "a reference to components that are all seen": (
        CALLBACK + 'decorator = "a.b"\nkind = "log"\noutputs = "argument:0"\nrefers = { "argument:0" = "argument:id" }',
        '6: [[registration]] refers: goes with "unseen" only: the calls that make the components',
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), OUTPUTS.values(), ids=OUTPUTS)
def test_outputs_say_what_they_need(load: Load, text: str, expected: str) -> None:
    assert mistakes(load, text) == [expected]
