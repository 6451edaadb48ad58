"""Data that stand together: one finding for each screen, or for each record on it."""

from __future__ import annotations

import pytest

from piilint.terms.finding import Finding
from piilint.terms.flow import Flow
from piilint.terms.grades import Confidence, Mask, Severity
from piilint.terms.rule import Rule
from tests.judge.judge_samples import flow, rule, verdict

TOGETHER = rule("PII201", "speaker-on-screen", together=(("voice.**",), ("identity.**", "contact.**")))
OF_ONE_RECORD = rule("PII201", "speaker-on-screen", together=TOGETHER.together, same_record=True)

VOICE, NAME, PHONE = "voice.transcript", "identity.name", "contact.phone"


def data_of(found: tuple[Finding, ...]) -> list[tuple[str, ...]]:
    return [one.data for one in found]


def voice(line: int = 10, **keys: object) -> Flow:
    return flow(VOICE, sink=("app/views.py", line), **keys)  # type: ignore[arg-type]


def name(line: int = 20, **keys: object) -> Flow:
    return flow(NAME, sink=("app/views.py", line), source=("app/models.py", 14), **keys)  # type: ignore[arg-type]


def phone(line: int = 30, **keys: object) -> Flow:
    return flow(PHONE, sink=("app/views.py", line), source=("app/models.py", 15), **keys)  # type: ignore[arg-type]


def test_one_of_each_group_on_one_screen_is_one_finding_with_a_member_for_each_datum() -> None:
    [found] = verdict([phone(), name(), voice()], TOGETHER)

    assert found.data == (VOICE, NAME, PHONE)
    assert [(one.data, one.sink.place.line, one.source.place.line) for one in found.members] == [
        (VOICE, 10, 12),
        (NAME, 20, 14),
        (PHONE, 30, 15),
    ]
    assert found.message == "voice transcript, name and phone number stand together on the screen app.views.show"


def test_its_own_source_sink_and_trace_repeat_the_first_member_in_reading_order() -> None:
    [found] = verdict([name(5), voice(10)], TOGETHER)

    first = found.members[0]
    assert first.data == NAME
    assert (found.sink, found.source, found.steps, found.sink_kind) == (
        first.sink,
        first.source,
        first.steps,
        first.sink_kind,
    )


@pytest.mark.parametrize("shown", [[voice()], [name(), phone()], []])
def test_part_of_a_combination_is_none(shown: list[Flow]) -> None:
    assert verdict(shown, TOGETHER) == ()


def test_two_screens_do_not_combine() -> None:
    assert verdict([voice(screen="app.views.a"), name(screen="app.views.b")], TOGETHER) == ()


def test_each_screen_has_its_own_finding() -> None:
    shown = [make(line, screen=screen) for line, screen in ((1, "a"), (50, "b")) for make in (voice, name)]

    assert [(one.screen, one.sink.place.line) for one in verdict(shown, TOGETHER)] == [("a", 1), ("b", 50)]


def test_one_member_for_each_data_type_and_sink() -> None:
    """Two sources of one datum at one sink are one member: the one that tells more."""
    shown = [voice(), name(steps=6), flow(NAME, sink=("app/views.py", 20), source=("other.py", 1)), name(99)]

    [found] = verdict(shown, TOGETHER)

    assert [(one.data, one.sink.place.line, one.source.place.path) for one in found.members] == [
        (VOICE, 10, "app/models.py"),
        (NAME, 20, "other.py"),
        (NAME, 99, "app/models.py"),
    ]


def test_one_datum_does_not_stand_together_with_itself() -> None:
    either = rule("PII202", "two-of-contact", together=(("contact.**",), ("contact.phone", "identity.**")))

    assert verdict([phone(), phone(70)], either) == ()
    assert len(verdict([phone(), flow("contact.email")], either)) == 1
    assert len(verdict([phone(), name()], either)) == 1


class TestRecords:
    """`same_record`: read from one object, row or element."""

    def test_data_of_two_records_do_not_combine(self) -> None:
        assert verdict([voice(root="clip"), name(root="me")], OF_ONE_RECORD) == ()
        assert len(verdict([voice(root="clip"), name(root="me")], TOGETHER)) == 1

    def test_one_finding_for_each_record(self) -> None:
        shown = [voice(10, root="a"), name(20, root="a"), voice(30, root="b"), phone(40, root="b"), phone(50, root="c")]

        found = verdict(shown, OF_ONE_RECORD)

        assert data_of(found) == [(VOICE, NAME), (VOICE, PHONE)]
        assert found[0].message == "voice transcript and name of one record stand together on the screen app.views.show"
        assert found[0].fingerprint != found[1].fingerprint

    def test_unknown_records_count_as_one_and_cost_one_confidence(self) -> None:
        [found] = verdict([voice(root="a"), name()], OF_ONE_RECORD)

        assert (found.data, found.confidence) == ((VOICE, NAME), Confidence.MEDIUM)
        assert [one.confidence for one in verdict([voice(), name()], OF_ONE_RECORD)] == [Confidence.MEDIUM]

    def test_a_complete_record_needs_no_guess(self) -> None:
        [found] = verdict([voice(root="a"), name(root="a"), phone()], OF_ONE_RECORD)

        assert (found.data, found.confidence) == ((VOICE, NAME), Confidence.HIGH)

    def test_the_guess_may_fall_below_the_least_confidence(self) -> None:
        assert verdict([voice(root="a"), name()], OF_ONE_RECORD, min_confidence=Confidence.HIGH) == ()


class TestGrades:
    """A combination is as sure, and as readable, as what it needs most."""

    def test_confidence_is_that_of_the_least_sure_datum_that_it_needs(self) -> None:
        shown = [voice(), name(confidence=Confidence.MEDIUM)]

        assert [one.confidence for one in verdict(shown, TOGETHER)] == [Confidence.MEDIUM]
        assert [one.confidence for one in verdict([*shown, phone()], TOGETHER)] == [Confidence.HIGH]

    def test_adequately_masked_data_are_no_members(self) -> None:
        assert verdict([voice(), name(mask=Mask.ADEQUATE)], TOGETHER) == ()

    @pytest.mark.parametrize(
        ("names", "severity", "mask"),
        [(Mask.WEAK, Severity.WARNING, Mask.WEAK), (Mask.NONE, Severity.ERROR, Mask.NONE)],
    )
    def test_weakly_masked_data_make_it_milder(self, names: Mask, severity: Severity, mask: Mask) -> None:
        [found] = verdict([voice(), name(mask=names, masked_by="builtins.round")], TOGETHER)

        assert (found.severity, found.mask) == (severity, mask)
        assert ("masked only weakly by builtins.round" in found.message) == (mask is Mask.WEAK)


def test_further_keys_narrow_a_combination() -> None:
    only_pages = Rule("PII201", "x", sinks=("ui.page",), together=TOGETHER.together)

    assert verdict([voice(), name(kind="ui.widget")], only_pages) == ()
