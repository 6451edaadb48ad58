"""Comments that excuse a line, in Python, in notebooks, and in the comments of each template language."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from piilint.cli.app import app

FLASK = """
from flask import Flask, render_template
app = Flask(__name__)
@app.get("/")
def page(customer):
    return render_template("page.html", customer=customer)
"""
DJANGO = """
from django.shortcuts import render
def page(request, customer):
    return render(request, "page.html", {"customer": customer})
"""
SHOWN = "<p>{{ customer.phone_number }}</p>"
TEMPLATES = [
    (FLASK, f"{SHOWN} {{# %s #}}"),
    (FLASK, f"{SHOWN} {{#- %s -#}}"),
    (FLASK, f"{{# %s #}}\n{SHOWN}"),
    (DJANGO, f"{SHOWN} {{# %s #}}"),
    (DJANGO, f"{{# %s #}}\n{SHOWN}"),
    (DJANGO, f"{SHOWN} {{%% comment %%}}%s{{%% endcomment %%}}"),
    (DJANGO, f"{{%% comment %%}} %s {{%% endcomment %%}}\n{SHOWN}"),
]
NAMES = ["jinja", "jinja, trimmed", "jinja, above", "django", "django, above", "django, block", "django, block above"]
HOLDS = "piilint: ignore[PII103] until=2026-07-01 -- PRIV-1"
WRONG = [
    ("piilint: ignore[PII103] until=2026-06-01 -- PRIV-1", "PII903", False),
    ("piilint: ignore[PII103] until=2026-02-30 -- PRIV-1", "PII903", False),
    ("piilint: ignore -- PRIV-1", "PII901", True),
    ("piilint: ignore[PII103]", "PII904", True),
    ("piilint: ignore[PII103, PII105] -- PRIV-1", "PII902", True),
]


def found(*arguments: str) -> dict[str, bool]:
    """Each rule that finds something, and whether that is suppressed."""
    options = ["--no-cache", "--today", "2026-06-15", "--show-suppressed", "--output-format", "json", "--exit-zero"]
    result = CliRunner().invoke(app, ["check", *options, *arguments])
    assert result.exit_code == 0, result.stderr
    return {one["rule"]: one["suppressed"] is not None for one in json.loads(result.stdout)["findings"]}


def write(view: str, template: str, comment: str) -> None:
    Path("templates").mkdir()
    Path("app.py").write_text(view, encoding="utf-8")
    Path("templates/page.html").write_text(template.replace("%s", comment).replace("%%", "%") + "\n", encoding="utf-8")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(("view", "template"), TEMPLATES, ids=NAMES)
def test_it_holds_in_a_template(view: str, template: str) -> None:
    write(view, template, HOLDS)
    assert found() == {"PII103": True}


@pytest.mark.parametrize(("view", "template"), [TEMPLATES[0], TEMPLATES[5]], ids=["jinja", "django"])
@pytest.mark.parametrize(("comment", "rule", "suppressed"), WRONG, ids=["ended", "no date", "blanket", "why", "unused"])
def test_what_is_wrong_with_it_in_a_template_is_found(
    view: str, template: str, comment: str, rule: str, suppressed: bool
) -> None:
    write(view, template, comment)
    assert found() == {"PII103": suppressed, rule: False}


@pytest.mark.parametrize(("comment", "rule", "suppressed"), WRONG, ids=["ended", "no date", "blanket", "why", "unused"])
def test_what_is_wrong_with_it_in_python_is_found(comment: str, rule: str, suppressed: bool) -> None:
    Path("app.py").write_text(f"def call(customer):\n    print(customer.phone_number)  # {comment}\n", encoding="utf-8")
    assert found() == {"PII103": suppressed, rule: False}


def test_it_holds_in_a_notebook_in_its_own_cell_alone() -> None:
    code = "customer = load()\nprint(customer.phone_number)"
    texts = [f"{code}  # {HOLDS}\n", f"{code}\n"]
    cells = [{"cell_type": "code", "metadata": {}, "outputs": [], "source": text.splitlines(True)} for text in texts]
    notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    Path("look.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    result = CliRunner().invoke(app, ["check", "--no-cache", "--today", "2026-06-15", "--output-format", "concise"])
    assert result.stdout.count("PII103") == 1
    assert "cell 2" in result.stdout
