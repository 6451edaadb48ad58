"""What files come in: broken ones, foreign tags, comments for piilint; and what holds for all code."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja_reading import read

from piilint.ir.instructions import Phi
from piilint.ir.module import CommentIR, ModuleIR, decode_body, encode_module
from piilint.read.frontend.jinja import lower_jinja
from piilint.read.frontend.problem import SyntaxProblem


@pytest.mark.parametrize(
    ("text", "line"),
    [("\n{{ a b }}", 2), ("a\n{% if a %}\n", 2), ("\n\n{{ 'a }}", 3), ("{% endfor %}", 1), ("{{ a", 1), ("{% foo", 1)],
)
def test_a_template_that_does_not_parse_is_refused_with_its_line(text: str, line: int) -> None:
    with pytest.raises(SyntaxProblem) as refused:
        lower_jinja(text.encode())
    assert refused.value.line == line


def test_an_unknown_tag_is_passed_over_and_what_it_encloses_is_read() -> None:
    template = read("{% cache 500, user.id %}\n{{ user.email }}\n{% endcache %}{% assets 'x' %}{{ a }}{% endassets %}")
    assert template.lines() == [(2, "user.email"), (3, "a")]


def test_nesting_beyond_measure_is_refused() -> None:
    with pytest.raises(SyntaxProblem, match="nested too deeply"):
        lower_jinja(b"{{ " + b"(" * 5000 + b"a" + b")" * 5000 + b" }}")


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00{{ a }}", b"\x00", b"\xef\xbb\xbf", b"\r\n\r"])
def test_any_bytes_are_a_template(content: bytes) -> None:
    assert lower_jinja(content).language == "jinja"


def test_lines_are_counted() -> None:
    assert [lower_jinja(one).lines for one in (b"", b"a", b"a\n", b"a\n\n", b"a\nb")] == [0, 1, 1, 2, 2]


def test_a_comment_is_about_its_line_or_the_next_one_if_it_stands_alone() -> None:
    template = read("""\
        {{ a }} {#- piilint: ignore[PII101] -- shown to the owner -#}
        {# pii: none #}

        {{ b
           .c }} {# any other #}
        {{ d
        }} {# pii: contact.email #}
        """)
    assert template.module.comments == [
        CommentIR("piilint: ignore[PII101] -- shown to the owner", 1, 1, 1),
        CommentIR("pii: none", 2, 4, 5),
        CommentIR("pii: contact.email", 7, 6, 7),
    ]


def test_all_identifiers_are_mentioned() -> None:
    template = read("{% set a = user.email|f('x.y', key=1) %}{% for row in rows %}{{ row['phone'] }}{% endfor %}")
    assert template.module.functions[0].mentions == [
        "a", "email", "key", "loop", "phone", "row", "rows", "user", "x", "y",
    ]  # fmt: skip


PIECES = st.sampled_from([
    "{{ a.b|f(1, k=c) }}", "{{ x or y and not z }}", "{{ a if b }}", "{{ loop(x) }}", "{{ super() }}",
    "{{ caller(a) }}", "{% set a = b %}", "{% set ns.q = 1 %}", "{% do x.y() %}", "{% break %}", "{% continue %}",
    "{% extends 'x' %}", "{% include 'a' %}", "{% import 'a' as m %}", "{% other %}", "\n", "<a b='",
    "{% from 'a' import b as c with context %}", "{% trans a=b %}{{ a }}{{ c }}{% endtrans %}", "{# pii: none #}",
    "{{ '\\ud800' }}", "{{", "%}",
])  # fmt: skip
ENCLOSING = st.sampled_from(
    [
        ("{% if a and b %}", "{% endif %}"),
        ("{% if a %}{% set a = 1 %}{% elif b or c %}", "{% else %}{{ a }}{% endif %}"),
        ("{% for x, y in z recursive %}", "{% else %}{{ x }}{% endfor %}"),
        ("{% for x in z if x.ok %}", "{% endfor %}"),
        ("{% macro f(a, b=a) %}", "{% endmacro %}"),
        ("{% call(a) f(1) %}", "{% endcall %}"),
        ("{% set a %}", "{% endset %}"),
        ("{% with a = b %}", "{% endwith %}"),
        ("{% block b scoped %}", "{% endblock %}"),
        ("{% filter f %}", "{% endfilter %}"),
    ]
)


def enclosed(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Several templates one after the other, each inside a tag."""
    one = st.builds(lambda tags, text: tags[0] + text + tags[1], ENCLOSING, inner)
    return st.lists(one, min_size=2).map("".join)


TEMPLATES = st.recursive(PIECES, enclosed, max_leaves=12)


@settings(max_examples=150, deadline=None)
@given(TEMPLATES)
def test_whatever_is_written_the_code_keeps_its_invariants(text: str) -> None:
    try:
        module = lower_jinja(text.encode())
    except SyntaxProblem as problem:
        assert 1 <= problem.line <= text.count("\n") + 1
        return
    assert_invariants(module)


def assert_invariants(module: ModuleIR) -> None:
    """Operands come before their use, and blocks and lines cover the code."""
    assert encode_module(module)
    for function in module.functions:
        body = decode_body(function)
        assert len(body.code) == len(body.lines) == len(body.spans) == len(body.ordinals)
        for number, instruction in enumerate(body.code):
            limit = len(body.code) if isinstance(instruction, Phi) else number
            assert all(operand < limit for operand in operands(instruction))
        assert [block.first for block in body.blocks] == [0, *(block.last for block in body.blocks[:-1])]
        assert body.blocks[-1].last == len(body.code)
        assert all(block.dominator < number for number, block in enumerate(body.blocks))
        for line, span in zip(body.lines, body.spans, strict=True):
            first, last = body.statements[span]
            assert first <= line <= last


def operands(instruction: msgspec.Struct) -> list[int]:
    """The values that an instruction uses."""
    used: list[int] = []
    for name in instruction.__struct_fields__:
        value = getattr(instruction, name)
        if name in ("object", "cell", "callee", "template", "context") or (
            name == "value" and type(instruction).__name__ != "Constant"
        ):
            used.append(value)
        elif name in ("arguments", "operands", "values"):
            used.extend(value)
        elif name in ("keywords", "captures", "defaults"):
            used.extend(inner for _, inner in value)
        elif name == "items":
            used.extend(inner for pair in value for inner in pair)
    return used
