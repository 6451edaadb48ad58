"""Each built-in rule has a page, made from its TOML and cases, and it is up to date: `make rule-pages` writes them."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

from piilint.rulebook import load_rulebook

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
LINK = re.compile(r"\]\((?!https?:)([^)\s]+)\)")
FENCED = re.compile(r"^(`{3,}).*?^\1$", re.DOTALL | re.MULTILINE)


@pytest.fixture(scope="module")
def maker() -> ModuleType:
    found = importlib.util.spec_from_file_location("rule_pages", DOCS / "rule_pages.py")
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


def test_the_pages_are_those_that_the_rules_make(maker: ModuleType) -> None:
    made = maker.pages()
    there = {path.name: path.read_text(encoding="utf-8") for path in (DOCS / "rules").glob("*.md")}
    stale = sorted(name for name in {*made, *there} if made.get(name) != there.get(name))
    assert stale == [], "make rule-pages"


def test_each_rule_is_in_the_list_and_has_its_reasons_and_examples(maker: ModuleType) -> None:
    made = maker.pages()
    for rule in load_rulebook(()).rule:
        assert f"[{rule.id}]({rule.id}.md) {rule.name}" in made["index.md"]
        page = made[f"{rule.id}.md"]
        assert page.startswith(f"# {rule.id}: {rule.name}\n")
        assert {"Why", "Instead"} <= set(re.findall(r"^## (.*)$", page, re.MULTILINE))
        assert rule.suppression or f"expect: {rule.id}" in page


def anchors(document: Path) -> set[str]:
    """The headings of a document as links name them."""
    text = FENCED.sub("", document.read_text(encoding="utf-8"))
    titles = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    return {re.sub(r"[\s-]+", "-", re.sub(r"[^\w\s-]", "", title).strip().lower()) for title in titles}


@pytest.mark.parametrize(
    "document", [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(DOCS.rglob("*.md"))], ids=lambda path: path.stem
)
def test_every_link_within_the_project_leads_to_a_document_and_its_heading(document: Path) -> None:
    for target in LINK.findall(FENCED.sub("", document.read_text(encoding="utf-8"))):
        path, _, heading = target.partition("#")
        other = (document.parent / path).resolve() if path else document
        assert other.exists(), target
        assert not heading or heading in anchors(other), target


def test_the_table_of_contents_names_every_document() -> None:
    named = set(re.findall(r": ([\w/-]+\.md)$", (ROOT / "mkdocs.yml").read_text(encoding="utf-8"), re.MULTILINE))
    assert named == {path.name for path in DOCS.glob("*.md")} | {"rules/index.md"}
