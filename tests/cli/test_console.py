"""Colours and progress only for people; everything to the right stream."""

from __future__ import annotations

import io
import time

import pytest

from piilint.cli import console
from piilint.cli.progress import PATIENCE, Bar, progress_bar
from piilint.terms.progress import silent


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "CI", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")


@pytest.mark.parametrize(
    ("environment", "terminal", "wanted"),
    [
        ({}, True, True),
        ({}, False, False),
        ({"NO_COLOR": "1"}, True, False),
        ({"NO_COLOR": ""}, True, True),
        ({"FORCE_COLOR": "1"}, False, True),
        ({"FORCE_COLOR": "0"}, False, False),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, True, False),
        ({"TERM": "dumb"}, True, False),
        ({"TERM": "dumb", "FORCE_COLOR": "1"}, True, True),
    ],
)
def test_colour(environment: dict[str, str], terminal: bool, wanted: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert console.wants_color(Terminal() if terminal else io.StringIO()) is wanted


@pytest.mark.parametrize(
    ("environment", "terminal", "wanted"),
    [({}, True, True), ({}, False, False), ({"CI": "true"}, True, False), ({"TERM": "dumb"}, True, False)],
)
def test_progress_is_for_who_waits(
    environment: dict[str, str], terminal: bool, wanted: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("sys.stderr", Terminal() if terminal else io.StringIO())
    assert console.wants_progress() is wanted


def test_a_narrow_terminal_has_a_least_width(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "10")
    assert console.width() == console.NARROWEST


def test_what_an_encoding_cannot_say_is_escaped(monkeypatch: pytest.MonkeyPatch) -> None:
    written = io.BytesIO()
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(written, encoding="ascii"))
    console.put("caf\u00e9 \udce9\n")
    assert written.getvalue() == b"caf\\xe9 \\udce9\n"


def test_nothing_is_drawn_in_the_first_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    with progress_bar(True) as progress:
        progress("reading", 1, 10)
    assert terminal.getvalue() == ""


def test_later_it_tells_what_is_done_and_then_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    bar = Bar()
    now = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: now + PATIENCE + 0.2)
    bar("reading", 3, 10)
    bar("linking", 0, 0)
    bar.close()
    assert "reading" in terminal.getvalue()
    assert "3/10" in terminal.getvalue()
    assert "linking" in terminal.getvalue()


def test_unwanted_progress_is_silence() -> None:
    with progress_bar(False) as progress:
        assert progress is silent
