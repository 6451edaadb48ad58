"""`package:acme_rules`: rules that a team shares as an installed package."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from piilint.rulebook import load_rulebook
from piilint.terms.errors import UserError

RULE = """
[[data]]
id = "acme.badge"
title = "Badge number"
strong = ["badge number"]

[[rule]]
id = "{id}"
data = ["acme.badge"]
sinks = ["ui.page"]
"""


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package whose import would fail, as installed; the working directory is elsewhere."""
    site = tmp_path / "site"
    package = site / "acme_rules"
    (package / "more").mkdir(parents=True)
    (package / "__init__.py").write_text("raise SystemExit('rules are read, never imported')")
    (package / "badges.toml").write_text(RULE.format(id="ACME1"))
    (package / "more" / "other.toml").write_text('[[rule]]\nid = "ACME2"\ndata = ["contact.phone"]\nsinks = ["log"]\n')
    (site / "acme_module.py").write_text("")
    monkeypatch.syspath_prepend(str(site))
    monkeypatch.chdir(tmp_path)
    return package


def ids(*paths: str) -> list[str]:
    return [rule.id for rule in load_rulebook(paths).rule if rule.id.startswith("ACME")]


def told(path: str) -> tuple[str, ...]:
    with pytest.raises(UserError) as error:
        load_rulebook([path])
    return error.value.messages


def test_all_rule_files_of_the_package_are_read(installed: Path) -> None:
    assert ids("package:acme_rules") == ["ACME1", "ACME2"]
    assert "acme_rules" not in sys.modules


def test_a_folder_in_it_can_be_named(installed: Path) -> None:
    assert ids("package:acme_rules.more") == ["ACME2"]


def test_rules_are_called_alike_on_every_machine(installed: Path) -> None:
    [rule] = [rule for rule in load_rulebook(["package:acme_rules"]).rule if rule.id == "ACME1"]
    assert str(rule.origin) == "package:acme_rules/badges.toml:7"


def test_a_mistake_in_it_is_told_with_its_line(installed: Path) -> None:
    (installed / "badges.toml").write_text(RULE.format(id="ACME1") + 'severty = "note"\n')
    [message] = told("package:acme_rules")
    assert message.startswith("package:acme_rules/badges.toml:")
    assert 'did you mean "severity"?' in message


@pytest.mark.parametrize(
    ("name", "cause"),
    [
        ("acme_rulez", "no such package is installed; install it into the environment that piilint is in"),
        ("acme_module", "it is no folder of rules; rules are TOML files in a package's folder"),
        ("acme_rules.gone", "it is no folder of rules; rules are TOML files in a package's folder"),
        ("../acme", '"../acme" is no name of a package; write it as package:acme_rules'),
        ("", '"" is no name of a package; write it as package:acme_rules'),
    ],
)
def test_what_is_no_package_is_told(installed: Path, name: str, cause: str) -> None:
    assert told(f"package:{name}") == (f"package:{name}: {cause}",)


def test_a_package_without_rules_is_told(installed: Path) -> None:
    for file in installed.rglob("*.toml"):
        file.unlink()
    assert told("package:acme_rules") == ("package:acme_rules: the package holds no rule files (**/*.toml)",)
