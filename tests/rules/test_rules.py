"""Every rule file has its Markdown beside it, and what the Markdown says is so."""

from __future__ import annotations

from pathlib import Path

import pytest
import tomli

from tests.support.cases import Case, cases_in, differences

HERE = Path(__file__).parent
RULES = HERE.parents[1] / "rules"
RULE_FILES = sorted(
    path.relative_to(RULES) for folder in ("frameworks", "policies") for path in (RULES / folder).glob("*.toml")
)
CASES = [case for document in sorted(HERE.glob("**/*.md")) for case in cases_in(document)]


def _name(case: Case) -> str:
    return f"{case.document.relative_to(HERE).with_suffix('').as_posix()}: {case.name}"


@pytest.mark.parametrize("case", CASES, ids=_name)
def test_piilint_finds_what_the_lines_say_and_nothing_else(case: Case, tmp_path: Path) -> None:
    program = tmp_path / "program"
    program.mkdir()
    assert differences(case, program) == []


@pytest.mark.parametrize("path", RULE_FILES, ids=Path.as_posix)
def test_a_rule_file_is_shown_by_cases_of_the_same_name(path: Path) -> None:
    document = HERE / path.with_suffix(".md")
    assert document.is_file(), f"write {document.relative_to(HERE.parents[1])}"
    assert cases_in(document), f"{document} has no ## case"


@pytest.mark.parametrize("path", [path for path in RULE_FILES if path.parts[0] == "policies"], ids=Path.as_posix)
def test_a_policy_is_one_rule_named_as_its_file_and_says_why_and_what_instead(path: Path) -> None:
    tables = tomli.loads((RULES / path).read_text(encoding="utf-8"))
    assert list(tables) == ["rule"]
    (rule,) = tables["rule"]
    assert rule["name"] == path.stem
    assert all(rule.get(key, "").strip() for key in ("id", "severity", "message", "article", "why", "instead"))


@pytest.mark.parametrize("path", [path for path in RULE_FILES if path.parts[0] == "policies"], ids=Path.as_posix)
def test_the_cases_of_a_policy_show_it_broken(path: Path) -> None:
    (rule,) = tomli.loads((RULES / path).read_text(encoding="utf-8"))["rule"]
    text = (HERE / path.with_suffix(".md")).read_text(encoding="utf-8")
    assert f"expect: {rule['id']}" in text
