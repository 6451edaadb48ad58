"""Rule files for tests: written into an empty folder, loaded without the rules that come with piilint."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from piilint.rulebook import load_rulebook
from piilint.terms.rulebook import Rulebook

Load = Callable[..., Rulebook]

COMMON = """
[[data]]
id = "contact.phone"
[[data]]
id = "contact.email"
[[data]]
id = "location.precise"
[[rule]]
id = "COMMON"
data = ["contact.*"]
sinks = ["ui.**"]
"""
"""What a rule file needs to be whole. It stands in a file of its own, so that lines count in the file tested."""


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working directory."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def load(here: Path) -> Load:
    """Load the text of a rule file beside COMMON; `defaults` adds the rules that come with piilint."""

    def load_text(text: str, defaults: bool = False) -> Rulebook:
        (here / "rules.toml").write_text(text, encoding="utf-8")
        (here / "common.toml").write_text(COMMON, encoding="utf-8")
        return load_rulebook(["rules.toml"] if defaults else ["rules.toml", "common.toml"], use_defaults=defaults)

    return load_text
