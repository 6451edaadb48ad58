"""The examples in the documents are true: they are written into a folder, run, and print what stands below them.

Before a block, `<!-- file: PATH -->` writes it there, `<!-- run: EXIT -->` runs its commands there and compares what
they print, where a line `...` stands for any number of lines; `<!-- valid -->` loads it as a rule file.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from piilint.rulebook import load_rulebook

ROOT = Path(__file__).parents[1]
BLOCK = re.compile(r"<!-- (?P<what>file|run|valid)(?:: (?P<value>\S+))? -->\n```\w+\n(?P<text>.*?)```", re.DOTALL)
DOCUMENTS = [path for path in sorted((ROOT / "docs").glob("*.md")) if BLOCK.search(path.read_text(encoding="utf-8"))]


def blocks(document: Path) -> Iterator[tuple[str, str, str]]:
    for found in BLOCK.finditer(document.read_text(encoding="utf-8")):
        yield found["what"], found["value"] or "", found["text"]


def commands(text: str) -> list[tuple[list[str], list[str]]]:
    """Each command with the lines that it is said to print."""
    found: list[tuple[list[str], list[str]]] = []
    for line in text.splitlines():
        if line.startswith("$ "):
            found.append((shlex.split(line[2:]), []))
        elif found:
            found[-1][1].append(line)
    return found


def fits(expected: list[str], printed: list[str]) -> bool:
    if not expected:
        return not printed
    if expected[0] == "...":
        return any(fits(expected[1:], printed[at:]) for at in range(len(printed) + 1))
    return bool(printed) and expected[0] == printed[0] and fits(expected[1:], printed[1:])


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.stem)
def test_the_examples_print_what_stands_there(document: Path, tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "100", "NO_COLOR": "1"}
    for number, (what, value, text) in enumerate(blocks(document)):
        if what == "file":
            path = tmp_path / value
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        elif what == "valid":
            rules = tmp_path / f"valid{number}.toml"
            rules.write_text(text, encoding="utf-8")
            load_rulebook([str(rules)])
            rules.unlink()
        else:
            for command, expected in commands(text):
                assert command[0] == "piilint"
                done = subprocess.run(
                    [sys.executable, "-m", *command, "--no-cache", "--quiet"],
                    cwd=tmp_path, env=environment, capture_output=True, text=True,
                )  # fmt: skip
                assert done.returncode == int(value), done.stdout + done.stderr
                assert fits(expected, done.stdout.splitlines()), done.stdout


def test_there_are_examples_of_each_kind() -> None:
    kinds = [what for document in DOCUMENTS for what, _, _ in blocks(document)]
    assert {"file", "run", "valid"} == set(kinds)


@pytest.mark.parametrize(
    ("expected", "printed", "right"),
    [
        (["a"], ["a"], True), (["a"], ["b"], False), (["a", "..."], ["a", "b", "c"], True), (["..."], [], True),
        (["a"], ["a", "b"], False), (["...", "c"], ["a", "b", "c"], True), (["...", "x"], ["a", "b", "c"], False),
    ],
)  # fmt: skip
def test_what_is_compared(expected: list[str], printed: list[str], right: bool) -> None:
    assert fits(expected, printed) is right
