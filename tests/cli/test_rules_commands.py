"""`piilint rules` and `piilint explain`: the rules that count, as people and programs read them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from piilint.cli.app import app

RULES = """
[[rule]]
id = "X1"
name = "coordinates-anywhere"
data = ["location.precise"]
sinks = ["log"]
unless = [{ masked = "weak" }]
why = "A place is a person."
instead = "Show the district."
"""


PREVIEW = RULES.replace("X1", "X2").replace("anywhere", "soon") + "preview = true\n"


@pytest.fixture
def rule_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    Path("mine.toml").write_text(RULES)
    return "mine.toml"


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, arguments)
    return result.exit_code, result.stdout, result.stderr


def test_the_list_has_one_line_a_rule_sorted_by_id(rule_file: str) -> None:
    code, out, _ = run("rules", "list", "--rules", rule_file)
    ids = [line.split()[0] for line in out.splitlines()]
    assert code == 0
    assert ids == sorted(ids)
    assert {"PII101", "X1"} <= set(ids)
    assert "X1      error    coordinates-anywhere" in out


def test_rules_alone_lists(rule_file: str) -> None:
    assert run("rules") == run("rules", "list")


def test_the_list_as_json_is_one_document(rule_file: str) -> None:
    _, out, _ = run("rules", "list", "--rules", rule_file, "--output-format", "json")
    mine = next(rule for rule in json.loads(out)["rules"] if rule["id"] == "X1")
    assert (mine["name"], mine["data"], mine["sinks"]) == ("coordinates-anywhere", ["location.precise"], ["log"])
    assert (mine["path"], mine["line"]) == ("mine.toml", 2)


@pytest.mark.parametrize("name", ["X1", "x1", "coordinates-anywhere"])
def test_explain_tells_what_why_and_what_instead(rule_file: str, name: str) -> None:
    code, out, _ = run("explain", name, "--rules", rule_file)
    assert code == 0
    assert out.startswith("X1 coordinates-anywhere [error]\n\nWhat\n  location.precise reaches a log\n")
    assert "\nUnless\n  - masked = weak\n" in out
    assert "\nWhy\n  A place is a person.\n" in out
    assert "\nInstead\n  Show the district.\n" in out
    assert "\nWhere\n  mine.toml:2\n" in out


def test_explaining_no_rule_names_the_nearest(rule_file: str) -> None:
    code, out, err = run("explain", "coordinates-on-scren")
    assert (code, out) == (2, "")
    assert "did you mean PII101 (coordinates-on-screen)" in err


def test_valid_rule_files_are_counted(rule_file: str) -> None:
    code, out, _ = run("rules", "validate", rule_file)
    assert code == 0
    assert out.startswith("All rule files are valid: ")


def test_each_mistake_of_a_rule_file_is_told(rule_file: str) -> None:
    Path("wrong.toml").write_text(
        '[[rule]]\nid = "X2"\ndata = ["location.precis"]\nsinks = ["log"]\nsevrity = "note"\n'
    )
    code, out, err = run("rules", "validate", "wrong.toml")
    assert (code, out) == (2, "")
    assert "wrong.toml:3" in err
    assert "wrong.toml:5" in err
    assert 'did you mean "severity"' in err


def test_a_command_that_does_not_exist_exits_with_2() -> None:
    code, out, err = run("rules", "tets")
    assert (code, out) == (2, "")
    assert "tets" in err


class TestPreview:
    """A rule that is new is shown with the others, and counts where somebody asks for it."""

    def test_it_is_listed_and_explained_as_one(self, rule_file: str) -> None:
        Path(rule_file).write_text(PREVIEW)
        _, listed, _ = run("rules", "list", "--rules", rule_file)
        assert "(preview) location.precise -> log" in listed
        _, explained, _ = run("explain", "X2", "--rules", rule_file)
        assert "It counts with --preview, preview = true in the settings, or where --select names it." in " ".join(
            explained.split()
        )

    @pytest.mark.parametrize(
        ("arguments", "settings", "found"),
        [
            ((), "", []),
            (("--preview",), "", ["X2"]),
            ((), "preview = true\n", ["X2"]),
            (("--select", "X2"), "", ["X2"]),
            (("--select", "X"), "", []),
        ],
    )
    def test_it_counts_where_it_is_asked_for(
        self, rule_file: str, arguments: tuple[str, ...], settings: str, found: list[str]
    ) -> None:
        Path(rule_file).write_text(PREVIEW)
        Path("piilint.toml").write_text(settings)
        Path("app.py").write_text("import logging\n\ndef f(user):\n    logging.info(user.latitude)\n")
        options = ("--rules", rule_file, "--ignore", "PII", "--output-format", "json", "--no-cache", "--exit-zero")
        _, out, _ = run("check", *options, *arguments)
        assert [one["rule"] for one in json.loads(out)["findings"]] == found
