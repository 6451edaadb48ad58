"""`piilint clean` and `piilint dump`."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from piilint.cli.app import app


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, arguments)
    return result.exit_code, result.stdout, result.stderr


def test_clean_removes_what_a_check_has_kept() -> None:
    Path("app.py").write_text("x = 1\n")
    run("check", "app.py")
    assert Path(".piilint_cache/store.sqlite").exists()
    assert run("clean") == (0, "", "removed .piilint_cache\n")
    assert not Path(".piilint_cache").exists()
    assert run("clean") == (0, "", "nothing to remove: .piilint_cache\n")


def test_clean_takes_the_folder_that_is_named() -> None:
    Path("app.py").write_text("x = 1\n")
    run("check", "app.py", "--cache-dir", "kept")
    assert run("clean", "--cache-dir", "kept") == (0, "", "removed kept\n")


def test_dump_shows_what_a_file_is_lowered_to() -> None:
    Path("app.py").write_text("def show(user):\n    return user.phone\n")
    code, out, _ = run("dump", "app.py")
    assert code == 0
    assert out.startswith("module python")
    assert "phone" in out


def test_dump_of_what_cannot_be_read_exits_with_2() -> None:
    Path("app.py").write_text("def show(:\n")
    code, out, err = run("dump", "app.py")
    assert (code, out) == (2, "")
    assert err.startswith("error: app.py:1: ")
