"""How templates run one another: include, import, extends and blocks."""

from __future__ import annotations

from jinja_reading import read


def test_an_included_template_gets_the_context_and_the_variables_in_scope() -> None:
    template = read("{% set a = 1 %}{% for x in xs %}{% include 'row.html' %}{% endfor %}")
    assert template.runs() == ["include 'row.html' dict(**context, 'a': 1, 'x': each context['xs'], 'loop': dict())"]


def test_an_included_template_without_context_gets_nothing() -> None:
    template = read("{% include ['a.html', b] ignore missing without context %}")
    assert template.runs() == ["include list('a.html', context['b']) dict()"]


def test_an_imported_template_is_a_namespace() -> None:
    template = read("{% import 'm.html' as m %}{% from 'n.html' import f as g %}{{ m.card(u) }}{{ g(u) }}")
    assert template.shown() == [
        "import 'm.html' dict().card(context['u'])",
        "import 'n.html' dict().f(context['u'])",
    ]


def test_what_others_can_import_is_bound() -> None:
    template = read("{% set a = 1 %}{% macro f() %}{% endmacro %}{% for x in y %}{% set b = x %}{% endfor %}")
    kinds = {name: [one.kind for one in bindings] for name, bindings in template.module.bindings.items()}
    assert kinds == {"a": ["value"], "f": ["function"]}
    assert template.module.functions[template.module.bindings["f"][0].index].name == "f"


def test_where_a_block_stands_the_most_derived_one_runs() -> None:
    template = read("{% set a = 1 %}{% block body %}{{ user.email }}{% endblock %}")
    assert template.runs() == [
        "context.get('<block body>', <block body>)(dict(**context, 'a': 1, '<super body>': <block body>))"
    ]
    assert template.shown("<block body>") == ["context['user'].email"]


def test_a_scoped_block_sees_the_variables_around_it() -> None:
    template = read("{% for x in xs %}{% block b scoped %}{{ x }}{% endblock %}{% endfor %}")
    (run,) = template.runs()
    assert "'x': each context['xs']" in run


def test_a_template_hands_its_blocks_and_variables_to_the_one_it_extends() -> None:
    template = read("{% extends 'base.html' %}{{ lost }}{% block b %}{{ a }}{% endblock %}{% set t = u.name %}")
    assert template.shown() == []
    assert template.runs() == [
        "extends 'base.html' dict(**context, 't': context['u'].name, '<block b>': context.get('<block b>', <block b>))"
    ]


def test_a_template_that_extends_only_sometimes_also_runs_its_own_blocks() -> None:
    template = read("{% if not ajax %}{% extends 'base.html' %}{% endif %}{% block b %}{{ a }}{% endblock %}")
    assert [run.split("(")[0] for run in template.runs()] == ["extends 'base.html' dict", "context.get"]


def test_super_runs_the_overridden_block() -> None:
    template = read("{% extends 'base.html' %}{% block b %}{{ super() }}{{ a }}{% endblock %}")
    assert template.runs("<block b>") == ["context['<super b>'](context)"]
    assert template.shown("<block b>") == ["context['a']"]


def test_a_block_can_be_run_again_by_its_name() -> None:
    template = read("{% block b %}{{ a }}{% endblock %}{{ self.b() }}")
    assert len(set(template.runs())) == 1
    assert len(template.runs()) == 2


def test_a_nested_block_knows_the_block_that_it_stands_in() -> None:
    template = read("{% block outer %}\n{% block inner %}{{ a }}{% endblock %}\n{% endblock %}")
    outer, inner = template.function("<block outer>"), template.function("<block inner>")
    assert template.module.functions[inner.parent] == outer
    assert (outer.line, outer.end_line, inner.line, inner.end_line) == (1, 3, 2, 2)
