"""Whatever is wrong with what it is given, piilint says so in words and ends as it promises: never with a traceback."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from typer.testing import CliRunner

from piilint.cli.app import app

GOOD = "import logging\n\n\ndef show(latitude):\n    logging.info(latitude)\n"


class Ended(NamedTuple):
    code: int
    out: str
    err: str

    @property
    def problems(self) -> list[tuple[str, int, str]]:
        return [(one["path"], one["line"], one["message"]) for one in json.loads(self.out)["problems"]]


Run = Callable[..., Ended]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Checks with JSON as output, in an empty working directory."""
    monkeypatch.chdir(tmp_path)

    def check(*arguments: str) -> Ended:
        result = CliRunner().invoke(app, ["check", "--output-format", "json", *arguments])
        assert "Traceback" not in result.stderr
        assert "crashed" not in result.stderr
        if result.exit_code == 2:
            assert result.stdout == ""
        return Ended(result.exit_code, result.stdout, result.stderr)

    return check


def write(path: str, content: str | bytes = GOOD) -> None:
    target = Path(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content.encode() if isinstance(content, str) else content)


def test_no_such_path(run: Run) -> None:
    write("source/app.py")
    ended = run("sorce")
    assert ended.code == 2
    assert ended.err == 'error: no such file or folder: sorce (did you mean "source"?)\n'


def test_an_empty_folder(run: Run) -> None:
    Path("empty").mkdir()
    ended = run("empty")
    assert ended.code == 2
    assert ended.err.startswith("error: nothing to check")


def test_a_syntax_error_in_one_file(run: Run) -> None:
    write("good.py")
    write("bad.py", "x = 1\ny = = 2\n")
    ended = run(".")
    assert ended.code in (0, 1)
    assert [(path, line) for path, line, _ in ended.problems] == [("bad.py", 2)]
    assert json.loads(ended.out)["summary"]["unreadable_files"] == 1


def test_a_syntax_error_in_the_only_file(run: Run) -> None:
    write("bad.py", "def f(:\n")
    ended = run("bad.py")
    assert ended.code == 2
    assert "bad.py:1: " in ended.err


def test_exit_zero_does_not_hide_that_nothing_could_be_read(run: Run) -> None:
    write("bad.py", "def f(:\n")
    assert run("bad.py", "--exit-zero").code == 2


@pytest.mark.parametrize(
    "content",
    [b"# caf\xe9\nname = 1\n", b"name = 1\x00\n", b"# -*- coding: klingon -*-\nx = 1\n", b"\xff\xfe\x00\x00"],
    ids=["Latin-1 without a declaration", "NUL bytes", "an unknown encoding", "UTF-32"],
)
def test_bytes_that_are_no_python(run: Run, content: bytes) -> None:
    write("good.py")
    write("bad.py", content)
    ended = run(".")
    assert ended.code in (0, 1)
    assert [path for path, _, _ in ended.problems] == ["bad.py"]


@pytest.mark.parametrize(
    "content",
    [
        b"# -*- coding: latin-1 -*-\nname = '\xe9'\n",
        b"\xef\xbb\xbfname = 1\n",
        b"",
        b"name = 1\r\nx = 2\r\n",
        b"name = 1",
    ],
    ids=["Latin-1 with a declaration", "a byte order mark", "empty", "Windows line ends", "no last line end"],
)
def test_bytes_that_are_python(run: Run, content: bytes) -> None:
    write("app.py", content)
    ended = run(".")
    assert (ended.code, ended.problems) == (0, [])


def test_a_broken_template_that_nothing_renders_is_no_problem(run: Run) -> None:
    write("app.py")
    write("templates/page.html", "{% if %}\n{{ user.phone }\n")
    assert run(".").problems == []


def test_a_broken_template_is_a_problem_where_it_is_rendered(run: Run) -> None:
    write(
        "app.py", "from flask import render_template\n\n\ndef show():\n    return render_template('mail/page.html')\n"
    )
    write("templates/mail/page.html", "<p>\n{% if %}\n")
    ended = run(".")
    assert [(path, line) for path, line, _ in ended.problems] == [("templates/mail/page.html", 2)]
    assert json.loads(ended.out)["summary"]["unreadable_files"] == 1
    assert "1 unmatched template" in ended.err


def test_a_broken_notebook(run: Run) -> None:
    write("good.py")
    write("broken.ipynb", '{"cells": [')
    ended = run(".")
    assert [path for path, _, _ in ended.problems] == ["broken.ipynb"]


@pytest.mark.parametrize(
    ("rules", "told"),
    [
        (
            '[[rule]]\nid = "X1"\ndata = ["location.precise"]\nsinks = ["log"]\nsevrity = "note"\n',
            ["mine.toml:5", "severity"],
        ),
        ('[[rule]]\nid = "X1"\ndata = ["location.precis"]\nsinks = ["log"]\n', ["mine.toml:3", "location.precise"]),
        ('[[rule]]\nid = "PII101"\ndata = ["location.precise"]\nsinks = ["log"]\n', ["mine.toml:2", "PII101"]),
        ("[[rule]\n", ["mine.toml:1"]),
        (b'[[rule]]\nid = "\xe9"\n', ["mine.toml", "UTF-8"]),
    ],
    ids=["an unknown key", "an unknown data type", "a duplicate id", "no TOML", "no UTF-8"],
)
def test_a_rule_file_with_a_mistake(run: Run, rules: str | bytes, told: list[str]) -> None:
    write("app.py")
    write("mine.toml", rules)
    ended = run("--rules", "mine.toml", "--exit-zero")
    assert ended.code == 2
    for words in told:
        assert words in ended.err


def test_no_rule_at_all(run: Run) -> None:
    write("app.py")
    ended = run("--no-default-rules")
    assert ended.code == 2
    assert "no [[rule]] is loaded" in ended.err


def test_a_config_key_misspelt(run: Run) -> None:
    write("app.py")
    write("piilint.toml", '\nexlude = ["x"]\n')
    ended = run(".")
    assert ended.code == 2
    assert "piilint.toml:2" in ended.err
    assert 'did you mean "exclude"' in ended.err


def test_a_rule_that_does_not_exist(run: Run) -> None:
    write("app.py")
    ended = run(".", "--select", "PII9999")
    assert ended.code == 2
    assert "PII9999" in ended.err


def test_an_unreadable_file(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    write("good.py")
    write("closed.py")
    read = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path.name == "closed.py":
            raise PermissionError(13, "Permission denied")
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert run(".").problems == [("closed.py", 1, "could not be read: Permission denied")]


def test_a_loop_of_links(run: Run) -> None:
    write("app/a.py")
    Path("app/loop").symlink_to("..")
    Path("app/self").symlink_to("self")
    assert json.loads(run(".").out)["summary"]["files"] == 1


def test_more_unreadable_files_than_allowed(run: Run) -> None:
    for number in range(11):
        write(f"m{number:02}.py", "def f(:\n" if number < 3 else "x = 1\n")
    ended = run(".")
    assert ended.code == 2
    assert "3 of 11 Python files and notebooks could not be read" in ended.err
    assert run(".", "--max-unreadable", "30").code == 0


def test_a_generated_file_of_five_megabytes(run: Run) -> None:
    write("good.py")
    write("data.py", "DATA = [\n" + f'    ("name", 12345, "{"QUJD" * 650}"),\n' * 2_000 + "]\n")
    ended = run(".")
    assert (ended.code, ended.problems) == (1, [])
    assert Path("data.py").stat().st_size > 5_000_000


def test_code_nested_very_deeply(run: Run) -> None:
    write("good.py")
    write("deep.py", "x = " + "(" * 5000 + "1" + ")" * 5000 + "\n")
    write("chain.py", "x = " + " + ".join(["1"] * 30_000) + "\n")
    ended = run(".")
    assert {path for path, _, _ in ended.problems} <= {"deep.py", "chain.py"}
