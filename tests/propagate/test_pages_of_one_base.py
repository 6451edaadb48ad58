"""Pages that extend one template: each shows its own blocks, however many there are."""

from __future__ import annotations

from pathlib import Path

import pytest

from piilint import check
from piilint.propagate.engine import Engine

PAGES = Engine.MAX_CONTEXTS_OF_TEMPLATE + 8
BASE = """<title>{% block title %}{{ customer.full_name }}{% endblock %}</title>
{% block body %}{{ customer.phone_number }}{% endblock %}
{% block note %}{{ customer.date_of_birth }}{% endblock %}
"""
SHELL = """{% extends "base.html" %}
{% block title %}Console{% endblock %}
{% block body %}<main>{% block content %}{{ customer.home_address }}{% endblock %}</main>{% endblock %}
"""
PAGE = """{% extends "shell.html" %}
{% block content %}{{ customer.email }}{% endblock %}
{% block note %}-{% endblock %}
"""
NOTED = """{% extends "shell.html" %}
{% block content %}-{% endblock %}
{% block note %}{{ block.super }}!{% endblock %}
"""
MODELS = """from django.db import models

class Customer(models.Model):
    full_name = models.CharField(max_length=80)
    email = models.EmailField()
    phone_number = models.CharField(max_length=20)
    home_address = models.TextField()
    date_of_birth = models.DateField()
"""


def view(page: str) -> str:
    return (
        f"def show_{page}(request, number):\n"
        f"    customer = Customer.objects.get(pk=number)\n"
        f"    return render(request, '{page}.html', {{'customer': customer}})\n"
    )


def shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pages: dict[str, str]) -> set[tuple[str, str]]:
    templates = tmp_path / "templates"
    templates.mkdir()
    for name, text in {"base": BASE, "shell": SHELL, **pages}.items():
        (templates / f"{name}.html").write_text(text)
    (tmp_path / "models.py").write_text(MODELS)
    head = "from django.shortcuts import render\nfrom models import Customer\n"
    (tmp_path / "views.py").write_text(head + "".join(map(view, pages)))
    monkeypatch.chdir(tmp_path)
    findings = check(["."]).findings
    return {(Path(finding.sink.place.path).stem, finding.data[0]) for finding in findings}


def test_each_of_very_many_pages_shows_what_stands_in_its_own_blocks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = {f"page{number}": PAGE for number in range(PAGES)}
    assert shown(tmp_path, monkeypatch, pages) == {(page, "contact.email") for page in pages}


def test_a_block_that_no_page_overrides_is_shown_where_it_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = shown(tmp_path, monkeypatch, {"plain": '{% extends "shell.html" %}', "page": PAGE})
    assert found == {("page", "contact.email"), ("shell", "address.postal"), ("base", "demographic.dob")}


def test_what_a_block_overrides_is_shown_where_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(tmp_path, monkeypatch, {"noted": NOTED}) == {("base", "demographic.dob")}
