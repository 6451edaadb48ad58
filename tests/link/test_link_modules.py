"""Modules get the names that code imports them by, and everything its number, whatever the order of files."""

from __future__ import annotations

import pytest

from piilint.link import link
from piilint.terms.rulebook import Rulebook
from tests.support.programs import module, modules_of, program_of


def names(files: list[str], **settings: object) -> list[str]:
    program = program_of(dict.fromkeys(sorted(files), ""), **settings)  # type: ignore[arg-type]
    return [one.name for one in program.modules]


def test_names_count_from_the_root() -> None:
    assert names(["app/models.py", "manage.py"]) == ["app.models", "manage"]


def test_a_package_is_named_as_its_folder() -> None:
    assert names(["app/__init__.py", "app/views.py"]) == ["app", "app.views"]


def test_a_package_named_by_the_user_keeps_its_own_name() -> None:
    assert names(["app/__init__.py", "app/views.py"], roots=["app"]) == ["app", "app.views"]


def test_a_src_folder_is_no_part_of_names() -> None:
    assert names(["src/shop/__init__.py", "src/shop/orders.py"]) == ["shop", "shop.orders"]
    assert names(["services/mail/src/ns/mail/__init__.py"]) == ["ns.mail"]


def test_a_package_called_src_is_a_package() -> None:
    assert names(["src/__init__.py", "src/orders.py"]) == ["src", "src.orders"]


def test_a_source_folder_of_the_settings_is_no_part_of_names() -> None:
    assert names(["python/lib/orders.py"], src=["python"]) == ["lib.orders"]
    assert names(["python/lib/orders.py"], src=["./python/lib/"]) == ["orders"]


def test_names_count_from_above_the_outermost_package() -> None:
    assert names(["backend/app/__init__.py", "backend/app/api/__init__.py", "backend/app/api/users.py"]) == [
        "app",
        "app.api",
        "app.api.users",
    ]


def test_imports_tell_from_where_a_namespace_package_counts() -> None:
    program = program_of({"acme/geo/__init__.py": "", "acme/geo/code.py": "", "main.py": "import acme.geo.code"})
    assert [one.name for one in program.modules] == ["acme.geo", "acme.geo.code", "main"]


def test_a_script_imports_its_sibling_by_a_bare_name() -> None:
    program = program_of({"tools/main.py": "import helpers", "tools/helpers.py": ""})
    assert module(program, "tools/helpers.py").name == "helpers"


def test_functions_and_classes_have_qualified_names_and_one_numbering() -> None:
    program = program_of({
        "b.py": "class B:\n    def run(self): ...\n",
        "a.py": "def outer():\n    def inner(): ...\n    return inner\n",
    })  # fmt: skip
    assert [function.name for function in program.functions] == ["a", "a.outer", "a.outer.inner", "b", "b.B", "b.B.run"]
    assert [function.id for function in program.functions] == list(range(6))
    assert program.functions[2].parent == 1
    assert program.functions[5].cls == program.classes[0].id == 0
    assert program.functions[1].cls == program.functions[0].parent == -1


def test_the_order_of_files_changes_nothing() -> None:
    files = {"a.py": "import b\nx = 1\n", "b.py": "from a import *\ndef f(): ...\n", "c/d.py": "from b import x, f\n"}
    modules = modules_of(files)
    one, other = link(modules, Rulebook()), link(modules[::-1], Rulebook())
    assert [(m.path, m.name, m.names) for m in one.modules] == [(m.path, m.name, m.names) for m in other.modules]
    assert [f.name for f in one.functions] == [f.name for f in other.functions]


def test_mentions_lead_to_functions() -> None:
    program = program_of({"a.py": "def f(user):\n    return user.phone\n", "b.py": "def g(x):\n    x['phone'] = 1\n"})
    assert [program.functions[number].name for number in program.mentions["phone"]] == ["a.f", "b.g"]


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("tests/unit/cases.py", "", True),
        ("app/test/cases.py", "", True),
        ("app/test_views.py", "", True),
        ("app/views_test.py", "", True),
        ("conftest.py", "", True),
        ("app/checks.py", "import pytest", True),
        ("app/checks.py", "def f():\n    from unittest import mock", True),
        ("app/views.py", "import pytestish", False),
        ("app/testing.py", "", False),
        ("app/contest.py", "", False),
    ],
)
def test_test_code_is_told_by_place_and_by_imports(path: str, text: str, expected: bool) -> None:
    assert module(program_of({path: text}), path).in_test_code is expected


def test_folders_above_the_root_do_not_make_test_code() -> None:
    program = program_of({"tests/data/app/views.py": ""}, roots=["tests/data/app"])
    assert not program.modules[0].in_test_code
