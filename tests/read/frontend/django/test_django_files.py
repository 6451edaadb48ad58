"""What files come in: broken ones, comments for piilint; and what holds for all code."""

from __future__ import annotations

import pytest
from django_reading import read
from hypothesis import given, settings
from hypothesis import strategies as st

from piilint.ir.module import CommentIR
from piilint.read.frontend.django import lower_django
from piilint.read.frontend.problem import SyntaxProblem
from tests.support.ir_invariants import violations


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("a\n{% if a %}\n{{ b }}", 2, "never closed: write {% endif %}"),
        ("{% for a in b %}\n{% block c %}{% endfor %}", 2, "{% endblock %}, for the {% block %} of line 2"),
        ("\n{% endwith %}", 2, "closes nothing"),
        ("{% if a %}\n{% for b in c %}{% else %}{% endfor %}{% endif %}", 2, "{% else %} stands in {% for %}"),
        ("\n{% elif a %}", 2, "no tag that has such a part"),
        ("\n\n{{ }}", 3, "nothing stands in {{ }}"),
        ("{%  %}", 1, "nothing stands in {%  %}"),
        ("\n{% comment %}\n", 2, "write {% endcomment %}"),
        ("\n{% verbatim x %}\n{% endverbatim %}", 2, "write {% endverbatim x %}"),
    ],
)
def test_a_template_that_does_not_hang_together_is_refused(text: str, line: int, message: str) -> None:
    with pytest.raises(SyntaxProblem) as refused:
        lower_django(text.encode())
    assert refused.value.line == line
    assert message in refused.value.message


def test_nesting_beyond_measure_is_refused() -> None:
    with pytest.raises(SyntaxProblem, match="nested too deeply"):
        lower_django(b"{% if a %}" * 5000 + b"{% endif %}" * 5000)


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00{{ a }}", b"\x00", b"\xef\xbb\xbf", b"\r\n\r"])
def test_any_bytes_are_a_template(content: bytes) -> None:
    assert lower_django(content).language == "django"


def test_lines_are_counted() -> None:
    assert [lower_django(one).lines for one in (b"", b"a", b"a\n", b"a\n\n", b"a\nb")] == [0, 1, 1, 2, 2]


def test_a_comment_is_about_its_line_or_the_next_one_if_it_stands_alone() -> None:
    template = read("""\
        {{ a }} {# piilint: ignore[PII101] -- shown to the owner #}
        {# pii: none #}

        {{ b }} {# any other #}
        {% comment "why" %}
          piilint: ignore[PII102]
        {% endcomment %}
        {{ c }}
        {{ d }}{% comment %}pii: contact.email{% endcomment %}
        """)
    assert template.module.comments == [
        CommentIR("piilint: ignore[PII101] -- shown to the owner", 1, 1, 1),
        CommentIR("pii: none", 2, 4, 4),
        CommentIR("piilint: ignore[PII102]", 5, 8, 8),
        CommentIR("pii: contact.email", 9, 9, 9),
    ]


def test_what_a_comment_holds_is_not_run() -> None:
    template = read("{# {{ a }} #}{% comment %}{{ b }}{% if %}{# #}{% endcomment %}\n{{ c }}")
    assert template.lines() == [(2, "c")]


def test_all_identifiers_are_mentioned() -> None:
    template = read("{% tag user.email|f:'x.y' key=1 as a %}{% for row in rows %}{{ row.phone }}{% endfor %}")
    assert template.module.functions[0].mentions == [
        "a", "email", "forloop", "key", "phone", "row", "rows", "user", "x", "y",
    ]  # fmt: skip


PIECES = st.sampled_from([
    "{{ a.b|f:c }}", "{{ block.super }}", "{{ forloop.last }}", "{% firstof a b as c %}", "{% cycle a b as c %}",
    "{% extends 'x' %}", "{% include 'a' with b=c %}", "{% other a as b %}", "\n", "<a b='",
    "{% url 'x' a as c %}", "{% regroup a by b as c %}",
    "{# pii: none #}", "{% partial p %}", "{% unknown %}", "{% endunknown %}", "{% else %}",
    "{{", "%}", "{% debug %}", "{% trans a as c %}", "{% endif %}", "{{ a b }}",
])  # fmt: skip
ENCLOSING = st.sampled_from(
    [
        ("{% if a and b or not c %}", "{% endif %}"),
        ("{% if a %}{% trans 'x' as a %}{% elif b or c %}", "{% else %}{{ a }}{% endif %}"),
        ("{% for x, y in z %}", "{% empty %}{{ x }}{% endfor %}"),
        ("{% for c in a %}", "{% endfor %}"),
        ("{% with a=b %}", "{% endwith %}"),
        ("{% block b %}", "{% endblock %}"),
        ("{% partialdef p inline %}", "{% endpartialdef %}"),
        ("{% filter f %}", "{% endfilter %}"),
        ("{% unknown as c %}", "{% endunknown %}"),
        ("{% blocktranslate with a=b asvar c %}", "{% plural %}{{ a }}{% endblocktranslate %}"),
        ("{% ifchanged a %}", "{% else %}{% endifchanged %}"),
        ("{% verbatim %}", "{% endverbatim %}"),
        ("{% comment %}", "{% endcomment %}"),
    ]
)


def enclosed(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Several templates one after the other, each inside a tag."""
    one = st.builds(lambda tags, text: tags[0] + text + tags[1], ENCLOSING, inner)
    return st.lists(one, min_size=2).map("".join)


TEMPLATES = st.recursive(PIECES, enclosed, max_leaves=12)


@settings(max_examples=200, deadline=None)
@given(TEMPLATES)
def test_whatever_is_written_the_code_keeps_its_invariants(text: str) -> None:
    try:
        module = lower_django(text.encode())
    except SyntaxProblem as problem:
        assert 1 <= problem.line <= text.count("\n") + 1
        return
    assert violations(module) == []
