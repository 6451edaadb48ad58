"""What expressions in Django templates become."""

from __future__ import annotations

import pytest
from django_reading import read

from piilint.read.frontend.problem import SyntaxProblem


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("user", "context['user']"),
        ("user.email", "context['user'].email"),
        ("users.0.email", "context['users'][0].email"),
        ("user.get_full_name", "context['user'].get_full_name"),
        ("user.email|upper", "django.filter.upper(context['user'].email)"),
        ("user.email | upper|lower", "django.filter.lower(django.filter.upper(context['user'].email))"),
        ("email|default:'a | b'", "django.filter.default(context['email'], 'a | b')"),
        ('email|default:_("no\\"body")', "django.filter.default(context['email'], 'no\"body')"),
        ("a|add:b.c|cut:' '", "django.filter.cut(django.filter.add(context['a'], context['b'].c), ' ')"),
        ("when|date:-1.5", "django.filter.date(context['when'], -1.5)"),
        ("a|yesno:None", "django.filter.yesno(context['a'], None)"),
        ("True", "True"),
        ("'x'", "'x'"),
        ("42", "42"),
        ("99999999999999999999", "'99999999999999999999'"),
        ("straße.größe", "context['straße'].größe"),
        ("form.as_p", "context['form'].as_p"),
    ],
)
def test_an_expression_becomes_the_reads_and_calls_it_stands_for(expression: str, value: str) -> None:
    assert read("{{ " + expression + " }}").shown() == [value]


@pytest.mark.parametrize(
    ("condition", "test"),
    [
        ("user.is_staff", "context['user'].is_staff"),
        ("perms.app.change_person", "context['perms'].app.change_person"),
        ("a == b|upper", "eq(context['a'], django.filter.upper(context['b']))"),
        ("a != 'x'", "ne(context['a'], 'x')"),
        ("a < 1", "lt(context['a'], 1)"),
        ("a >= 1", "ge(context['a'], 1)"),
        ("a in b", "contains(context['a'], context['b'])"),
        ("a not in b", "not_contains(context['a'], context['b'])"),
        ("a is None", "is_(context['a'], None)"),
        ("a is not None", "is_not(context['a'], None)"),
        ("a == b == c", "eq(eq(context['a'], context['b']), context['c'])"),
        ("a in b == c", "contains(context['a'], eq(context['b'], context['c']))"),
    ],
)
def test_a_condition_becomes_the_operators_it_stands_for(condition: str, test: str) -> None:
    assert read("{% if " + condition + " %}{{ x }}{% endif %}").guards() == [[test]]


def test_tests_guard_what_stands_below_them() -> None:
    template = read("""\
        {% if admin and not blocked %}{{ a }}{% elif owner or friend %}{{ b }}{% else %}{{ c }}{% endif %}
        {% if not a or b and c %}{{ d }}{% else %}{{ e }}{% endif %}
        """)
    assert template.guards() == [
        ["not context['blocked']", "context['admin']"],
        [],
        ["not context['friend']", "not context['owner']"],
        [],
        ["context['a']"],
    ]


@pytest.mark.parametrize(
    "text",
    [
        "{{ a b }}", "{{ a.b() }}", "{{ a|b c }}", "{{ a|f:'x }}", "{{ |f }}", "{{ 'a' 'b' }}", "{{ -a }}",
        "{{ 1.2.3x- }}",
        "{% if %}{% endif %}", "{% if a and %}{% endif %}", "{% if a b %}{% endif %}", "{% if == a %}{% endif %}",
        "{% if a == (b) %}{% endif %}", "{% if not %}{% endif %}",
        "{% for x %}{% endfor %}", "{% for in xs %}{% endfor %}", "{% for x of xs %}{% endfor %}",
        "{% for x y in xs %}{% endfor %}", "{% for x in a b %}{% endfor %}", "{% with a %}{% endwith %}",
        "{% with a=b c %}{% endwith %}", "{% url %}", "{% include %}", "{% include (a) %}",
        "{% extends %}", "{% extends a b %}",
        "{% cycle %}", "{% firstof %}", "{% widthratio a b %}", "{% regroup a by b %}", "{% trans %}",
        "{% block %}{% endblock %}", "{% blocktrans with a %}{% endblocktrans %}",
        "{% filter a b %}{% endfilter %}", "{% ifequal a %}{% endifequal %}",
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_its_line(text: str) -> None:
    with pytest.raises(SyntaxProblem) as refused:
        read(f"\n{{{{ ok }}}}\n{text}\n")
    assert refused.value.line == 3


def test_each_value_has_the_line_and_the_text_of_its_own_expression() -> None:
    assert read("<p>{{ a }} and\n{{b|upper}}\n\n{{ c }} {{  d.e  }}").lines() == [
        (1, "a"), (2, "b|upper"), (4, "c"), (4, "d.e"),
    ]  # fmt: skip


def test_lines_count_the_same_whatever_ends_them() -> None:
    assert read("\ufeffa\r\n{{ a }}\r{{ b }}\n\n{{ c }}").lines() == [(2, "a"), (3, "b"), (5, "c")]


def test_a_tag_that_does_not_end_on_its_line_is_text() -> None:
    assert read("{{ a\n}} {% if\nb %} {{ c }} {# \n {{ d }} #}").shown() == ["context['c']", "context['d']"]


def test_the_part_of_the_page_is_known_for_each_value() -> None:
    template = read("""\
        {{ text }} <a href="/u/{{ url }}" title='{{ title }}' onclick="f('{{ handler }}')" {{ more }}>{{ label }}</a>
        <script src="{% static source %}">let a = "{{ code }}";</script><a href="{% url 'x' %}">{{ after }}</a>
        """)
    assert template.places() == [
        ("text", "html"), ("url", "url"), ("title", "attribute"), ("handler", "script"), ("more", "attribute"),
        ("label", "html"), ("static source", "url"), ("code", "script"), ("after", "html"),
    ]  # fmt: skip


def test_verbatim_text_shows_nothing() -> None:
    template = read("{% verbatim %}{{ a }}{% endverbatim %}{{ b }}")
    assert template.shown() == ["context['b']"]
    template = read("{% verbatim x %}{{ a }}{% endverbatim %}{{ b }}{% endverbatim x %}{{ c }}")
    assert template.shown() == ["context['c']"]
