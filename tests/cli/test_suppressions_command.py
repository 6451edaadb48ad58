"""`piilint suppressions`: the ledger of what is excused."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from piilint.cli.app import app

PROGRAM = """
def call(customer):
    print(customer.phone_number)  # piilint: ignore[PII103] until=2026-07-01 -- PRIV-12, the agent dials it
    print(customer.kind)  # piilint: ignore
"""


@pytest.fixture(autouse=True)
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("app.py").write_text(PROGRAM)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["suppressions", "--no-cache", "--today", "2026-06-15", *arguments])


def test_as_text() -> None:
    result = run()
    assert result.exit_code == 0
    assert result.stdout == (
        "app.py:3: ignore[PII103] until 2026-07-01, covers 1 finding -- PRIV-12, the agent dials it\n"
        "app.py:4: ignore, covers 0 findings\n"
        "  blanket: it names no rule, so it would excuse all\n"
        "  reasonless: no text stands behind `--`\n"
        "  unused: nothing is found here\n"
        "2 suppressions, 1 of them with something wrong.\n"
    )


def test_as_json() -> None:
    document = json.loads(run("--output-format", "json").stdout)
    first, second = document["suppressions"]
    assert document["version"] == 1
    assert first == {
        "path": "app.py", "cell": None, "line": 3, "rules": ["PII103"], "until": "2026-07-01",
        "reason": "PRIV-12, the agent dials it", "covers": 1, "problems": [],
    }  # fmt: skip
    assert [one["problem"] for one in second["problems"]] == ["blanket", "reasonless", "unused"]


def test_as_csv() -> None:
    Path("app.py").write_text(PROGRAM.replace("PRIV-12, the", "=1+1, the"))
    rows = list(csv.DictReader(io.StringIO(run("--output-format", "csv").stdout)))
    assert [(row["path"], row["line"], row["rules"], row["covers"]) for row in rows] == [
        ("app.py", "3", "PII103", "1"), ("app.py", "4", "", "0"),
    ]  # fmt: skip
    assert rows[0]["reason"] == "'=1+1, the agent dials it"


def test_the_day_decides() -> None:
    assert "expired: it ended on 2026-07-01" in run("--today", "2026-07-02").stdout


def test_without_any() -> None:
    Path("app.py").write_text("x = 1\n")
    assert run().stdout == "0 suppressions.\n"


def test_a_format_that_does_not_exist() -> None:
    result = run("--output-format", "jsn")
    assert (result.exit_code, result.stdout) == (2, "")
    assert 'did you mean "json"?' in result.stderr
