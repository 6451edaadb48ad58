"""What statements in templates become: scopes, loops, branches, texts that are collected."""

from __future__ import annotations

from jinja_reading import read


def test_a_variable_that_is_set_hides_the_context() -> None:
    assert read("{{ a }}{% set a = b.c %}{{ a }}").shown() == ["context['a']", "context['b'].c"]


def test_a_variable_set_on_one_way_only_may_be_the_contexts() -> None:
    assert read("{% if c %}{% set a = b %}{% endif %}{{ a }}").shown() == ["(context['b'] | context['a'])"]


def test_a_variable_set_on_all_ways_is_one_of_them() -> None:
    template = "{% if c %}{% set a = 1 %}{% elif d %}{% set a = 2 %}{% else %}{% set a = 3 %}{% endif %}{{ a }}"
    assert read(template).shown() == ["(1 | 2 | 3)"]


def test_what_a_loop_or_with_sets_does_not_leak() -> None:
    assert read("{% for x in xs %}{% set a = x %}{{ a }}{% endfor %}{{ a }}").shown() == [
        "each context['xs']",
        "context['a']",
    ]
    assert read("{% with a = b, c = a %}{{ a }}{{ c }}{% endwith %}{{ a }}").shown() == [
        "context['b']",
        "context['a']",
        "context['a']",
    ]


def test_loop_targets_are_unpacked_and_neighbours_come_from_the_same_sequence() -> None:
    template = "{% for k, (v, w) in d.items() %}{{ w }}{{ loop.previtem.email }}{{ loop.index }}{% endfor %}"
    assert read(template).shown() == [
        "each context['d'].items()#1#1",
        "each context['d'].items().email",
        "dict().index",
    ]


def test_a_recursive_loop_also_runs_over_what_it_is_called_with() -> None:
    template = read("{% for n in tree recursive %}{{ n.name }}{{ loop(1) }}{% endfor %}")
    assert template.shown() == ["each (context['tree'] | 1).name"]


def test_an_attribute_of_a_namespace_is_stored() -> None:
    template = read("{% set ns = namespace(a=1) %}{% set ns.a = user %}{{ ns.a }}")
    assert template.shown() == ["jinja.global.namespace(a=1).a"]


def test_collected_text_is_shown_where_it_is_used() -> None:
    template = read("{% set a %}Dear {{ name }}{% endset %}\n{{ a }}{% filter upper %}{{ b }}{% endfilter %}")
    assert template.shown() == ["text(context['name'])", "jinja.filter.upper(text(context['b']))"]
    assert template.lines() == [(2, "a"), (2, "filter upper")]


def test_each_variable_of_a_translation_is_shown_where_it_stands() -> None:
    template = read("""\
        {% trans count=users|length, name=user.name %}
        Hello {{ name }}
        {% pluralize %}
        {{ count }} and {{ other }}
        {% endtrans %}
        """)
    assert template.lines() == [(2, "name"), (4, "count"), (4, "other")]
    assert template.shown() == ["context['user'].name", "jinja.filter.length(context['users'])", "context['other']"]


def test_tests_guard_what_stands_below_them() -> None:
    template = read("""\
        {% if admin and not blocked %}{{ a }}{% elif owner or friend %}{{ b }}{% else %}{{ c }}{% endif %}
        {{ d if staff }}
        """)
    assert template.guards() == [
        ["not context['blocked']", "context['admin']"],
        [],
        ["not context['friend']", "not context['owner']"],
        [],
    ]


def test_a_test_that_leaves_the_loop_guards_the_rest_of_it() -> None:
    template = read("{% for u in users %}{% if u.hidden %}{% continue %}{% endif %}{{ u.email }}{% endfor %}")
    assert template.guards() == [["not each context['users'].hidden"]]


def test_the_filter_of_a_loop_guards_its_body() -> None:
    assert read("{% for u in users if u.ok %}{{ u }}{% endfor %}").guards() == [["each context['users'].ok"]]


def test_a_call_for_its_effect_is_kept() -> None:
    assert read("{% do log.add(user.email) %}").runs() == ["context['log'].add(context['user'].email)"]


def test_autoescape_changes_nothing() -> None:
    assert read("{% autoescape true %}{{ a }}{% endautoescape %}").shown() == ["context['a']"]
