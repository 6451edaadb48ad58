"""A run over what has not changed gives the report of the run before, and a run over what has changed never does."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from piilint import pipeline, questions
from piilint.config import load_config
from piilint.store import open_store
from piilint.store.folder import DATABASE
from piilint.terms.config import Config
from piilint.terms.finding import Report

SAMPLES = Path(__file__).parents[2] / "sample_projects"
OLD = 1_700_000_000
"""A time of change long ago, in seconds: files so old are not read again."""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of a sample, as the working directory, with files that changed long ago."""
    copy = tmp_path / "tool"
    shutil.copytree(SAMPLES / "owner_lookup" / "leaky", copy)
    for path in copy.rglob("*"):
        os.utime(path, (OLD, OLD))
    monkeypatch.chdir(copy)
    return copy


@pytest.fixture
def config(folder: Path, tmp_path: Path) -> Config:
    settings = load_config(".", explicit=None, isolated=False, overrides={"jobs": 1})
    return replace(settings, cache_dir=str(tmp_path / "cache"), today=date(2026, 6, 15))


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Gets an entry for each run that went through the stages."""
    seen: list[str] = []
    stages = pipeline._checked

    def counted(*arguments: object) -> Report:
        seen.append("run")
        return stages(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(pipeline, "_checked", counted)
    return seen


def test_the_second_report_is_the_first_without_a_second_run(config: Config, runs: list[str]) -> None:
    first, second = pipeline.check(["."], config), pipeline.check(["."], config)
    assert first.findings
    assert second == first
    assert runs == ["run"]


def test_a_file_with_another_time_and_the_same_content_changes_nothing(
    config: Config, folder: Path, runs: list[str]
) -> None:
    pipeline.check(["."], config)
    os.utime(next(folder.rglob("*.py")), (OLD + 60, OLD + 60))
    pipeline.check(["."], config)
    assert runs == ["run"]


def _longer(folder: Path) -> None:
    with next(folder.rglob("*.py")).open("a") as file:
        file.write("\nx = 1\n")


def _as_long(folder: Path) -> None:
    path = next(path for path in sorted(folder.rglob("*.py")) if "serial" in path.read_text())
    path.write_text(path.read_text().replace("serial", "laires"))


def _one_more(folder: Path) -> None:
    (folder / "more.py").write_text("print(1)\n")


def _one_fewer(folder: Path) -> None:
    next(folder.rglob("*.py")).unlink()


def _another_name(folder: Path) -> None:
    path = next(folder.rglob("*.py"))
    path.rename(path.with_name("renamed.py"))


@pytest.mark.parametrize("change", [_longer, _as_long, _one_more, _one_fewer, _another_name])
def test_a_change_of_files_is_a_new_run(
    change: Callable[[Path], None], config: Config, folder: Path, runs: list[str]
) -> None:
    pipeline.check(["."], config)
    change(folder)
    assert pipeline.check(["."], config) == pipeline.check(["."], replace(config, cache_dir=None))
    assert runs == ["run"] * 3


@pytest.mark.parametrize(
    "change",
    [
        {"today": date(2026, 6, 16)},
        {"ignore": ("PII102",)},
        {"show_suppressed": True},
        {"max_suppression_days": 3},
        {"diff": "HEAD"},
        {"cache_dir": None},
    ],
)
def test_other_settings_are_a_new_run(change: dict[str, object], config: Config, folder: Path, runs: list[str]) -> None:
    if "diff" in change:
        for command in (
            ["init", "-q"],
            ["add", "."],
            ["-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "a"],
        ):
            subprocess.run(["git", *command], check=True)
    pipeline.check(["."], config)
    pipeline.check(["."], replace(config, **change))  # type: ignore[arg-type]
    assert runs == ["run", "run"]


def test_other_jobs_are_the_same_run(config: Config, runs: list[str]) -> None:
    pipeline.check(["."], config)
    pipeline.check(["."], replace(config, jobs=2))
    assert runs == ["run"]


def test_other_rules_are_a_new_run(config: Config, tmp_path: Path, runs: list[str]) -> None:
    rule = tmp_path / "team.toml"
    rule.write_text('[[not_personal]]\nname = ["colour"]\n')
    with_rules = replace(config, rules=(str(rule),))
    pipeline.check(["."], with_rules)
    rule.write_text('[[not_personal]]\nname = ["colour", "serial"]\n')
    pipeline.check(["."], with_rules)
    assert runs == ["run", "run"]


def test_another_baseline_is_a_new_run(config: Config, folder: Path, tmp_path: Path, runs: list[str]) -> None:
    from piilint.baseline import as_text

    entries = questions.baseline(["."], config, ())
    path = tmp_path / "base.jsonl"
    path.write_text(as_text(entries), encoding="utf-8")
    with_baseline = replace(config, baseline=str(path))
    assert pipeline.check(["."], with_baseline).findings == ()
    path.write_text(as_text(entries[1:]), encoding="utf-8")
    assert pipeline.check(["."], with_baseline).findings != ()


def test_a_file_changed_just_now_is_read_again(config: Config, folder: Path, runs: list[str]) -> None:
    path = next(path for path in sorted(folder.rglob("*.py")) if "serial" in path.read_text())
    path.write_text(path.read_text())
    pipeline.check(["."], config)
    status = path.stat()
    path.write_text(path.read_text().replace("serial", "laires"))
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    pipeline.check(["."], config)
    assert runs == ["run", "run"]


def test_a_file_that_cannot_be_read_is_told_each_time(config: Config, folder: Path, runs: list[str]) -> None:
    (folder / "gone.py").symlink_to("nowhere.py")
    (folder / "broken.py").write_text("def (:\n")
    problems = [{problem.path for problem in pipeline.check(["."], config).problems} for _ in range(2)]
    assert problems[0] == problems[1]
    assert "broken.py" in problems[0]


def test_a_broken_report_is_made_anew(config: Config, runs: list[str]) -> None:
    first = pipeline.check(["."], config)
    assert config.cache_dir is not None
    with open_store(config.cache_dir) as store:
        assert store._database is not None
        store._database.execute("UPDATE entries SET data = x'c1' WHERE kind IN ('report', 'states')")
    assert pipeline.check(["."], config) == first
    assert runs == ["run", "run"]


def test_a_note_about_the_store_is_told_once(config: Config, runs: list[str]) -> None:
    pipeline.check(["."], config)
    assert config.cache_dir is not None
    Path(config.cache_dir, DATABASE).write_bytes(b"no database")
    assert len(pipeline.check(["."], config).warnings) == 1
    assert pipeline.check(["."], config).warnings == ()
    assert runs == ["run", "run"]


def test_no_parser_and_no_graph_is_imported_where_nothing_has_changed(folder: Path, tmp_path: Path) -> None:
    program = (
        "import sys; from piilint import pipeline; from piilint.config import load_config\n"
        f"overrides = {{'cache_dir': {str(tmp_path)!r}, 'jobs': 1}}\n"
        "config = load_config('.', explicit=None, isolated=True, overrides=overrides)\n"
        "print(len(pipeline.check(['.'], config).findings), *sorted(name for name in sys.modules if '.' not in name))"
    )
    printed = [
        subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
        for _ in range(2)
    ]
    assert printed[0][0] == printed[1][0] != "0"
    assert "libcst" in printed[0]
    assert set(printed[1]) & {"libcst", "networkx", "jinja2", "sqlglot", "pydantic"} == set()


def test_warm_runs_find_what_cold_runs_find_over_a_walk_of_edits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Twenty edits, each seeded, some taken back: after each the warm report is the cold one."""
    tree = tmp_path / "tree"
    shutil.copytree(SAMPLES / "owner_lookup" / "leaky", tree)
    monkeypatch.chdir(tree)
    config = load_config(".", explicit=None, isolated=True, overrides={"jobs": 1})
    config = replace(config, cache_dir=str(tmp_path / "cache"))
    chance = random.Random(7)
    undo: list[tuple[Path, str]] = []
    for _ in range(20):
        if undo and chance.random() < 0.3:
            path, text = undo.pop()
        else:
            path = chance.choice(sorted(tree.rglob("*.py")))
            undo.append((path, path.read_text()))
            lines = path.read_text().splitlines(keepends=True)
            at = chance.randrange(len(lines)) if lines else 0
            kind = chance.choice(["cut", "twice", "comment"])
            new = {"cut": [], "twice": lines[at : at + 1] * 2, "comment": ["# a note\n", *lines[at : at + 1]]}[kind]
            text = "".join([*lines[:at], *new, *lines[at + 1 :]])
        path.write_text(text)
        assert pipeline.check(["."], config) == pipeline.check(["."], replace(config, cache_dir=None))
