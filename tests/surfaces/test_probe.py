"""The probe writes what a package offers to those who use it."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from piilint.terms.port import Port
from piilint.terms.specs import Matcher, SinkSpec
from tests.surfaces import probe
from tests.surfaces.covered import misfits
from tests.surfaces.description import Callable, described

PACKAGE = """
from dataclasses import dataclass
from json import dumps

def show(text, *, key=None): ...
def _inner(text): ...
def tick(): ...

class Label:
    tip = ""
    def __init__(self, text=""): ...
    def set(self, text, *more, **options): ...
    def clear(self): ...
    @staticmethod
    def of(text): ...

class Headed(Label):
    def head(self, title): ...
"""


def probed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, **wanted: object) -> list[str]:
    (tmp_path / "kit.py").write_text(PACKAGE)
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "kit", raising=False)
    keys = ("functions", "classes", "methods", "attributes", "named", "take", "leave")
    told = {"setup": "", **{key: [] for key in keys}, **wanted}
    monkeypatch.setattr(sys, "stdin", io.StringIO(json.dumps(told)))
    written = io.StringIO()
    monkeypatch.setattr(sys, "stdout", written)
    probe.main()
    return written.getvalue().splitlines()


def test_functions_are_those_that_the_package_made_and_that_take_something(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert probed(tmp_path, monkeypatch, functions=["kit"]) == ["kit:show(text, *, key)"]


def test_methods_are_a_class_s_own_and_what_it_inherits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert probed(tmp_path, monkeypatch, methods=["kit.Headed"]) == [
        "kit:Headed.head(self, title)",
        "kit:Headed.of(text)",
        "kit:Headed.set(self, text, *more, **options)",
    ]


def test_classes_are_what_makes_objects(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert probed(tmp_path, monkeypatch, classes=["kit"]) == ["kit:Headed(text)", "kit:Label(text)"]


def test_attributes_have_no_parameters(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert probed(tmp_path, monkeypatch, attributes=["kit.Label"]) == ["kit:Label.tip"]


def test_take_and_leave_choose_by_the_last_part_and_named_callables_are_always_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = probed(
        tmp_path, monkeypatch, methods=["kit.*"], take=["set", "of"], leave=["of"], named=["kit.Label.clear"]
    )
    assert [line.partition("(")[0] for line in chosen] == ["kit:Headed.set", "kit:Label.clear", "kit:Label.set"]


def test_a_sink_that_names_no_parameter_is_a_misfit() -> None:
    show = Callable("kit", "show", ("text", "*", "key"))
    wrong = SinkSpec("ui.page", Matcher("call", ("kit.show",)), Port.parse("argument:title"))
    assert [show.takes(which) for which in (0, 1, "key", "title")] == [True, False, True, False]
    assert misfits(show, [wrong]) == ["None"]
    assert misfits(show, [wrong, SinkSpec("ui.page", wrong.match, Port.parse("argument:0"))]) == []


def test_a_silence_needs_a_reason(tmp_path: Path) -> None:
    (tmp_path / "kit.surface.toml").write_text('install = []\n[[silent]]\nbecause = " "\nnames = ["kit.tick"]\n')
    with pytest.raises(ValueError, match="because of what"):
        described(tmp_path / "kit.surface.toml")


def test_an_unknown_key_is_told(tmp_path: Path) -> None:
    (tmp_path / "kit.surface.toml").write_text('install = []\nclass = ["kit"]\n')
    with pytest.raises(ValueError, match="unknown key class"):
        described(tmp_path / "kit.surface.toml")
