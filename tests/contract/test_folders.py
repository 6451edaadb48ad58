"""The contract as an outside caller sees it: folders with `SOURCE` and `SINK`, and the lines that must be named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from piilint.cli import main

HERE = Path(__file__).parent
FOLDERS = sorted(path for path in (HERE / "folders").iterdir() if path.is_dir())


def expected(folder: Path) -> set[tuple[str, int]]:
    """The lines that say `# expect`."""
    return {
        (file.relative_to(folder).as_posix(), number)
        for file in folder.rglob("*.py")
        for number, line in enumerate(file.read_text().splitlines(), 1)
        if line.endswith("# expect")
    }


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_right_lines_are_named_and_no_others(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(folder)
    rules = str(HERE / "rules.toml")
    arguments = ["check", ".", "--no-default-rules", "--rules", rules, "--output-format", "json", "--exit-zero"]
    monkeypatch.setattr("sys.argv", ["piilint", *arguments, "--no-cache", "--jobs", "1", "--min-confidence", "low"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code in (0, None)
    report = json.loads(capsys.readouterr().out)
    named = {(finding["sink"]["path"], finding["sink"]["line"]) for finding in report["findings"]}
    assert named == expected(folder)
    assert report["problems"] == []


def test_there_are_twenty_folders() -> None:
    assert len(FOLDERS) >= 20
