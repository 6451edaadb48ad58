"""Fingerprints name a finding for as long as it is the same leak."""

from __future__ import annotations

from tests.judge.judge_samples import flow, rule, verdict


def fingerprints(*flows: object, rules: object = None) -> list[str]:
    return [one.fingerprint for one in verdict(list(flows), rules or rule())]  # type: ignore[arg-type]


def test_code_above_may_grow() -> None:
    """No line numbers, and not the way in between."""
    before = fingerprints(flow())
    after = fingerprints(flow(source=("app/models.py", 99), sink=("app/views.py", 400), steps=5))

    assert before == after
    assert len(before[0]) == 24
    assert int(before[0], 16) > 0


def test_whatever_makes_it_another_leak_makes_another_name() -> None:
    changed = [
        flow(),
        flow("contact.email"),
        flow(owner="Customer.mobile"),
        flow(callee="flask.jsonify"),
        flow(kind="ui.admin"),
        flow(screen="app.views.other"),
        flow(sink=("app/api.py", 40)),
        flow(source=("app/person.py", 12)),
    ]

    names = [fingerprints(one)[0] for one in changed] + fingerprints(flow(), rules=rule("PII103"))

    assert len(set(names)) == len(names)


def test_equal_leaks_are_numbered_in_reading_order() -> None:
    names = fingerprints(
        flow(sink=("app/views.py", 60)), flow(sink=("app/views.py", 40)), flow(sink=("app/views.py", 50))
    )

    assert names == [names[0], f"{names[0]}-2", f"{names[0]}-3"]


def test_a_combination_is_named_by_its_members_in_any_order() -> None:
    together = rule("PII201", "x", together=(("voice.**",), ("identity.**",)))
    voice, name = flow("voice.transcript", sink=("app/views.py", 10)), flow("identity.name", sink=("app/views.py", 20))
    moved = flow("voice.transcript", sink=("app/views.py", 33))

    assert fingerprints(voice, name, rules=together) == fingerprints(name, moved, rules=together)


def test_what_variables_are_called_does_not_count() -> None:
    assert fingerprints(flow(owner="clip.latitude")) == fingerprints(flow(owner="each.latitude"))
    assert fingerprints(flow(owner='row["phone"]')) == fingerprints(flow(owner='line["phone"]'))
    assert fingerprints(flow(callee="{{ row.phone }}")) == fingerprints(flow(callee="{{each.phone}}"))
    assert fingerprints(flow(callee="label.config")) == fingerprints(flow(callee="phone_label.config"))


def test_what_fields_and_classes_are_called_does() -> None:
    names = [
        fingerprints(flow(owner=owner)) for owner in ("clip.latitude", "clip.longitude", "Clip.latitude", "latitude")
    ]
    assert len({name for [name] in names}) == 4


def test_the_folder_that_is_named_does_not_count() -> None:
    """`piilint check` and `piilint check app` name modules differently."""
    assert fingerprints(flow(screen="app.views.View.get")) == fingerprints(flow(screen="views.View.get"))
    assert fingerprints(flow(screen="app.views")) == fingerprints(flow(screen="views"))
    page = ("app/templates/a.html", 1)
    assert fingerprints(flow(sink=page, screen="app.views.show")) == fingerprints(flow(sink=page, screen="views.show"))
