"""What the documents show can be typed as it stands: commands parse, formats exist, and YAML is YAML."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
import typer.main

from piilint.cli.app import app
from piilint.report import RENDERERS

ROOT = Path(__file__).parents[1]
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("**/*.md"))]
CI = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")


def commands() -> list[str]:
    """Each command line of piilint in a block of console or YAML."""
    found = []
    for document in DOCUMENTS:
        text = document.read_text(encoding="utf-8")
        for block in re.findall(r"```(?:console|yaml)\n(.*?)```", text, re.DOTALL):
            found += re.findall(r"(?:^\$ (?:python -m )?|^\s*- (?:run: )?)(piilint .*)$", block, re.MULTILINE)
    return found


def parse(line: str) -> None:
    """Raises what the command line raises where it does not know a word."""
    words = shlex.split(line.partition(" | ")[0].partition("  #")[0])[1:]
    command = typer.main.get_command(app)
    context = command.make_context("piilint", list(words))
    while hasattr(command, "resolve_command") and words:
        _, command, words = command.resolve_command(context, words)
        assert command is not None, line
        context = command.make_context(command.name, list(words), parent=context)


@pytest.mark.parametrize("line", commands())
def test_every_command_parses(line: str) -> None:
    parse(line)


@pytest.mark.parametrize("line", ["piilint check --serious", "piilint chek", "piilint rules lst"])
def test_one_that_does_not_exist_would_be_noticed(line: str) -> None:
    with pytest.raises(Exception, match="No such"):
        parse(line)


def test_there_are_commands_to_parse() -> None:
    assert len(commands()) >= 5


@pytest.mark.parametrize("block", re.findall(r"```yaml\n(.*?)```", CI, re.DOTALL))
def test_yaml_can_be_read(block: str) -> None:
    yaml = pytest.importorskip("yaml", reason="it comes with pre-commit")
    assert isinstance(yaml.safe_load(block), dict)


def test_every_format_is_told() -> None:
    rows = re.findall(r"^\| (`.*?) \|", CI, re.MULTILINE)
    assert set(re.findall(r"`([\w-]+)`", " ".join(rows))) == set(RENDERERS)


def test_links_between_documents_lead_somewhere() -> None:
    for document in DOCUMENTS:
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", document.read_text(encoding="utf-8")):
            assert (document.parent / target).exists(), f"{document.name}: {target}"
