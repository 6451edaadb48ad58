"""`piilint rules test`: the cases beside a team's own rules."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from piilint.cli.app import app

RULES = """
[[sink]]
kind = "ui.widget"
call = "acme.ui.show"

[[rule]]
id = "ACME1"
name = "phone-in-a-widget"
data = ["contact.phone"]
sinks = ["ui.widget"]
"""
CASES = """# Widgets

## A phone number on the big screen
It hangs in the hall.
```py app/hall.py
from acme.ui import show

def call(customer):
    show(customer.phone_number)  # expect: ACME1, PII103
    show(customer.kind)
```
"""


@pytest.fixture(autouse=True)
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("privacy").mkdir()
    Path("privacy/acme.toml").write_text(RULES)
    Path("privacy/acme.md").write_text(CASES)
    Path("privacy/README.md").write_text("## How we write rules\n```text\nno case\n```\n")
    Path("piilint.toml").write_text('rules = ["privacy/acme.toml"]\n')


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["rules", "test", *arguments])


@pytest.mark.parametrize("paths", [[], ["privacy"], ["privacy/acme.md"]])
def test_cases_that_hold_are_counted(paths: list[str]) -> None:
    result = run(*paths)
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "1 case, 0 failed\n")


def test_what_piilint_says_otherwise_is_told_with_its_place() -> None:
    Path("privacy/acme.md").write_text(CASES.replace("ACME1, PII103", "ACME1, PII101") + "\n## Empty\nNothing.\n")
    result = run()
    assert result.exit_code == 1
    assert result.stdout == (
        "privacy/acme.md:3: A phone number on the big screen\n"
        "  app/hall.py:4: expected PII101\n"
        "  app/hall.py:4: did not expect PII103 (phone-on-screen, ui.widget): "
        "phone number reaches a widget on screen\n"
    )
    assert result.stderr == "1 case, 1 failed\n"


def test_a_case_can_bring_its_rules() -> None:
    alone = RULES + '[[data]]\nid = "contact.phone"\nstrong = ["phone number"]\n'
    text = CASES.replace("ACME1, PII103", "ACME1") + f"```toml alone\n{alone}```\n"
    Path("privacy/acme.md").write_text(text)
    assert run().exit_code == 0


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("```py\nx = 1  # expect: X\n```\n", "privacy/acme.md:1: a block before the first ## heading"),
        (CASES.replace("app/hall.py", "../hall.py"), "privacy/acme.md:5: ../hall.py leads out of the case"),
        (CASES.replace("# expect: ACME1, PII103", ""), "no cases: no Markdown file there has a line"),
    ],
)
def test_what_is_no_case_is_told(text: str, told: str) -> None:
    Path("privacy/acme.md").write_text(text)
    result = run()
    assert (result.exit_code, result.stdout) == (2, "")
    assert told in result.stderr


def test_paths_and_rules_that_are_wrong_are_told() -> None:
    assert "no such file or folder: gone" in run("gone").stderr
    Path("privacy/acme.toml").write_text(RULES.replace("sinks", "sink"))
    result = run()
    assert result.exit_code == 2
    assert "acme.toml:" in result.stderr


def test_where_nobody_names_rules_those_beside_the_cases_count() -> None:
    Path("piilint.toml").write_text("require-reason = true\n")
    for paths in ([], ["privacy"], ["privacy/acme.md"]):
        assert (run(*paths).exit_code, run(*paths).stderr) == (0, "1 case, 0 failed\n")


def test_where_rules_are_named_those_beside_the_cases_do_not() -> None:
    Path("other.toml").write_text(RULES.replace("ACME1", "ACME2"))
    result = run("privacy", "--rules", "other.toml")
    assert result.exit_code == 1
    assert "did not expect ACME2" in result.stdout
