"""Personal data on its way through the templates of a small project: the lines that show it say `expect`."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

from piilint.pipeline import check
from piilint.terms.config import Config

RULES = """\
    [[data]]
    id = "secret"
    [[source]]
    data = "secret"
    call = "**.SOURCE"
    [[render]]
    call = "shop.render"
    template = "argument:1"
    context = "argument:2"
    dialect = "django"
    kind = "page"
    [[sink]]
    kind = "page"
    call = "shop.say"
    [[propagator]]
    call = "django.filter.length"
    from = []
    to = "return"
    [[rule]]
    id = "T1"
    data = ["secret"]
    sinks = ["page"]
    """

PROJECT = {
    "app.py": """\
        from shop import render

        def show(request):
            order = {"phone": SOURCE(), "number": 7}
            context = {"order": order, "orders": [order], "secret": SOURCE(), "calls": {"last": order}}
            return render(request, "order.html", context)
        """,
    "templates/base.html": """\
        {% block head %}{{ order.number }}{% endblock %}
        {{ secret }} {# expect #}
        {% block body %}
        {{ order.phone }} {# expect #}
        {% endblock %}
        """,
    "templates/shop.html": """\
        {% extends "base.html" %}
        {{ secret }}
        {% block body %}
        {{ block.super }}
        {{ order.phone|upper }} {# expect #}
        {% endblock %}
        """,
    "templates/order.html": """\
        {% extends "./shop.html" %}
        {% block body %}
        {{ block.super }}
        {{ order.number }} {{ order.phone|length }}
        {% for one in orders %}
        {{ one.phone }} {# expect #}
        {{ one.number }} {{ forloop.counter }}
        {% include "row.html" with row=one only %}
        {% endfor %}
        {% for name, call in calls.items %}
        {{ name }} {{ call.number }}
        {{ call.phone }} {# expect #}
        {% endfor %}
        {% with secret=order.number %}{{ secret }}{% endwith %}
        {{ secret }} {# expect #}
        {% url "call" order.phone as target %}
        {{ target }} {# expect #}
        {% blocktranslate with phone=order.phone n=order.number %}
        {{ n }}
        {{ phone }} {# expect #}
        {% endblocktranslate %}
        {% endblock %}
        """,
    "templates/row.html": """\
        {{ row.phone }} {# expect #}
        {{ row.number }} {{ secret }} {{ order.phone }}
        """,
    "templates/unused.html": "{{ order.phone }}",
}


def test_what_is_rendered_is_followed_to_the_lines_that_show_it(tmp_path: Path) -> None:
    rules = tmp_path / "rules.toml"
    rules.write_text(dedent(RULES))
    expected = set()
    for name, text in PROJECT.items():
        path = tmp_path / "project" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text))
        lines = path.read_text().splitlines()
        expected |= {(path.name, number) for number, line in enumerate(lines, 1) if "{# expect #}" in line}
    config = Config(rules=(str(rules),), default_rules=False, cache_dir=None, jobs=1)
    report = check([str(tmp_path / "project")], config)
    assert {(Path(one.sink.place.path).name, one.sink.place.line) for one in report.findings} == expected
    assert report.problems == ()


def test_a_page_that_cannot_be_read_is_a_problem_where_it_is_rendered(tmp_path: Path) -> None:
    (tmp_path / "rules.toml").write_text(dedent(RULES))
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "app.py").write_text('import shop\nshop.render(None, "a.html", {"a": SOURCE()})\n')
    (folder / "a.html").write_text("{% if a %}\n{{ a }}\n")
    (folder / "b.html").write_text("{% if a %}\n{{ a }}\n")
    config = Config(rules=(str(tmp_path / "rules.toml"),), default_rules=False, cache_dir=None, jobs=1)
    report = check([str(folder)], config)
    assert [(Path(one.path).name, one.line, one.message) for one in report.problems] == [
        ("a.html", 1, "{% if %} is never closed: write {% endif %}")
    ]
