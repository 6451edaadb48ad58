"""Suppressions as findings: unused, expired, blanket and reasonless ones."""

from __future__ import annotations

import datetime

import pytest

from piilint.judge import expiring
from piilint.terms.config import Config, Override
from piilint.terms.finding import Finding, SuppressionComment
from piilint.terms.grades import Confidence, Severity
from tests.judge.judge_samples import flow, rule, verdict

TODAY = datetime.date(2026, 6, 15)
RULES = [
    rule(),
    rule("C1", "blanket", suppression="blanket"),
    rule("C2", "unused", suppression="unused"),
    rule("C3", "expired", suppression="expired", severity=Severity.WARNING),
    rule("C4", "reasonless", suppression="reasonless", message="say why"),
]


def comment(
    *rules: str, line: int = 40, until: datetime.date | None = None, reason: str | None = "r"
) -> SuppressionComment:
    return SuppressionComment("app/views.py", line, line, line, rules, until, reason)


def about(written: SuppressionComment, **settings: object) -> list[Finding]:
    """The findings about the comment; the flow ends in line 40."""
    found = verdict(flow(), RULES, comments=[written], today=TODAY, **settings)
    return [one for one in found if one.rule.startswith("C")]


def told(written: SuppressionComment, **settings: object) -> list[str]:
    return [f"{one.rule}: {one.message}" for one in about(written, **settings)]


def test_a_needed_one_with_rule_reason_and_end_is_right() -> None:
    assert told(comment("PII102", until=TODAY + datetime.timedelta(days=30))) == []


@pytest.mark.parametrize(
    ("written", "messages"),
    [
        (comment(), ["C1: blanket suppression: it names no rule, so it would excuse all"]),
        (comment("PII102", line=7), ["C2: unused suppression: PII102 finds nothing here"]),
        (comment("PII102", "C1"), ["C2: unused suppression: C1 finds nothing here"]),
        (comment("PII102", "PII9"), ["C2: unused suppression: PII9 is no rule"]),
        (comment("PII102", until=datetime.date(2026, 6, 14)), ["C3: expired suppression: it ended on 2026-06-14"]),
        (
            comment("PII102", until=datetime.date.min),
            ["C3: expired suppression: its date cannot be read, so it excuses nothing; write it as until=2027-03-31"],
        ),
        (comment("PII102", reason=None), ["C4: say why: no text stands behind `--`"]),
    ],
)
def test_what_is_wrong_is_told(written: SuppressionComment, messages: list[str]) -> None:
    assert told(written) == messages


def test_a_blanket_one_that_covers_nothing_is_both() -> None:
    assert [message[:2] for message in told(comment(line=7))] == ["C1", "C2"]


def test_settings_can_ask_for_more() -> None:
    assert told(comment("PII102", reason=None), require_reason=True) == [
        "C4: say why: no text stands behind `--`, so it excuses nothing"
    ]
    assert told(comment("PII102"), max_suppression_days=30) == [
        "C3: expired suppression: it has no end within the 30 days that max-suppression-days allows, "
        "so it excuses nothing"
    ]


def test_one_that_another_run_needs_is_used() -> None:
    """Which rules are selected, and how sure findings must be, is a matter of the run and not of the comment."""
    assert told(comment("PII102"), ignore=("PII102",)) == []
    unsure = verdict(flow(confidence=Confidence.LOW), RULES, comments=[comment("PII102")], today=TODAY)
    assert unsure == ()


def test_a_finding_about_a_comment_has_a_place_and_nothing_else() -> None:
    [found] = about(comment("PII102", line=7))
    assert (found.sink.place.path, found.sink.place.line, found.sink_kind) == ("app/views.py", 7, None)
    assert (found.source, found.data, found.steps, found.members) == (None, (), (), ())
    assert found.fingerprint


def test_its_name_does_not_change_with_its_line() -> None:
    assert about(comment("PII102", line=7))[0].fingerprint == about(comment("PII102", line=9))[0].fingerprint


def test_no_comment_excuses_itself_but_settings_can() -> None:
    assert [message[:2] for message in told(comment())] == ["C1"]
    assert told(comment(), ignore=("C1",)) == []
    assert told(comment(), overrides=(Override(("app/**",), ("C1",)),)) == []


def test_one_that_ends_soon_is_noted() -> None:
    config = Config(today=TODAY)
    dates = [TODAY + datetime.timedelta(days=days) for days in (-1, 0, 14, 15)]
    assert expiring([comment("PII102", until=date, line=at) for at, date in enumerate(dates)], config) == (
        "app/views.py:1: the suppression ends on 2026-06-15",
        "app/views.py:2: the suppression ends on 2026-06-29",
    )
