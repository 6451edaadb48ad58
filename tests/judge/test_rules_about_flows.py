"""Which flows break a rule, how many findings that makes, and what they say."""

from __future__ import annotations

from dataclasses import replace

import pytest

from piilint.terms.config import Override
from piilint.terms.errors import UserError
from piilint.terms.grades import Confidence, Mask, Severity
from piilint.terms.rule import Unless
from piilint.terms.screen import Screen
from piilint.terms.specs import Matcher, PurposeSpec, SanitizerSpec
from tests.judge.judge_samples import flow, guarded_by, rule, verdict


def test_a_flow_breaks_a_rule_that_names_its_data_and_its_sink() -> None:
    """And the finding carries what the flow knows."""
    [found] = verdict(flow(owner="Customer.phone"), rule())

    assert (found.rule, found.name, found.severity, found.confidence) == (
        "PII102",
        "phone-on-page",
        Severity.ERROR,
        Confidence.HIGH,
    )
    assert found.data == ("contact.phone",)
    assert (found.source.place.path, found.source.place.line) == ("app/models.py", 12)
    assert (found.sink.place.path, found.sink.place.line, found.sink_kind) == ("app/views.py", 40, "ui.page")
    assert (found.source_owner, found.sink_callee, found.screen) == (
        "Customer.phone",
        "flask.render_template",
        "app.views.show",
    )
    assert found.evidence == "strong name `contact.phone`"
    assert [one.step.message for one in found.steps] == ["read", "shown"]
    assert found.members == ()


@pytest.mark.parametrize(
    ("data", "kind"), [("identity.name", "ui.page"), ("contact.phone", "log"), ("contacts", "ui.page")]
)
def test_other_data_and_other_sinks_break_nothing(data: str, kind: str) -> None:
    assert verdict(flow(data, kind=kind), rule()) == ()


def test_one_finding_for_each_rule_source_sink_and_data_type() -> None:
    ways = [
        flow(),
        flow(steps=9),
        flow(sink=("app/views.py", 50)),
        flow(source=("app/models.py", 13)),
        flow("contact.email"),
        flow(callee="{{ other }}"),
    ]

    found = verdict(ways, [rule(), rule("PII999", "again")])

    assert len(found) == 2 * 5


def test_of_several_ways_the_finding_shows_the_least_masked_then_the_surest_then_the_shortest() -> None:
    weak = flow(mask=Mask.WEAK, masked_by="builtins.round")
    unsure = flow(confidence=Confidence.MEDIUM, steps=2)
    long, short = flow(steps=7), flow(steps=4)

    [found] = verdict([weak, unsure, long, short], rule())

    assert (found.mask, found.confidence, len(found.steps)) == (Mask.NONE, Confidence.HIGH, 4)
    assert found.severity is Severity.ERROR


def test_findings_come_in_reading_order() -> None:
    """By the sink's place, then the rule, then the data."""
    flows = [
        flow("contact.phone", sink=("b.py", 1)),
        flow("contact.phone", sink=("a.py", 9)),
        flow("contact.email", sink=("a.py", 9)),
        flow("contact.phone", sink=("a.py", 10)),
    ]

    found = verdict(flows, [rule("PII2", "two"), rule("PII1", "one")])

    order = [(one.sink.place.path, one.sink.place.line, one.rule, one.data[0]) for one in found]
    assert order == sorted(order)
    assert order[0] == ("a.py", 9, "PII1", "contact.email")


class TestMasks:
    """`masked` says which mask is enough by itself."""

    @pytest.mark.parametrize(
        ("enough", "mask", "severity"),
        [
            (Mask.ADEQUATE, Mask.NONE, Severity.ERROR),
            (Mask.ADEQUATE, Mask.WEAK, Severity.WARNING),
            (Mask.ADEQUATE, Mask.ADEQUATE, None),
            (Mask.WEAK, Mask.NONE, Severity.ERROR),
            (Mask.WEAK, Mask.WEAK, None),
            (Mask.WEAK, Mask.ADEQUATE, None),
            (None, Mask.NONE, Severity.ERROR),
            (None, Mask.WEAK, Severity.WARNING),
            (None, Mask.ADEQUATE, Severity.ERROR),
        ],
    )
    def test_severity(self, enough: Mask | None, mask: Mask, severity: Severity | None) -> None:
        found = verdict(flow(mask=mask), rule(masked=enough))

        assert [one.severity for one in found] == ([severity] if severity else [])

    def test_a_note_stays_a_note(self) -> None:
        [found] = verdict(flow(mask=Mask.WEAK), rule(severity=Severity.NOTE))

        assert found.severity is Severity.NOTE

    def test_the_message_says_what_is_still_readable(self) -> None:
        [found] = verdict(flow(mask=Mask.WEAK, masked_by="operator.getitem"), rule())

        assert (
            found.message == "phone number reaches a page, masked only weakly by operator.getitem: "
            "part of the phone number is still readable"
        )

    @pytest.mark.parametrize(("beside", "mask"), [("identity.name", Mask.WEAK), ("voice.transcript", None)])
    def test_some_masks_are_weak_beside_other_data_on_the_same_screen(self, beside: str, mask: Mask | None) -> None:
        last_digits = SanitizerSpec(
            Matcher("call", ("operator.getitem",)), data=("contact.phone",), weak_beside=("identity.**",)
        )
        flows = [flow(mask=Mask.ADEQUATE, masked_by="operator.getitem"), flow(beside, sink=("app/views.py", 90))]

        found = verdict(flows, rule(), sanitizers=(last_digits,))

        assert [one.mask for one in found] == ([mask] if mask else [])


class TestUnless:
    """One table of `unless` that holds whole excuses a flow."""

    @pytest.mark.parametrize(
        ("table", "excused"),
        [
            (Unless(guarded=True), True),
            (Unless(guards=("role", "ticket")), True),
            (Unless(guards=("role", "vpn")), False),
            (Unless(role=("analyst", "doctor")), True),
            (Unless(role=("analyst",)), False),
            (Unless(role=("doctor", "analyst"), audited=True), False),
            (Unless(masked=Mask.WEAK), False),
            (Unless(self=True), False),
        ],
    )
    def test_guards(self, table: Unless, excused: bool) -> None:
        """The role guard on line 1 lets in doctors; the ticket guard asks for no role."""
        found = verdict(flow(), rule(unless=(table,)), contexts=guarded_by(("role", "doctor"), ("ticket", None)))

        assert found == () if excused else len(found) == 1

    def test_every_role_that_a_guard_lets_in_must_be_allowed(self) -> None:
        contexts = guarded_by(("role", "doctor"))
        [doctor] = contexts[0].guards
        both = {0: type(contexts[0])((doctor, type(doctor)("role", doctor.path, doctor.line, "visitor")))}

        assert len(verdict(flow(), rule(unless=(Unless(role=("doctor",)),)), contexts=both)) == 1
        assert verdict(flow(), rule(unless=(Unless(role=("doctor", "visitor")),)), contexts=both) == ()

    def test_without_a_guard_nothing_is_guarded(self) -> None:
        assert len(verdict(flow(), rule(unless=(Unless(guarded=True),)))) == 1
        assert len(verdict(flow(), rule(unless=(Unless(role=("doctor",)),)))) == 1

    def test_any_one_table_is_enough(self) -> None:
        tables = (Unless(audited=True), Unless(role=("doctor",)))

        assert verdict(flow(), rule(unless=tables), contexts=guarded_by(audited=True)) == ()

    def test_masks_decide_alone_where_the_rule_asks_for_them(self) -> None:
        strict = rule(masked=None, unless=(Unless(masked=Mask.ADEQUATE, audited=True),))

        assert len(verdict(flow(mask=Mask.ADEQUATE), strict)) == 1
        assert verdict(flow(mask=Mask.ADEQUATE), strict, contexts=guarded_by(audited=True)) == ()

    def test_people_may_see_themselves(self) -> None:
        mine = rule(unless=(Unless(self=True),))

        assert verdict(flow(subject="self"), mine) == ()
        assert len(verdict(flow(subject="customer"), mine)) == 1

    @pytest.mark.parametrize(
        ("table", "excused"),
        [
            (Unless(purpose=("support",)), True),
            (Unless(purpose=("billing",)), False),
            (Unless(audience=("staff", "partners")), True),
            (Unless(audience=("staff",)), False),
            (Unless(region=("IE",)), True),
            (Unless(region=("US",)), False),
        ],
    )
    def test_screens(self, table: Unless, excused: bool) -> None:
        """All that a screen declares must be in the list."""
        screen = Screen("app.views.show", "support", ("staff", "partners"), ("IE",))

        found = verdict(flow(), rule(unless=(table,)), screen=screen)

        assert found == () if excused else len(found) == 1

    @pytest.mark.parametrize(
        "table", [Unless(purpose=("support",)), Unless(audience=("staff",)), Unless(region=("IE",))]
    )
    def test_what_a_screen_does_not_declare_excuses_nothing(self, table: Unless) -> None:
        assert len(verdict(flow(), rule(unless=(table,)))) == 1


class TestScreens:
    """Rules about what screens are for, who looks at them, and where."""

    PURPOSES = (PurposeSpec("transcription", may_show=("voice.**",)),)

    @pytest.mark.parametrize(
        ("purpose", "data", "wrong"),
        [
            ("transcription", "contact.phone", True),
            ("transcription", "voice.transcript", False),
            ("unheard-of", "contact.phone", False),
            (None, "contact.phone", False),
        ],
    )
    def test_outside_purpose(self, purpose: str | None, data: str, wrong: bool) -> None:
        screen = Screen("app.views.show", purpose)

        found = verdict(flow(data), rule(outside_purpose=True), screen=screen, purposes=self.PURPOSES)

        assert len(found) == wrong

    def test_audience_and_region(self) -> None:
        screen = Screen("app.views.show", None, ("contractors",), ("US",))

        assert len(verdict(flow(), rule(audience_not=("contractors",)), screen=screen)) == 1
        assert verdict(flow(), rule(audience_not=("staff",)), screen=screen) == ()
        assert len(verdict(flow(), rule(region_not=("US",)), screen=screen)) == 1
        assert verdict(flow(), rule(region_not=("US",))) == ()


class TestMessages:
    """Texts are made up where a rule has none."""

    def test_default(self) -> None:
        [found] = verdict(flow(), rule())

        assert found.message == "phone number reaches a page"

    def test_placeholders_and_other_braces(self) -> None:
        told = rule(message="{source}: {data} in {sink} of {screen}, {whatever} {")

        [found] = verdict(flow(kind="ui.admin", owner="Customer.phone"), told)

        assert found.message == "Customer.phone: phone number in an admin page of app.views.show, {whatever} {"

    def test_kinds_that_rules_made_up_keep_their_name(self) -> None:
        [found] = verdict(flow(kind="ui.kiosk"), rule())

        assert found.message == "phone number reaches ui.kiosk"


class TestSettings:
    """Which rules count, how bad, and where."""

    RULES = (rule("PII101", "phone-on-page"), rule("PII102", "phone-anywhere"), rule("PII201", "again"))

    @pytest.mark.parametrize(
        ("settings", "left"),
        [
            ({}, ["PII101", "PII102", "PII201"]),
            ({"select": ("PII1",)}, ["PII101", "PII102"]),
            ({"select": ("phone-anywhere", "PII201")}, ["PII102", "PII201"]),
            ({"ignore": ("PII1",)}, ["PII201"]),
            ({"select": ("PII1",), "ignore": ("PII101",)}, ["PII102"]),
            ({"overrides": (Override(("app/**",), ("PII1",)),)}, ["PII201"]),
            ({"overrides": (Override(("app",), ("again",)),)}, ["PII101", "PII102"]),
            ({"overrides": (Override(("lib/**", "*.py"), ("again",)),)}, ["PII101", "PII102", "PII201"]),
            ({"overrides": (Override(("views.py",), ("again",)),), "base": "app"}, ["PII101", "PII102"]),
        ],
    )
    def test_selection(self, settings: dict[str, object], left: list[str]) -> None:
        assert [one.rule for one in verdict(flow(), self.RULES, **settings)] == left

    @pytest.mark.parametrize(
        ("settings", "left"),
        [
            ({}, ["PII101"]),
            ({"preview": True}, ["PII101", "PII102"]),
            ({"select": ("PII1",)}, ["PII101"]),
            ({"select": ("PII102",)}, ["PII102"]),
            ({"select": ("phone-anywhere",)}, ["PII102"]),
            ({"preview": True, "ignore": ("PII102",)}, ["PII101"]),
        ],
    )
    def test_a_rule_that_is_new_counts_where_it_is_asked_for(
        self, settings: dict[str, object], left: list[str]
    ) -> None:
        new = replace(rule("PII102", "phone-anywhere"), preview=True)
        assert [one.rule for one in verdict(flow(), (self.RULES[0], new), **settings)] == left

    def test_severity_of_the_longest_selector_counts(self) -> None:
        severity = {"PII102": Severity.ERROR, "PII1": Severity.NOTE}

        found = verdict(flow(), self.RULES, severity=severity)

        assert [one.severity for one in found] == [Severity.NOTE, Severity.ERROR, Severity.ERROR]

    def test_unknown_rules_are_refused_all_at_once_with_the_nearest_spelling(self) -> None:
        with pytest.raises(UserError) as refused:
            verdict(flow(), self.RULES, select=("PII301",), ignore=("fone-on-page",), severity={"Q": Severity.NOTE})

        assert refused.value.messages == (
            'select: "PII301" is no rule\'s id, start of an id, or name; did you mean "PII201"?',
            'ignore: "fone-on-page" is no rule\'s id, start of an id, or name; did you mean "phone-on-page"?',
            'severity: "Q" is no rule\'s id, start of an id, or name; `piilint rules` lists all',
        )

    @pytest.mark.parametrize(
        ("least", "confidence", "shown"),
        [
            (Confidence.MEDIUM, Confidence.MEDIUM, True),
            (Confidence.MEDIUM, Confidence.LOW, False),
            (Confidence.LOW, Confidence.LOW, True),
            (Confidence.HIGH, Confidence.MEDIUM, False),
        ],
    )
    def test_confidence(self, least: Confidence, confidence: Confidence, shown: bool) -> None:
        assert len(verdict(flow(confidence=confidence), rule(), min_confidence=least)) == shown

    def test_findings_in_test_code_are_of_low_confidence(self) -> None:
        assert verdict(flow(in_test_code=True), rule()) == ()
        [found] = verdict(flow(in_test_code=True), rule(), min_confidence=Confidence.LOW)
        assert found.confidence is Confidence.LOW
