"""Rules explained and listed."""

from __future__ import annotations

import json
from dataclasses import replace

from piilint.report.rules import explanation, forbidden, rules_as_json, rules_as_text
from piilint.terms.grades import Mask, Severity
from piilint.terms.rule import Rule, Unless
from piilint.terms.rulebook import Rulebook
from piilint.terms.specs import DataType, Origin

FLOW = Rule(
    id="PII101",
    name="coordinates-on-screen",
    data=("location.precise",),
    sinks=("ui.page", "team.board"),
    unless=(Unless(role=("privacy-officer", "safety"), audited=True), Unless(masked=Mask.WEAK)),
    why="A place\nis a person.",
    instead="Show the district.",
    article="GDPR Art. 5(1)(c)",
    origin=Origin("rules/x.toml", 3),
)
SCREEN = Rule("PII201", "speaker-identified", together=(("voice.**",), ("identity.**", "contact.**")), same_record=True)
RULEBOOK = Rulebook(data=(DataType("location.precise", "Precise location"),), rule=(SCREEN, FLOW))


def test_an_explanation_has_what_unless_why_instead_and_where() -> None:
    assert explanation(FLOW, RULEBOOK, False, 80) == (
        "PII101 coordinates-on-screen [error]\n"
        "\nWhat\n  location.precise reaches a page, team.board\n  location.precise: Precise location\n"
        "\nUnless\n  - role = [privacy-officer, safety] and audited = true\n  - masked = weak\n"
        "\nMasking\n  adequate masking is enough\n"
        "\nWhy\n  A place is a person.\n"
        "\nInstead\n  Show the district.\n"
        "\nArticle\n  GDPR Art. 5(1)(c)\n"
        "\nWhere\n  rules/x.toml:3\n"
        "\nSuppress\n  # piilint: ignore[PII101] until=YYYY-MM-DD -- reason\n"
    )


def test_what_a_rule_does_not_say_has_no_section() -> None:
    told = explanation(Rule("X", "x", data=("a",), sinks=("log",), masked=None), Rulebook(), False, 80)
    assert [line for line in told.splitlines() if line and not line.startswith(" ")] == [
        "X x [error]", "What", "Masking", "Suppress",
    ]  # fmt: skip
    assert "no mask is enough" in told


def test_each_kind_of_rule_is_said_shortly() -> None:
    assert forbidden(FLOW) == "location.precise -> ui.page, team.board"
    assert forbidden(SCREEN) == "(voice.**) + (identity.** | contact.**), of one record"
    assert forbidden(Rule("X", "x", outside_purpose=True)) == "outside the screen's purpose"
    assert forbidden(Rule("X", "x", region_not=("IE", "DE"))) == "region not IE, DE"
    assert forbidden(Rule("X", "x", audience_not=("staff",))) == "audience not staff"


def test_the_list_is_sorted_by_id_and_aligned() -> None:
    long = replace(FLOW, id="PII1011", severity=Severity.NOTE)
    assert rules_as_text(replace(RULEBOOK, rule=(SCREEN, long, FLOW)), False).splitlines() == [
        "PII101   error    coordinates-on-screen  location.precise -> ui.page, team.board",
        "PII1011  note     coordinates-on-screen  location.precise -> ui.page, team.board",
        "PII201   error    speaker-identified     (voice.**) + (identity.** | contact.**), of one record",
    ]


def test_the_json_holds_all_that_a_rule_says() -> None:
    flow, screen = json.loads(rules_as_json(RULEBOOK))["rules"]
    assert (flow["id"], flow["masked"], flow["path"], flow["line"]) == ("PII101", "adequate", "rules/x.toml", 3)
    assert (screen["together"], screen["same_record"]) == ([["voice.**"], ["identity.**", "contact.**"]], True)
    assert screen["path"] is None
