"""Each table and key of the language in its smallest form: all of them load."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from piilint.terms.rulebook import Rulebook

Load = Callable[..., Rulebook]

GUARD = '[[guard]]\nname = "role"\ndecorator = "a.b"\n'
AUDIENCE = '[[audience]]\nid = "staff"\nroles = ["staff"]\n'
FLOWS = '[[rule]]\nid = "R"\ndata = ["contact.phone"]\nsinks = ["log"]\n'
TOGETHER = '[[rule]]\nid = "R"\ntogether = [["contact.*"], ["location.precise"]]\n'
SINK = '[[sink]]\nkind = "ui.page"\n'
PROPAGATOR = '[[propagator]]\ncall = "a.b"\nfrom = "argument:0"\nto = "return"\n'
RENDER = '[[render]]\ncall = "a.b"\ncontext = "keywords"\nkind = "ui.page"\n'
CALLBACK = '[[registration]]\ndecorator = "a.b"\nas = "callback"\n'
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
    ("registration", "outputs", None): f'{CALLBACK}outputs = "argument:0"\nkind = "ui.page"',
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


@pytest.mark.parametrize("case", EXAMPLES, ids=str)
def test_what_the_language_says_loads(load: Load, case: tuple[str, str | None, str | None]) -> None:
    assert load(EXAMPLES[case]).digest
