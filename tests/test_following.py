"""The projects of a monorepo are followed each by itself: in this process or in others, with the same result."""

from __future__ import annotations

import multiprocessing
import os
import signal
from dataclasses import replace
from pathlib import Path

import pytest

import piilint.propagate
from piilint import following, pipeline, questions
from piilint.config import load_config
from piilint.discover import discover
from piilint.ir.program import Program
from piilint.store import open_store
from piilint.terms.config import Config
from piilint.terms.flow import Propagation
from piilint.terms.progress import silent
from piilint.terms.rulebook import Rulebook
from piilint.terms.sources import Sources
from piilint.terms.watched import Spot

HERE = os.getpid()
VIEWS = """\
from flask import render_template, request


def page():
    return render_template("page.html", who=load(request.args["id"]))


def load(key):
    return {holder}.find(key).{field}
"""


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following, "SMALLEST_BATCH", 1)


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Config:
    """Three projects, each with a view and a page of the same names."""
    monkeypatch.chdir(tmp_path)
    for name, field in (("desk", "phone_number"), ("mail", "colour"), ("shop", "email")):
        package = tmp_path / name / f"{name}_app"
        (package / "templates").mkdir(parents=True)
        (package / "__init__.py").touch()
        (package / "views.py").write_text(VIEWS.format(holder="Customer", field=field))
        (package / "templates" / "page.html").write_text("<p>\n{{ who }}\n</p>")
    settings = load_config(".", explicit=None, isolated=True, overrides={"jobs": 1})
    return replace(settings, cache_dir=None)


def told(config: Config) -> list[str]:
    return [
        f"{one.source.place.path}:{one.sink.place.path}" for one in pipeline.check(["."], config).findings if one.source
    ]


def test_each_project_has_its_own_page_of_one_name(config: Config) -> None:
    assert told(config) == [
        f"{name}/{name}_app/views.py:{name}/{name}_app/templates/page.html" for name in ("desk", "shop")
    ]


def test_it_finds_the_same_in_one_process_and_in_several(config: Config) -> None:
    assert pipeline.check(["."], config) == pipeline.check(["."], replace(config, jobs=3))


def test_a_project_whose_process_is_killed_is_followed_in_this_one(
    config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = piilint.propagate.propagate
    here = []

    def killed(program: Program, sources: Sources, rulebook: Rulebook, watch: Spot | None = None) -> Propagation:
        if os.getpid() != HERE and program.modules[0].path.startswith("desk"):
            os.kill(os.getpid(), signal.SIGKILL)
        here.append(program.modules[0].path)
        return original(program, sources, rulebook, watch)

    whole = pipeline.check(["."], config)
    monkeypatch.setattr(piilint.propagate, "propagate", killed)
    assert pipeline.check(["."], replace(config, jobs=3)) == whole
    assert here == ["desk/desk_app/__init__.py"]


@pytest.mark.parametrize("smallest", [1, 1000, 10**6])
def test_it_finds_the_same_however_the_projects_are_put_together(
    smallest: int, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = pipeline.check(["."], config)
    monkeypatch.setattr(following, "SMALLEST_BATCH", smallest)
    assert pipeline.check(["."], replace(config, jobs=2)) == whole


def test_where_no_process_can_be_had_all_is_done_in_this_one(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(**_: object) -> None:
        raise OSError("no more processes")

    whole = pipeline.check(["."], config)
    monkeypatch.setattr(multiprocessing, "Pipe", refused)
    assert pipeline.check(["."], replace(config, jobs=3)) == whole


def test_a_failure_in_a_process_is_told_as_here(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> Propagation:
        raise ZeroDivisionError("so there")

    monkeypatch.setattr(piilint.propagate, "propagate", broken)
    with pytest.raises(ZeroDivisionError, match="so there"):
        pipeline.check(["."], replace(config, jobs=3))


@pytest.mark.parametrize("name", ["desk", "shop"])
def test_a_line_is_explained_within_its_project(config: Config, name: str) -> None:
    told = questions.explain(["."], config, Spot(f"{name}/{name}_app/views.py", 5))
    assert {flow.sink.place.path for flow, _ in told.ends.values()} == {f"{name}/{name}_app/templates/page.html"}


def test_flows_bear_the_numbers_of_the_whole_program(config: Config) -> None:
    rulebook = pipeline.rules(config)
    with open_store(None) as store:
        run = pipeline.followed(discover(["."], config), config, silent, rulebook, store)
    for flow in run.propagation.flows:
        assert run.program.functions[flow.sink.function].module.path == flow.sink.place.path
        for step in flow.steps:
            if step.function >= 0:
                assert run.program.functions[step.function].module.path == step.place.path
