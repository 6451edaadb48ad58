"""`# piilint: ignore[...]` covers a finding from its source's or its sink's statement, until its date."""

from __future__ import annotations

import datetime

import pytest

from piilint.terms.finding import SuppressionComment
from tests.judge.judge_samples import flow, rule, verdict

TODAY = datetime.date(2026, 6, 15)


def comment(
    first: int,
    last: int | None = None,
    *rules: str,
    path: str = "app/views.py",
    until: datetime.date | None = None,
    reason: str | None = None,
    cell: int | None = None,
) -> SuppressionComment:
    return SuppressionComment(path, first, first, last or first, rules, until, reason, cell)


def left(covered_by: SuppressionComment, **settings: object) -> int:
    """How many findings are left of a flow from app/models.py:12-13 to app/views.py:40."""
    return len(verdict(flow(end_line=13), rule(), comments=[covered_by], **settings))


@pytest.mark.parametrize(
    ("covering", "findings"),
    [
        (comment(40), 0),
        (comment(38, 45), 0),
        (comment(41), 1),
        (comment(12, path="app/models.py"), 0),
        (comment(13, path="app/models.py"), 0),
        (comment(14, path="app/models.py"), 1),
        (comment(40, path="app/other.py"), 1),
        (comment(40, cell=2), 1),
    ],
)
def test_where_a_comment_counts(covering: SuppressionComment, findings: int) -> None:
    assert left(covering) == findings


def test_in_notebooks_lines_count_within_the_cell() -> None:
    in_cell = flow(cell=2)

    assert verdict(in_cell, rule(), comments=[comment(40, cell=2)]) == ()
    assert len(verdict(in_cell, rule(), comments=[comment(40, cell=1)])) == 1
    assert verdict(in_cell, rule(), comments=[comment(12, path="app/models.py", cell=2)]) == ()


@pytest.mark.parametrize(
    ("rules", "findings"),
    [
        ((), 0),
        (("PII102",), 0),
        (("PII1",), 0),
        (("phone-on-page",), 0),
        (("PII2", "PII102"), 0),
        (("PII2",), 1),
        (("phone",), 1),
    ],
)
def test_which_rules_a_comment_names(rules: tuple[str, ...], findings: int) -> None:
    assert left(comment(40, None, *rules)) == findings


@pytest.mark.parametrize(
    ("until", "findings"),
    [
        (None, 0),
        (TODAY, 0),
        (TODAY + datetime.timedelta(days=1), 0),
        (TODAY - datetime.timedelta(days=1), 1),
        (datetime.date.min, 1),
    ],
)
def test_until_is_inclusive(until: datetime.date | None, findings: int) -> None:
    """A malformed date is the first of all dates, and so has expired."""
    assert left(comment(40, until=until), today=TODAY) == findings


def test_projects_may_ask_for_reasons_and_for_an_end() -> None:
    """A comment that does not give them suppresses nothing."""
    soon, late = TODAY + datetime.timedelta(days=30), TODAY + datetime.timedelta(days=31)

    assert left(comment(40), require_reason=True) == 1
    assert left(comment(40, reason="PRIV-12"), require_reason=True) == 0
    assert left(comment(40, until=soon), max_suppression_days=30) == 0
    assert left(comment(40, until=late), max_suppression_days=30) == 1
    assert left(comment(40), max_suppression_days=30) == 1


def test_suppressed_findings_can_be_shown_with_their_reason() -> None:
    [found] = verdict(flow(), rule(), comments=[comment(40, reason="PRIV-12", until=TODAY)], show_suppressed=True)

    assert (found.suppressed.by, found.suppressed.reason, found.suppressed.until) == ("comment", "PRIV-12", TODAY)


def test_a_combination_is_covered_from_any_of_its_members() -> None:
    together = rule("PII201", "x", together=(("voice.**",), ("identity.**",)))
    shown = [flow("voice.transcript", sink=("app/views.py", 10)), flow("identity.name", sink=("app/views.py", 20))]

    assert verdict(shown, together, comments=[comment(20)]) == ()
