"""Macros and call blocks."""

from __future__ import annotations

from jinja_reading import read

from piilint.ir.instructions import MakeFunction, StoreCell
from piilint.ir.module import decode_body


def test_a_macro_shows_its_parameters_and_reads_the_rest_from_around_it() -> None:
    template = read("{% set a = 1 %}{% macro f(user, b=2) %}{{ user.email }}{{ b }}{{ a }}{{ c }}{% endmacro %}")
    assert template.shown("f") == ["user.email", "b", "outer a", "context['c']"]
    assert [(one.name, one.has_default) for one in template.function("f").parameters] == [("user", False), ("b", True)]
    assert template.function("f").captures == ["<context>", "a"]


def test_a_macro_finds_one_that_is_defined_below_it() -> None:
    template = read("{% macro f(u) %}{{ g(u) }}{% endmacro %}{% macro g(u) %}{{ u.email }}{% endmacro %}")
    assert template.shown("f") == ["outer g(u)"]
    stores = [one.name for one in decode_body(template.module.functions[0]).code if isinstance(one, StoreCell)]
    assert stores == ["<context>", "g"]


def test_a_default_is_evaluated_where_the_macro_is_defined() -> None:
    body = decode_body(read("{% macro f(a, b=user.name) %}{% endmacro %}").module.functions[0])
    (made,) = [one for one in body.code if isinstance(one, MakeFunction)]
    assert [index for index, _ in made.defaults] == [1]


def test_a_default_may_be_another_parameter() -> None:
    assert read("{% macro f(a, b=a.name) %}{{ b }}{% endmacro %}").shown("f") == ["(b | a.name)"]


def test_what_a_macro_uses_without_naming_it_is_a_parameter() -> None:
    template = read("{% macro f() %}{{ varargs }}{{ kwargs }}{{ caller(1) }}{% endmacro %}")
    parameters = [(one.name, one.kind, one.has_default) for one in template.function("f").parameters]
    assert parameters == [("varargs", "star", False), ("kwargs", "double_star", False), ("caller", "keyword", True)]
    assert template.shown("f") == ["varargs", "kwargs", "caller(1)"]


def test_a_call_block_hands_its_body_over_as_caller() -> None:
    template = read("{% for u in users %}\n{% call(x) card(u) %}{{ u.email }}{{ x }}{% endcall %}{% endfor %}")
    assert template.shown() == ["context['card'](each context['users'], caller=<caller>)"]
    assert template.lines() == [(2, "call(x) card(u)")]
    assert template.shown("<caller>") == ["outer u.email", "x"]


def test_a_macro_in_a_macro_reads_through_both() -> None:
    template = read("{% macro f(a) %}{% call g() %}{{ a }}{{ b }}{% endcall %}{% endmacro %}")
    assert template.shown("f.<caller>") == ["outer a", "context['b']"]
    assert template.function("f.<caller>").parent == template.module.functions.index(template.function("f"))


def test_a_template_included_by_a_macro_gets_what_the_macro_can_see() -> None:
    template = read("{% set a = 1 %}{% macro f(b) %}{% include 'x.html' %}{% endmacro %}")
    assert template.runs("f") == ["include 'x.html' dict(**context, 'a': outer a, 'f': outer f, 'b': b)"]
