"""What the engine cannot do yet is refused, with its place; all else of the language loads.

A line that goes from NOT_YET moves its example from the first test to the second by itself.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from piilint.rulebook.not_yet import NOT_YET
from piilint.terms.errors import UserError
from piilint.terms.rulebook import Rulebook

Load = Callable[..., Rulebook]

GUARD = '[[guard]]\nname = "role"\ndecorator = "a.b"\n'
AUDIENCE = '[[audience]]\nid = "staff"\nroles = ["staff"]\n'
FLOWS = '[[rule]]\nid = "R"\ndata = ["contact.phone"]\nsinks = ["log"]\n'
TOGETHER = '[[rule]]\nid = "R"\ntogether = [["contact.*"], ["location.precise"]]\n'
SINK = '[[sink]]\nkind = "ui.page"\n'
PROPAGATOR = '[[propagator]]\ncall = "a.b"\nfrom = "argument:0"\nto = "return"\n'
RENDER = '[[render]]\ncall = "a.b"\ncontext = "keywords"\nkind = "ui.page"\n'
SANITIZER = '[[sanitizer]]\ncall = "a.b"\n'

EXAMPLES = {
    ("guard", None, None): GUARD,
    ("audit", None, None): '[[audit]]\ncall = "a.b"',
    ("audience", None, None): AUDIENCE,
    ("purpose", None, None): '[[purpose]]\nid = "p"\nmay_show = ["contact.*"]',
    ("rule", "outside_purpose", None): '[[rule]]\nid = "R"\noutside_purpose = true',
    ("rule", "together", None): TOGETHER,
    ("rule", "same_record", None): f"{TOGETHER}same_record = true",
    ("rule", "audience_not", None): f'[[rule]]\nid = "R"\naudience_not = ["staff"]\n{AUDIENCE}',
    ("rule", "region_not", None): '[[rule]]\nid = "R"\nregion_not = ["IE"]',
    ("rule.unless", "guarded", None): f"{FLOWS}unless = [{{ guarded = true }}]",
    ("rule.unless", "guards", None): f'{FLOWS}unless = [{{ guards = ["role"] }}]\n{GUARD}',
    ("rule.unless", "role", None): f'{FLOWS}unless = [{{ role = ["dpo"] }}]',
    ("rule.unless", "audited", None): f"{FLOWS}unless = [{{ audited = true }}]",
    ("rule.unless", "purpose", None): f'{FLOWS}unless = [{{ purpose = ["p"] }}]',
    ("rule.unless", "audience", None): f'{FLOWS}unless = [{{ audience = ["staff"] }}]\n{AUDIENCE}',
    ("rule.unless", "region", None): f'{FLOWS}unless = [{{ region = ["IE"] }}]',
    ("rule.unless", "self", None): f"{FLOWS}unless = [{{ self = true }}]",
    ("record", None, None): '[[record]]\nsubclass_of = "a.b"\nfields_from = "Meta.fields"',
    ("registration", None, None): '[[registration]]\ndecorator = "a.b"\nas = "filter"',
    ("registration", "outputs", None): '[[registration]]\ndecorator = "a.b"\nas = "callback"\noutputs = "argument:0"',
    ("sink", "subclass_of", None): f'{SINK}subclass_of = "a.b"\nattribute = "fields"',
    ("sink", "text", None): f'{SINK}text = "https://maps.example/**"',
    ("sink", "assign", None): f'{SINK}assign = "Label.text"',
    ("sink", "cut_to", None): f'{SINK}returns_of = "a.b"\ncut_to = "decorator.response_model"',
    ("propagator", "keep", None): f'{PROPAGATOR}keep = "argument:1"',
    ("propagator", "drop", None): f'{PROPAGATOR}drop = "argument:1"',
    ("propagator", "rename", None): f'{PROPAGATOR}rename = "argument:columns"',
    ("propagator", "merge", None): f'{PROPAGATOR}merge = "argument:on"',
    ("propagator", "columns_from", None): f'{PROPAGATOR}columns_from = "argument:names"',
    ("sanitizer", "weak_beside", None): f'{SANITIZER}weak_beside = ["contact.email"]',
    ("sanitizer", "leaves", None): f'{SANITIZER}leaves = "contact.email"',
    ("source", "column", None): '[[source]]\ndata = "contact.phone"\ncolumn = "users.phone"',
    ("source", "field_type", None): '[[source]]\ndata = "contact.phone"\nfield_type = "a.PhoneField"',
    ("not_personal", "column", None): '[[not_personal]]\ncolumn = "stores.phone"',
    ("not_personal", "field_type", None): '[[not_personal]]\nfield_type = "a.PhoneField"',
    ("render", "dialect", "django"): f'{RENDER}template = "argument:0"\ndialect = "django"',
    ("render", "template", "attribute:"): f'{RENDER}template = "attribute:template_name"\ndialect = "jinja"',
    ("render", "template", "method:"): f'{RENDER}template = "method:get_names"\ndialect = "jinja"',
    ("render", "dialect", "jinja"): f'{RENDER}template = "argument:0"\ndialect = "jinja"',
    ("rule.unless", "masked", None): f'{FLOWS}unless = [{{ masked = "weak" }}]',
    ("sink", "returns_of", None): f'{SINK}returns_of = "a.b"',
}  # fmt: skip

REFUSED = {case: text for case, text in EXAMPLES.items() if case in NOT_YET}
ACCEPTED = {
    case: text
    for case, text in EXAMPLES.items()
    if case not in NOT_YET
    # an example may need another table that is refused still
    and not (text.endswith(AUDIENCE) and ("audience", None, None) in NOT_YET)
    and not (text.endswith(GUARD) and ("guard", None, None) in NOT_YET)
    and not (case[1] == "same_record" and ("rule", "together", None) in NOT_YET)
}


def test_every_refusal_has_its_example() -> None:
    assert set(NOT_YET) <= set(EXAMPLES)


@pytest.mark.parametrize("case", REFUSED, ids=str)
def test_what_does_not_work_yet_is_refused_with_its_place(load: Load, case: tuple[str, str | None, str | None]) -> None:
    text = REFUSED[case]
    with pytest.raises(UserError) as raised:
        load(text)
    table, key, _ = case
    table, _, inside = table.partition(".")
    word = inside or key
    line = next(number for number, line in enumerate(text.splitlines(), 1) if line.startswith(word or "[["))
    place = f"rules.toml:{line}: [[{table}]]" + (f" {word}" if word else "") + (f": {key}" if inside else "")
    assert f"{place}: not supported yet: {NOT_YET[case]}" in raised.value.messages
    assert all("not supported yet" in message for message in raised.value.messages)


@pytest.mark.parametrize("case", ACCEPTED, ids=str)
def test_what_works_loads(load: Load, case: tuple[str, str | None, str | None]) -> None:
    assert load(ACCEPTED[case]).digest


def test_a_mistake_is_told_beside_the_refusal(load: Load) -> None:
    with pytest.raises(UserError) as raised:
        load('[[record]]\nsubclass_of = "a.b"\nmethod_field = "get"')
    assert 'rules.toml:3: [[record]] method_field: "get" does not hold {name}' in raised.value.messages
