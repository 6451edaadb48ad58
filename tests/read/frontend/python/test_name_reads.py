"""Which names a file binds, imports, exports and mentions."""

from __future__ import annotations

from textwrap import dedent

import pytest

from piilint.ir.instructions import Assign, Constant, LoadCell, Name, Phi, StoreName
from piilint.ir.module import BindingIR, Body, ImportIR, ModuleIR, decode_body
from piilint.read.frontend.python import lower_python


def module(text: str) -> ModuleIR:
    return lower_python(dedent(text).encode())


def body(text: str, function: int = 0) -> Body:
    return decode_body(module(text).functions[function])


def test_imports_tell_what_they_bind() -> None:
    found = module("import a.b, c as d, e.f as g\nfrom ..h import i as j, k\nfrom . import *\n").imports
    assert found == [
        ImportIR("a", "a.b", whole=False, line=1),
        ImportIR("d", "c", line=1),
        ImportIR("g", "e.f", line=1),
        ImportIR("j", "h", "i", 2, line=2),
        ImportIR("k", "h", "k", 2, line=2),
        ImportIR("*", "", "*", 1, line=3),
    ]


def test_a_late_import_stands_in_its_function_and_binds_nothing_outside() -> None:
    lowered = module("def f():\n    import json\n    return json\n")
    assert lowered.imports == [ImportIR("json", "json", function=1, line=2)]
    assert list(lowered.bindings) == ["f"]


def test_names_are_listed_in_the_order_of_their_first_binding() -> None:
    lowered = module(
        """
        try:
            import json
        except ImportError:
            json = None
        @decorated
        def f(): ...
        class C: ...
        for x, C in []: ...
        with y as z: (w := 1)
        def f(): ...
        [hidden for hidden in z]
        """
    )
    assert list(lowered.bindings) == ["json", "f", "C", "x", "z", "w"]
    assert [one.kind for one in lowered.bindings["json"]] == ["import", "value"]
    assert lowered.bindings["f"] == [BindingIR("function", 1, False), BindingIR("function", 3)]
    assert [one.kind for one in lowered.bindings["C"]] == ["class", "value"]


def test_what_only_type_checkers_see_is_bound_but_has_no_value() -> None:
    text = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from m import A\n    class B: ...\nA\n"
    lowered = module(text)
    assert [one.kind for name in ("A", "B") for one in lowered.bindings[name]] == ["import", "class"]
    assert Name("A") in body(text).code


@pytest.mark.parametrize(
    ("text", "exports"),
    [
        ("x = 1", None),
        ("__all__ = ['a', 'b']\n__all__ += ('c',)", ["a", "b", "c"]),
        ("__all__: list[str] = ['a'] + ['b']", ["a", "b"]),
        ("__all__: list[str] = ['a'] + m.__all__", None),
        ("__all__ = ['a']\n__all__ += m.__all__\n__all__ += ['b']", None),
        ("__all__ = m.__all__\n__all__ = ['b']", ["b"]),
        ("__all__ = ['a']\n__all__.append('b')\n__all__.extend(['c', 'a'])", ["a", "b", "c"]),
        ("__all__ = []", []),
    ],
)
def test_exports(text: str, exports: list[str] | None) -> None:
    assert module(text).exports == exports


def test_mentions_are_names_attributes_keys_and_keywords() -> None:
    text = "def f(row):\n    send(row['Phone No'], to=row.email)\n    return {'zip': g('name', 'two words')}\n"
    expected = ["Phone No", "email", "g", "name", "row", "send", "to", "zip"]
    assert module(text).functions[1].mentions == expected


def test_a_global_is_written_and_read_by_name() -> None:
    text = "def f():\n    global total\n    total = 1\n    return total\n"
    code = body(text, 1).code
    assert StoreName("total", 0) in code
    assert Name("total") in code
    assert module(text).functions[1].assigned == ["total"]


def test_a_comprehension_keeps_its_variable_to_itself() -> None:
    code = body("x = 1\n[x for x in y]\nz = x\n").code
    assert [made for made in code if isinstance(made, Assign)] == [Assign("x", 0), Assign("x", 4, True), Assign("z", 1)]


def test_a_class_body_reads_the_enclosing_variable_until_it_has_its_own() -> None:
    text = "def f(x):\n    class C:\n        x = x\n        y = x\n    return C\n"
    code = body(text, 2).code
    assert [type(made) for made in code if isinstance(made, (LoadCell, Name))] == [LoadCell]
    assert code[-1] == Assign("y", code.index(next(made for made in code if isinstance(made, Assign))))


def test_a_built_in_that_is_replaced_on_one_way_stays_on_the_other() -> None:
    code = body("if old:\n    str = unicode\nstr(x)\n").code
    phi = next(made for made in code if isinstance(made, Phi))
    assert {type(code[value]) for value in phi.values} == {Name, Assign}


def test_other_names_count_only_where_they_are_assigned() -> None:
    code = body("if old:\n    x = 1\nshow(x)\n").code
    assert not any(isinstance(made, Phi) for made in code)
    assert Name("x") not in code


def test_a_deleted_name_has_no_value() -> None:
    assert Name("x") in body("x = 1\ndel x\nx\n").code
    assert body("def f(x):\n    del x\n    return x\n", 1).code[1:2] == [Constant(None)]


def test_the_exception_of_a_handler_ends_with_it() -> None:
    code = body("e = 1\ntry: f()\nexcept E as e: g(e)\ne\n").code
    phis = [made for made in code if isinstance(made, Phi)]
    assert phis == []


def test_a_value_of_the_last_round_comes_by_a_phi_even_where_it_is_the_only_one() -> None:
    code = body(
        "def f(xs):\n    for x in xs:\n        if x:\n            show(last)\n        last = x\n        last\n", 1
    ).code
    phi = next(number for number, made in enumerate(code) if isinstance(made, Phi))
    (value,) = code[phi].values
    assert value > phi
    assert isinstance(code[value], Assign)
    assert code[value].name == "last"
