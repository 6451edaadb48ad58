"""`[[overrides]]` by path, as a run reads them from the file of settings."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from piilint.cli.app import app

SHOWN = "def card(customer):\n    print(customer.phone_number)\n"


@pytest.mark.parametrize(
    ("paths", "left"), [(["app/**"], ["tools/b.py"]), (["*.toml"], ["app/a.py", "tools/b.py"])], ids=["some", "none"]
)
def test_a_rule_is_ignored_below_some_paths(
    paths: list[str], left: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("app/a.py", "tools/b.py"):
        Path(name).parent.mkdir()
        Path(name).write_text(SHOWN)
    Path("piilint.toml").write_text(f'[[overrides]]\npaths = {json.dumps(paths)}\nignore = ["PII103"]\n')
    result = CliRunner().invoke(app, ["check", "--no-cache", "--output-format", "json"])
    assert result.exit_code == 1, result.stderr
    assert [one["sink"]["path"] for one in json.loads(result.stdout)["findings"]] == left
