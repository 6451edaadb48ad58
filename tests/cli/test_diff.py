"""`piilint check --diff REV`: what the working tree has and the merge base has not, found in real repositories."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from piilint.cli.app import app
from piilint.discover import discover
from piilint.terms.config import Config

MODELS = """
class Customer:
    phone_number: str
    kind: str


def first(customers):
    return customers[0]


def label(customer: Customer):
    return customer.kind
"""
VIEWS = """
from shop.models import Customer, label


def show(customer: Customer):
    print(label(customer))


def call(customer: Customer):
    print(customer.phone_number)
"""


def git(*arguments: str) -> str:
    return subprocess.run(["git", *arguments], check=True, capture_output=True, text=True).stdout.strip()


def commit(message: str = "a change") -> str:
    git("add", "-A")
    git("commit", "-q", "-m", message)
    return git("rev-parse", "HEAD")


@pytest.fixture(autouse=True)
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """One finding on main; a branch that has changed nothing yet."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{who}_NAME", "t")
        monkeypatch.setenv(f"GIT_{who}_EMAIL", "t@example.org")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    git("init", "-q", "-b", "main")
    Path("shop").mkdir()
    Path("shop/__init__.py").write_text("")
    Path("shop/models.py").write_text(MODELS)
    Path("shop/views.py").write_text(VIEWS)
    commit()
    git("switch", "-q", "-c", "branch")
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["check", "--no-cache", "--diff", "main", "--output-format", "json", *arguments])


def new(*arguments: str) -> list[str]:
    result = run("--exit-zero", *arguments)
    assert result.exit_code == 0, result.stderr
    return [f"{one['sink']['path']}:{one['sink']['line']}" for one in json.loads(result.stdout)["findings"]]


def edit(path: str, change: Callable[[str], str]) -> None:
    before = Path(path).read_text()
    after = change(before)
    assert after != before
    Path(path).write_text(after)


def test_what_was_there_before_is_left_out_and_told() -> None:
    result = run()
    assert result.exit_code == 0
    assert json.loads(result.stdout)["findings"] == []
    assert "1 finding that main has too left out\n" in result.stderr


def test_a_change_in_one_file_that_opens_a_flow_in_another_is_told() -> None:
    """The line that shows it is the old one."""
    edit("shop/models.py", lambda text: text.replace("return customer.kind", "return customer.phone_number"))
    assert new() == ["shop/views.py:6"]
    commit()
    assert new() == ["shop/views.py:6"]


def test_edits_that_open_no_flow_are_silent() -> None:
    edit("shop/views.py", lambda text: "# a line\n\n" + text.replace("customer", "person"))
    assert new() == []


def test_one_more_of_the_same_is_new() -> None:
    edit("shop/views.py", lambda text: text + "    print(customer.phone_number)\n")
    assert len(new()) == 1


def test_it_is_the_merge_base_that_counts_and_not_what_main_has_now() -> None:
    """Main has mended what the branch never touched."""
    git("switch", "-q", "main")
    edit("shop/views.py", lambda text: text.replace("customer.phone_number", "'hidden'"))
    commit()
    git("switch", "-q", "branch")
    assert new() == []


def test_files_that_git_does_not_know_yet_count() -> None:
    Path("shop/new.py").write_text("def show(user):\n    print(user.email_address)\n")
    assert new() == ["shop/new.py:2"]


def test_the_same_rules_judge_both(repository: Path) -> None:
    """A rule that is new does not make old flows new."""
    Path("rules.toml").write_text(
        '[[rule]]\nid = "ACME1"\nname = "none"\ndata = ["contact.phone"]\nsinks = ["ui.console"]\n'
    )
    assert new("--rules", "rules.toml") == []


def test_a_program_that_is_all_new(repository: Path) -> None:
    Path("tool").mkdir()
    Path("tool/show.py").write_text("def show(user):\n    print(user.email_address)\n")
    assert new("tool") == ["tool/show.py:2"]


def test_it_works_below_the_top_and_for_single_files(monkeypatch: pytest.MonkeyPatch) -> None:
    edit("shop/views.py", lambda text: text + "    print(customer.email_address)\n")
    assert new("shop/views.py") == ["shop/views.py:11"]
    monkeypatch.chdir("shop")
    assert new(".") == ["views.py:11"]
    assert new("..") == ["views.py:11"]


def test_what_is_ignored_or_excluded_is_so_on_both_sides() -> None:
    git("switch", "-q", "main")
    Path("old").mkdir()
    Path("old/a.py").write_text("def show(user):\n    print(user.email_address)\n")
    Path("piilint.toml").write_text('exclude = ["old/**"]\n')
    Path("gen").mkdir()
    Path("gen/b.py").write_text("def show(user):\n    print(user.email_address)\n")
    Path(".gitignore").write_text("gen/\n")
    git("add", "-f", "gen/b.py")
    commit()
    git("switch", "-q", "branch")
    git("merge", "-q", "main")
    result = run()
    assert "1 finding that main has too left out" in result.stderr


def test_nothing_is_written_into_the_repository() -> None:
    before = git("status", "--porcelain"), git("worktree", "list"), git("stash", "list")
    run()
    assert (git("status", "--porcelain"), git("worktree", "list"), git("stash", "list")) == before


def test_code_that_could_not_be_read_then_does_not_matter() -> None:
    git("switch", "-q", "main")
    Path("shop/views.py").write_text("def (:\n")
    Path("shop/models.py").write_text("def (:\n")
    commit()
    git("switch", "-q", "-c", "mended")
    Path("shop/models.py").write_text(MODELS)
    Path("shop/views.py").write_text(VIEWS)
    assert new() == ["shop/views.py:10"]


class TestTrouble:
    @pytest.mark.parametrize("rev", ["gone", "--output=x", ""])
    def test_a_revision_that_git_does_not_know(self, rev: str) -> None:
        result = CliRunner().invoke(app, ["check", "--no-cache", f"--diff={rev}"])
        assert (result.exit_code, result.stdout) == (2, "")
        assert f'--diff: git knows no commit "{rev}"' in result.stderr

    def test_no_commit_in_common(self) -> None:
        git("switch", "-q", "--orphan", "other")
        Path("a.py").write_text("x = 1\n")
        commit()
        result = run()
        assert result.exit_code == 2
        assert "no commit in common" in result.stderr

    def test_no_repository(self, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
        folder = tmp_path_factory.mktemp("plain")
        monkeypatch.chdir(folder)
        Path("a.py").write_text("x = 1\n")
        result = run()
        assert result.exit_code == 2
        assert "lies in no git repository" in result.stderr


def test_projects_are_the_same_then_and_now() -> None:
    for path in ("shop/setup.cfg", "mail/jobs/requirements.txt", "mail/jobs/deep/send.py", "mail/run.py"):
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).touch()
    commit()
    before, now = discover(["."], Config(), "HEAD"), discover(["."], Config())
    assert {file.path: file.project for file in before} == {file.path: file.project for file in now}
    assert {file.project for file in before} == {"shop", "mail/jobs", ""}
