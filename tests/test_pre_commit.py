"""The hook, run by the real pre-commit in a git repository."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

yaml = pytest.importorskip("yaml", reason="it comes with pre-commit")
pytest.importorskip("pre_commit", reason="it belongs to the requirements for development")

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "sample_projects" / "transcription_workbench"
SLOW = pytest.mark.skipif(
    not os.environ.get("PIILINT_SLOW_TESTS"), reason="it installs from PyPI; PIILINT_SLOW_TESTS=1 runs it"
)


def hook() -> dict[str, Any]:
    """The one hook, as the repository offers it."""
    [found] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    return found  # type: ignore[no-any-return]


class Repository:
    """A git repository of one staff tool, with the hook."""

    def __init__(self, folder: Path, home: Path, config: dict[str, Any]) -> None:
        self.folder = folder
        own = {"HOME": str(home), "PRE_COMMIT_HOME": str(home / "pre-commit"), "PYTHONPATH": str(ROOT)}
        names = {f"GIT_{who}_{what}": "t@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
        self.environment = {**os.environ, **names, **own, "NO_COLOR": "1"}
        shutil.copytree(SAMPLE / "leaky", folder)
        (folder / ".pre-commit-config.yaml").write_text(yaml.safe_dump({"repos": [config]}), encoding="utf-8")
        self.run("git", "init", "-q", "-b", "main")
        self.run("git", "add", "-A")
        self.run("git", "commit", "-q", "-m", "all")

    def run(self, *command: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """A command in the repository."""
        return subprocess.run(
            command, cwd=self.folder, env=self.environment, check=check, capture_output=True, text=True
        )

    def change(self, path: str) -> subprocess.CompletedProcess[str]:
        """Changes and stages one file, and lets pre-commit look at it."""
        with (self.folder / path).open("a", encoding="utf-8") as file:
            file.write("\n")
        self.run("git", "add", path)
        return self.run(sys.executable, "-m", "pre_commit", "run", check=False)


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """With the hook's own keys, but the piilint of this checkout instead of an installed one."""
    entry = hook()["entry"].replace("piilint", f'"{sys.executable}" -m piilint', 1)
    local = {"repo": "local", "hooks": [{**hook(), "language": "system", "entry": entry}]}
    return Repository(tmp_path / "tool", tmp_path, local)


def test_a_changed_template_shows_what_the_whole_program_puts_there(repository: Repository) -> None:
    done = repository.change("workbench/templates/clip.html")
    assert done.returncode == 1
    assert "workbench/templates/clip.html:4:8" in done.stdout
    assert "workbench/models.py:12" in done.stdout  # which is not among the changed files


def test_a_change_to_a_program_without_leaks_passes(repository: Repository) -> None:
    shutil.copytree(SAMPLE / "fixed", repository.folder, dirs_exist_ok=True)
    repository.run("git", "add", "-A")
    done = repository.change("workbench/tasks.py")
    assert (done.returncode, "Passed" in done.stdout) == (0, True), done.stdout + done.stderr


def test_a_change_that_cannot_matter_does_not_run_it(repository: Repository) -> None:
    done = repository.change("README.md")
    assert (done.returncode, "Skipped" in done.stdout) == (0, True), done.stdout + done.stderr


def test_a_mistake_in_the_settings_is_told(repository: Repository) -> None:
    (repository.folder / "piilint.toml").write_text('fail-on = "eror"\n')
    done = repository.change("piilint.toml")
    assert done.returncode == 1
    assert 'did you mean "error"?' in done.stdout


def test_the_hook_asks_only_for_types_that_exist() -> None:
    from identify import identify

    assert set(hook()["types_or"]) <= identify.ALL_TAGS


@SLOW
def test_the_hook_as_a_team_installs_it(tmp_path: Path) -> None:
    """pre-commit clones a repository of this project and installs it into an environment of its own."""
    origin = tmp_path / "piilint"
    origin.mkdir()
    for name in ("piilint", "rules", "pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml"):
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, origin / name)
    tool = Repository(tmp_path / "tool", tmp_path, {"repo": "local", "hooks": []})
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "all"], ["tag", "v0"]):
        subprocess.run(["git", *command], cwd=origin, env=tool.environment, check=True)
    config = {"repo": str(origin), "rev": "v0", "hooks": [{"id": hook()["id"]}]}
    (tool.folder / ".pre-commit-config.yaml").write_text(yaml.safe_dump({"repos": [config]}), encoding="utf-8")
    tool.environment.pop("PYTHONPATH")
    tool.run("git", "add", "-A")
    done = tool.change("workbench/templates/clip.html")
    assert done.returncode == 1
    assert "workbench/templates/clip.html:4:8" in done.stdout, done.stdout + done.stderr
