"""What the built-in tags of Django templates become: loops, scopes, texts that are collected, addresses."""

from __future__ import annotations

import pytest
from django_reading import read


def test_loop_targets_are_unpacked_and_hide_the_context() -> None:
    template = read("{% for k, v in d.items reversed %}{{ k }}{{ v.email }}{{ forloop.counter }}{% endfor %}{{ v }}")
    items = "(context['d'].items | context['d'].items())"
    assert template.shown() == [
        f"each {items}#0",
        f"each {items}#1.email",
        "dict().counter",
        "context['v']",
    ]


def test_an_empty_loop_shows_something_else() -> None:
    template = read("{% for a,b in xs|slice:':5' %}{{ b }}{% empty %}{{ b }}{% endfor %}")
    assert template.shown() == ["each django.filter.slice(context['xs'], ':5')#1", "context['b']"]


def test_what_a_loop_sets_is_there_in_the_next_round_and_gone_behind_it() -> None:
    template = read("{% for x in xs %}{{ last }}{% firstof x.a as last %}{% endfor %}{{ last }}")
    assert template.shown() == ["(context['last'] | each context['xs'].a)", "context['last']"]


@pytest.mark.parametrize("values", ["a=b.c d=a", "b.c as a and a as d"])
def test_with_gives_names_to_values_of_outside(values: str) -> None:
    template = read("{% with " + values + " %}{{ a }}{{ d }}{% endwith %}{{ a }}")
    assert template.shown() == ["context['b'].c", "context['a']", "context['a']"]


def test_a_variable_set_on_one_way_only_may_be_the_contexts() -> None:
    template = read("{% if c %}{% firstof b as a %}{% elif d %}{% firstof e as a %}{% endif %}{{ a }}")
    assert template.shown() == ["(context['b'] | context['e'] | context['a'])"]


def test_a_variable_set_on_all_ways_is_one_of_them() -> None:
    template = read("{% if c %}{% firstof b as a %}{% else %}{% firstof e as a %}{% endif %}{{ a }}")
    assert template.shown() == ["(context['b'] | context['e'])"]


def test_an_address_shows_its_arguments() -> None:
    template = read("<p>{% url 'show' user.email pk=user.pk %}{% url 'list' 1 as list %}{{ list }}{% url view %}")
    assert template.shown() == ["text(context['user'].email, context['user'].pk)", "text(1)"]
    assert template.places() == [("url 'show' user.email pk=user.pk", "url"), ("list", "html")]


def test_translations_show_what_they_translate() -> None:
    template = read("{% load i18n %}{% translate 'Hello' %}{% trans greeting noop %}{% trans 'x' as y %}{{ y }}")
    assert template.shown() == ["context['greeting']", "'x'"]


def test_each_variable_of_a_translated_block_is_shown_where_it_stands() -> None:
    template = read("""\
        {% blocktranslate trimmed with name=user.name|title count n=users|length context "letter" %}
        Hello {{ name }}
        {% plural %}
        {{ n }} and {{ other }}
        {% endblocktranslate %}
        {% blocktrans with a.b as c and d as e asvar t %}{{ c }}{{ e }}{% endblocktrans %}{{ c }}{{ t }}
        """)
    assert template.lines() == [(2, "name"), (4, "n"), (4, "other"), (6, "c"), (6, "t")]
    assert template.shown() == [
        "django.filter.title(context['user'].name)",
        "django.filter.length(context['users'])",
        "context['other']",
        "context['c']",
        "text(context['a'].b, context['d'])",
    ]


def test_a_text_to_translate_holds_names_of_variables_alone() -> None:
    assert read("{% blocktranslate %}{{ user.name }}{{ a b }}{% endblocktranslate %}").shown() == [
        "context['user.name']",
        "context['a b']",
    ]


def test_a_filtered_text_is_shown_as_the_filter_makes_it() -> None:
    template = read("{% filter force_escape|upper %}Dear {{ name }}{% endfilter %}")
    assert template.shown() == ["django.filter.upper(django.filter.force_escape(text(context['name'])))"]


def test_one_of_several_is_shown() -> None:
    template = read("{% firstof a b.c 'none' %}{% cycle 'x' d as e silent %}{{ e }}{% cycle e %}{% cycle f 'g' %}")
    assert template.shown() == [
        "(context['a'] | context['b'].c | 'none')",
        "('x' | context['d'])",
        "('x' | context['d'])",
        "(context['f'] | 'g')",
    ]


def test_groups_are_read_by_name_and_by_position() -> None:
    template = read("{% regroup people by address.city|upper as cities %}{{ cities }}")
    city, people = "django.filter.upper(each context['people'].address.city)", "context['people']"
    assert template.shown() == [f"list(dict('grouper': {city}, 'list': {people}), tuple({city}, {people}))"]


def test_a_ratio_is_computed() -> None:
    assert read("{% widthratio a b 100 %}").shown() == ["mul(truediv(context['a'], context['b']), 100)"]


@pytest.mark.parametrize(
    "tag",
    [
        "autoescape off",
        "spaceless",
        "localize on",
        "localtime off",
        "timezone 'UTC'",
        "language 'de'",
        "cache 9 bar a.id",
    ],
)
def test_tags_that_change_only_the_looks_are_passed_over(tag: str) -> None:
    template = read("{% " + tag + " %}{% firstof b as a %}{{ a }}{% end" + tag.split(maxsplit=1)[0] + " %}{{ a }}")
    assert template.shown() == ["context['b']", "context['b']"]


@pytest.mark.parametrize("tag", ["load i18n", "csrf_token", "now 'Y'", "lorem 3 p", "templatetag openbrace"])
def test_tags_that_show_no_data_show_nothing(tag: str) -> None:
    assert read("{% " + tag + " %}").shown() == []


def test_debug_shows_the_whole_context() -> None:
    assert read("{% debug %}").shown() == ["context"]


def test_what_changed_is_shown() -> None:
    template = read("""\
        {% ifchanged a.b %}{{ a }}{% else %}{{ b }}{% endifchanged %}
        {% ifequal a b %}{{ c }}{% endifequal %}
        """)
    assert template.shown() == ["context['a']", "context['b']", "context['c']"]
    assert template.guards()[2] == ["eq(context['a'], context['b'])"]


def test_a_tag_of_a_library_is_a_call_that_is_shown() -> None:
    template = read("<a href='{% avatar user 40 size=user.size %}'>{% icon 'x' as i %}{{ i }}")
    assert template.shown() == [
        "django.tag.avatar(context['user'], 40, size=context['user'].size)",
        "django.tag.icon('x')",
    ]
    assert template.places()[0] == ("avatar user 40 size=user.size", "url")


def test_what_a_tag_of_a_library_encloses_is_read() -> None:
    template = read("""\
        {% thumb user.photo '4x4' as im %}{{ im.url }}{% else %}{{ a }}{% endthumb %}
        {% row x %}{{ b }}{% endrow %}
        """)
    assert template.shown() == ["django.tag.thumb(context['user'].photo, '4x4').url", "context['a']", "context['b']"]
    assert template.runs() == ["django.tag.row(context['x'])"]


def test_a_tag_may_enclose_something_or_not_from_one_use_to_the_next() -> None:
    template = read("""\
        {% if a %}{% box a %}{% endif %}{% box b %}
        {% box c %}{{ d }}{% endbox %}{% endbox2 e %}{% box f (x) %}
        """)
    assert template.shown() == [
        "django.tag.box(context['a'])",
        "django.tag.box(context['b'])",
        "context['d']",
        "django.tag.endbox2(context['e'])",
        "django.tag.box(context['f'], '(x)')",
    ]
