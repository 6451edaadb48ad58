"""Each finding names the smallest change that would end it, with what the project has for it."""

from __future__ import annotations

from dataclasses import replace

from piilint.judge.candidate import Candidate
from piilint.judge.remedy import Tools, change_for_flow
from piilint.terms.finding import Finding, GuardFact
from piilint.terms.flow import Flow, Step, Verb
from piilint.terms.grades import Mask
from piilint.terms.location import Place
from piilint.terms.own_code import OwnMask
from piilint.terms.rule import Rule, Unless
from piilint.terms.screen import Screen, SinkContext
from tests.judge.judge_samples import flow, rule, verdict

PHONES = OwnMask("desk.privacy.mask_phone", "desk/privacy.py", 3, ("contact.phone",))
ALL = OwnMask("desk.privacy.redact", "desk/privacy.py", 9, ("**",))
OFFICER = GuardFact("role", "app/officers.py", 7, "officer")
TICKET = GuardFact("ticket", "app/tickets.py", 8)
TOOLS = Tools((ALL, PHONES), (OFFICER, TICKET), (("app/officers.py", 9),))


def read_at(one: Flow, path: str, line: int, verb: Verb = Verb.READ) -> Flow:
    """The flow with a step between its ends."""
    return replace(one, steps=(one.steps[0], Step(verb, Place(path, line), "read"), one.steps[-1]))


def shown_in_page(callee: str = "{{ customer.phone }}") -> Flow:
    page = flow(sink=("app/page.html", 4), callee=callee)
    return read_at(page, "app/views.py", 20, Verb.TEMPLATE)


def change(
    one: Flow,
    policy: Rule | None = None,
    tools: Tools = TOOLS,
    context: SinkContext | None = None,
    mask: Mask | None = None,
) -> str:
    screen = Screen(one.sink.screen)
    candidate = Candidate(one, screen, context or SinkContext(), mask or one.mask, one.confidence)
    return change_for_flow(policy or rule(), candidate, tools)


class TestMasks:
    def test_the_mask_whose_name_speaks_of_the_data_is_put_where_code_reads_it_last(self) -> None:
        one = read_at(flow(), "app/tasks.py", 31)
        assert change(one) == "mask Customer.field at app/tasks.py:31 with desk.privacy.mask_phone"

    def test_a_mask_for_all_data_serves_where_there_is_no_other(self) -> None:
        assert change(flow("contact.email"), tools=Tools((ALL, PHONES))).endswith("with desk.privacy.redact")

    def test_a_mask_for_other_data_is_none(self) -> None:
        assert change(flow("contact.email"), tools=Tools((PHONES,))) == "leave out Customer.field at app/views.py:40"

    def test_before_a_template_it_is_masked_where_the_template_is_handed_the_data(self) -> None:
        assert change(shown_in_page()) == "mask Customer.field at app/views.py:20 with desk.privacy.mask_phone"

    def test_what_masks_too_weakly_is_named(self) -> None:
        weak = flow(mask=Mask.WEAK, masked_by="round")
        assert change(weak).endswith("with desk.privacy.mask_phone instead of round")

    def test_a_rule_for_which_no_mask_is_enough_gets_none(self) -> None:
        assert change(flow(), rule(masked=None)) == "leave out Customer.field at app/views.py:40"


class TestLeavingOut:
    def test_an_expression_of_a_template_is_left_out_there(self) -> None:
        assert change(shown_in_page(), tools=Tools()) == "leave out {{ customer.phone }} at app/page.html:4"

    def test_a_templates_own_variable_is_left_out_where_it_gets_its_value(self) -> None:
        one = read_at(shown_in_page("{{ value }}"), "app/clip.html", 12)
        assert change(one, tools=Tools()) == "leave out Customer.field at app/clip.html:12"

    def test_of_an_object_that_is_shown_whole_another_field_is_shown(self) -> None:
        shown = "leave out the object, whose text is Customer.__str__(), at app/views.py:40"
        assert change(flow(owner="Customer.__str__()"), tools=Tools()) == shown


class TestChecks:
    def asked(self, tools: Tools = TOOLS, context: SinkContext | None = None, **unless: object) -> str:
        return change(flow(), rule(masked=None, unless=(Unless(**unless),)), tools, context)  # type: ignore[arg-type]

    def test_each_as_the_project_does_it_elsewhere(self) -> None:
        assert self.asked(role=("officer",)) == 'let in only "officer", as app/officers.py:7 does'
        assert self.asked(guards=("ticket",)) == 'put guard "ticket" before it, as app/tickets.py:8 does'
        assert self.asked(guarded=True) == "put a guard before it, as app/officers.py:7 does"
        assert self.asked(audited=True) == "record the look first, as app/officers.py:9 does"

    def test_without_an_example_the_check_alone(self) -> None:
        assert self.asked(Tools(), role=("officer", "lead"), audited=True) == (
            'let in only "officer" or "lead" and record the look first'
        )

    def test_what_is_there_is_not_asked_for(self) -> None:
        assert self.asked(context=SinkContext((OFFICER,)), role=("officer",), audited=True).startswith("record")

    def test_a_mask_that_belongs_to_it(self) -> None:
        assert self.asked(masked=Mask.ADEQUATE, audited=True) == (
            "record the look first, as app/officers.py:9 does and "
            "mask Customer.field at app/views.py:40 with desk.privacy.mask_phone"
        )

    def test_a_purpose_is_declared_and_never_changed(self) -> None:
        assert self.asked(purpose=("calls",)) == "say what it is for: `# piilint: purpose=calls`"
        other = Candidate(flow(), Screen("s", "billing"), SinkContext(), Mask.NONE, flow().confidence)
        policy = rule(masked=None, unless=(Unless(purpose=("calls",)),))
        assert change_for_flow(policy, other, TOOLS) == "leave out Customer.field at app/views.py:40"

    def test_a_long_list_is_no_small_change(self) -> None:
        many = {"guards": ("a", "b", "c"), "role": ("officer",)}
        assert self.asked(**many) == "leave out Customer.field at app/views.py:40"

    def test_where_a_mask_is_enough_and_there_the_mask_is_told(self) -> None:
        assert change(flow(), rule(unless=(Unless(guarded=True),))).startswith("mask ")
        assert change(flow(), rule(unless=(Unless(guarded=True),)), Tools(guards=(TICKET,))).startswith("put a guard")


class TestTogether:
    RULE = Rule("T", "t", together=(("voice.**",), ("contact.**", "identity.**")))

    def found(self, *flows: Flow) -> Finding:
        [finding] = verdict(flows, self.RULE)
        return finding

    def test_what_stands_beside_the_work_goes(self) -> None:
        transcript = flow("voice.transcript", sink=("app/views.py", 10), owner="Clip.transcript")
        found = self.found(transcript, flow(sink=("app/views.py", 20)), flow(sink=("app/views.py", 30)))
        assert found.change == "leave out Customer.field at app/views.py:20, Customer.field at app/views.py:30"

    def test_all_that_would_complete_it_again_goes(self) -> None:
        parts = [flow("voice.transcript", sink=("app/views.py", 10))]
        parts += [
            flow(data, sink=("app/views.py", 20 + at)) for at, data in enumerate(["contact.phone", "identity.name"])
        ]
        assert self.found(*parts).change.count("app/views.py:2") == 2
        parts += [flow(sink=("app/views.py", line)) for line in (50, 60)]
        assert self.found(*parts).change.endswith(" and 1 more")


def test_findings_about_comments_name_theirs() -> None:
    from piilint.judge.comments import CHANGES
    from piilint.terms.ledger import PROBLEMS

    assert CHANGES.keys() == set(PROBLEMS) - {"stale", "grown"}
