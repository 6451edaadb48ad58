"""What expressions in templates become."""

from __future__ import annotations

import pytest
from jinja_reading import read


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("user", "context['user']"),
        ("user.email", "context['user'].email"),
        ("user['email']", "context['user']['email']"),
        ("users[0].email", "context['users'][0].email"),
        ("user.get_email()", "context['user'].get_email()"),
        ("user.email|upper", "jinja.filter.upper(context['user'].email)"),
        ("email|truncate(4, end='')", "jinja.filter.truncate(context['email'], 4, end='')"),
        ("user|attr('email')", "context['user'].email"),
        ("users|map(attribute='email')|join(', ')",
         "jinja.filter.join(jinja.filter.map(context['users'], attribute='email'), ', ')"),
        ("email is defined", "jinja.test.defined(context['email'])"),
        ("n is divisibleby 3", "jinja.test.divisibleby(context['n'], 3)"),
        ("a ~ ' ' ~ b", "text(context['a'], ' ', context['b'])"),
        ("a + b * 2", "add(context['a'], mul(context['b'], 2))"),
        ("a in b", "contains(context['a'], context['b'])"),
        ("a >= 1", "ge(context['a'], 1)"),
        ("phone[-4:]", "context['phone'][slice(neg(4), , )]"),
        ("a or b", "(context['a'] | context['b'])"),
        ("a and b", "(context['b'])"),
        ("a if b else c", "(context['a'] | context['c'])"),
        ("[a, b]", "list(context['a'], context['b'])"),
        ("(a, b)", "tuple(context['a'], context['b'])"),
        ("{'k': a}", "dict('k': context['a'])"),
        ("range(3)", "jinja.global.range(3)"),
        ("_('Hello')", "jinja.global.gettext('Hello')"),
        ("f(*a, **b)", "context['f'](context['a'], **=context['b'])"),
        ("99999999999999999999", "'0x56bc75e2d630fffff'"),
    ],
)  # fmt: skip
def test_an_expression_becomes_the_calls_it_stands_for(expression: str, value: str) -> None:
    assert read("{{ " + expression + " }}").shown() == [value]


def test_each_value_has_the_line_and_the_text_of_its_own_expression() -> None:
    template = read("""\
        <p>{{ a }} and
        {{ b
           |upper }}</p> {{-
          c.d -}} {{ (e) }}
        """)
    assert template.lines() == [(1, "a"), (2, "b\n   |upper"), (4, "c.d"), (4, "(e)")]


def test_lines_count_the_same_whatever_ends_them() -> None:
    assert read("\ufeffa\r\n{{ a }}\r{{ b }}\n\n{{ c }}").lines() == [(2, "a"), (3, "b"), (5, "c")]


def test_the_part_of_the_page_is_known_for_each_value() -> None:
    template = read("""\
        {{ text }} <a href="/u/{{ url }}" title='{{ title }}' onclick="f('{{ handler }}')" {{ more }}>{{ label }}</a>
        <script src="{{ source }}">let a = "{{ code }}" < 3;</script><style>{{ css }}</style>
        <img src={{ unquoted }} style="{{ look }}"><!-- {{ hidden }} --> a < b {{ after }} <{{ tag }}>
        """)
    assert template.places() == [
        ("text", "html"), ("url", "url"), ("title", "attribute"), ("handler", "script"), ("more", "attribute"),
        ("label", "html"), ("source", "url"), ("code", "script"), ("css", "style"), ("unquoted", "url"),
        ("look", "style"), ("hidden", "html"), ("after", "html"), ("tag", "html"),
    ]  # fmt: skip


def test_raw_text_shows_nothing() -> None:
    assert read("{% raw %}{{ user.email }}{% endraw %}").shown() == []


def test_debug_shows_the_whole_context() -> None:
    assert read("{% debug %}").shown() == ["context"]
