"""A finding says in plain words what the rule asks for and the screen has not."""

from __future__ import annotations

import pytest

from piilint.terms.finding import Finding, GuardFact
from piilint.terms.grades import Mask
from piilint.terms.rule import Unless
from piilint.terms.screen import Screen, SinkContext
from piilint.terms.specs import PurposeSpec
from tests.judge.judge_samples import flow, rule, verdict

ROLE = GuardFact("role", "app/views.py", 7, "dpo")
SUPPORT = GuardFact("role", "app/views.py", 7, "support")
TICKET = GuardFact("ticket", "app/views.py", 8)


def found(*unless: Unless, context: SinkContext | None = None, **keys: object) -> Finding:
    """The one finding of a rule that only these ways lead out of."""
    [finding] = verdict(flow(), rule(unless=unless, **keys), contexts={0: context or SinkContext()})
    return finding


@pytest.mark.parametrize(
    ("unless", "context", "words"),
    [
        (Unless(guarded=True), SinkContext(), ("any guard",)),
        (Unless(guards=("role", "ticket")), SinkContext((ROLE,)), ('guard "ticket"',)),
        (Unless(guards=("role",), role=("dpo",)), SinkContext(), ('role "dpo"',)),
        (Unless(role=("dpo", "admin")), SinkContext((SUPPORT,)), ('role "dpo" or "admin" (lets in "support")',)),
        (Unless(audited=True, role=("dpo",)), SinkContext((ROLE,)), ("an audit",)),
        (Unless(masked=Mask.WEAK, guarded=True), SinkContext((ROLE,)), ("a mask",)),
        (Unless(purpose=("calls",)), SinkContext(), ('purpose "calls"',)),
        (Unless(self=True, audited=True), SinkContext(), ("an audit", "being about the person who looks")),
        (Unless(self=True), SinkContext(), ()),
    ],
)
def test_each_thing_that_is_missing_has_its_words(unless: Unless, context: SinkContext, words: tuple[str, ...]) -> None:
    assert found(unless, context=context).missing == words


def test_the_message_ends_with_what_is_missing() -> None:
    lacking = found(Unless(guards=("role", "ticket"), role=("dpo",), audited=True))
    assert lacking.message == 'phone number reaches a page without guard "ticket", role "dpo" and an audit'


def test_of_several_ways_out_the_nearest_is_told() -> None:
    ways = (Unless(guards=("role", "ticket"), audited=True), Unless(role=("dpo",), audited=True))
    assert found(*ways, context=SinkContext((ROLE,))).missing == ("an audit",)


def test_of_two_as_near_the_one_of_which_more_is_there_is_told() -> None:
    ways = (Unless(role=("admin",)), Unless(guards=("role", "ticket"), role=("dpo",)))
    assert found(*ways, context=SinkContext((ROLE,))).missing == ('guard "ticket"',)


def test_a_way_out_for_screens_of_another_purpose_is_not_told() -> None:
    ways = (Unless(purpose=("calls",), role=("dpo",)), Unless(purpose=("billing",), role=("admin",), audited=True))
    context = SinkContext((ROLE,), screen=Screen("s", "billing"))
    assert found(*ways, context=context).missing == ('role "admin" (lets in "dpo")', "an audit")


def test_a_rule_says_where_in_its_message_that_stands() -> None:
    lacking = found(Unless(audited=True), message="Shown {missing}: {data}.")
    assert lacking.message == "Shown without an audit: phone number."


def test_a_rule_that_nothing_excuses_misses_nothing() -> None:
    assert found().missing == ()
    assert found().message == "phone number reaches a page"


@pytest.mark.parametrize(
    ("screen", "keys", "message"),
    [
        (Screen("s", audiences=("staff", "public")), {"audience_not": ("public",)}, 'that the audience "public" sees'),
        (Screen("s", regions=("IE", "IN")), {"region_not": ("IN", "US")}, 'in the region "IN"'),
    ],
)
def test_rules_about_screens_name_what_is_wrong(screen: Screen, keys: dict[str, object], message: str) -> None:
    assert found(context=SinkContext(screen=screen), **keys).message == f"phone number reaches a page {message}"


def test_a_rule_about_purposes_names_the_purpose() -> None:
    context = SinkContext(screen=Screen("s", "billing"))
    purposes = (PurposeSpec("billing", ("financial",)),)
    [outside] = verdict(flow(), rule(outside_purpose=True), contexts={0: context}, purposes=purposes)
    assert 'which the purpose "billing" of' in outside.message
