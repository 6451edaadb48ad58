"""How Django templates run one another: include, extends, blocks and partials."""

from __future__ import annotations

from django_reading import read


def test_an_included_template_gets_the_context_and_the_variables_that_are_set() -> None:
    template = read("{% with a=1 b=2 %}{% include 'row.html' with b=x c=y.z %}{% endwith %}")
    assert template.runs() == ["include 'row.html' dict(**context, 'a': 1, 'b': context['x'], 'c': context['y'].z)"]


def test_an_included_template_may_get_only_what_it_is_given() -> None:
    assert read("{% include name with a=b only %}{% include 'x' only %}").runs() == [
        "include context['name'] dict('a': context['b'])",
        "include 'x' dict()",
    ]


def test_a_relative_name_keeps_what_tells_where_the_template_is() -> None:
    assert read("{% extends '../../base.html' %}").runs() == ["extends 'base.html' dict(**context)"]


def test_where_a_block_stands_the_most_derived_one_runs() -> None:
    template = read("{% with a=1 %}{% block body %}{{ user.email }}{% endblock body %}{% endwith %}")
    chosen = "context.get('<block body>', <block body>)"
    overridden = "(context.get('<super body>', <block body>) | <block body>)"
    assert template.runs() == [f"{chosen}(dict(**context, 'a': 1, '<super body>': {overridden}))"]
    assert template.shown("<block body>") == ["context['user'].email"]


def test_a_template_runs_the_one_it_extends_with_its_blocks_and_nothing_else() -> None:
    template = read("""\
        {% extends parent|default:"base.html" %}{{ lost }}{% include "lost.html" %}
        {% if a %}{% block b %}{{ a }}{% endblock %}{% endif %}
        """)
    assert template.shown() == []
    assert template.runs() == [
        "extends django.filter.default(context['parent'], 'base.html') dict(**context, "
        "'<block b>': context.get('<block b>', <block b>), "
        "'<super b>': (context.get('<super b>', <block b>) | <block b>))"
    ]


def test_super_runs_the_overridden_block() -> None:
    template = read("{% block b %}{{ block.super }}{{ a }}{{ block.super|safe }}{{ block.name }}{% endblock %}")
    assert template.runs("<block b>") == ["context['<super b>'](context)"] * 2
    assert template.shown("<block b>") == ["context['a']", "context['block'].name"]


def test_a_variable_may_be_called_block() -> None:
    assert read("{% for block in blocks %}{{ block.super }}{% endfor %}").shown() == ["each context['blocks'].super"]


def test_a_nested_block_knows_the_block_that_it_stands_in() -> None:
    template = read("{% block outer %}\n{% if x %}{% block inner %}{{ a }}{% endblock %}{% endif %}\n{% endblock %}")
    outer, inner = template.function("<block outer>"), template.function("<block inner>")
    assert template.module.functions[inner.parent] == outer
    assert (outer.parent, outer.line, outer.end_line, inner.line, inner.end_line) == (0, 1, 3, 2, 2)


def test_a_part_that_has_a_name_is_run_by_it() -> None:
    template = read("""\
        {% with a=1 %}{% partial p %}{% endwith %}
        {% partialdef p inline %}{{ b }}{% endpartialdef %}{% partialdef q %}{{ c }}{% endpartialdef %}{% partial r %}
        """)
    assert template.runs() == ["<partial p>(dict(**context, 'a': 1))", "<partial p>(dict(**context))"]
    assert template.shown() == []
    assert template.shown("<partial p>") == ["context['b']"]
