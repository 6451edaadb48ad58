"""The rules know what each framework shows, as the framework itself says it."""

from __future__ import annotations

from pathlib import Path

import pytest

from piilint.propagate.knowledge import Knowledge
from piilint.rulebook import load_rulebook
from piilint.terms.pattern import matches
from tests.surfaces.covered import Rules, misfits
from tests.surfaces.description import FOLDER, Description, descriptions, surface_of
from tests.surfaces.programs import silent_calls

ALL = descriptions()
each = pytest.mark.parametrize("framework", ALL, ids=lambda one: one.name)


@pytest.fixture(scope="session")
def rules() -> Rules:
    return Rules(Knowledge(load_rulebook(())))


@each
def test_each_callable_is_in_a_rule_or_is_said_to_show_nothing(framework: Description, rules: Rules) -> None:
    excused = [pattern for silent in framework.silent for pattern in silent.names]
    left = [
        one.name
        for one in surface_of(framework)
        if not rules.cover(one.name) and not any(matches(pattern, one.name) for pattern in excused)
    ]
    assert left == []


@each
def test_what_is_said_to_show_nothing_is_there_and_no_rule_says_otherwise(framework: Description, rules: Rules) -> None:
    names = [one.name for one in surface_of(framework)]
    for silent in framework.silent:
        for pattern in silent.names:
            meant = [name for name in names if matches(pattern, name)]
            assert meant, f"{pattern} is no callable of {framework.name} any more"
            assert [name for name in meant if rules.sinks(name)] == []


@each
def test_a_sink_is_an_argument_that_the_callable_takes(framework: Description, rules: Rules) -> None:
    told = [f"{one.name}: {wrong}" for one in surface_of(framework) for wrong in misfits(one, rules.sinks(one.name))]
    assert told == []


@each
def test_a_number_that_is_handed_to_what_shows_is_found(framework: Description, rules: Rules, tmp_path: Path) -> None:
    folder = tmp_path / "program"
    folder.mkdir()
    assert silent_calls(surface_of(framework), rules, folder) == []


def test_each_surface_has_its_description() -> None:
    written = {path.name.removesuffix(".surface.txt") for path in FOLDER.glob("*.surface.txt")}
    assert written == {one.name for one in ALL}
