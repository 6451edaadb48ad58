"""Templates are found by the names that code renders them with."""

from __future__ import annotations

import msgspec

from piilint.ir.program import Program
from piilint.ir.read_module import ReadModule
from piilint.link import link
from piilint.terms.rulebook import Rulebook
from tests.support.programs import module, modules_of, program_of


def path(program: Program, name: str) -> str | None:
    number = program.template("jinja", name)
    return None if number is None else program.modules[number].path


def test_a_template_is_named_by_its_path_below_the_template_folder() -> None:
    program = program_of({"shop/templates/users/show.html": "x"})
    assert program.modules[0].name == "users/show.html"
    assert program.functions[0].name == "users/show.html"


def test_every_suffix_of_the_path_will_do() -> None:
    program = program_of({"shop/templates/users/show.html": "x"})
    for name in ("users/show.html", "show.html", "templates/users/show.html", "/users/show.html"):
        assert path(program, name) == "shop/templates/users/show.html"
    assert path(program, "how.html") is None
    assert program.template("django", "nothing.html") is None


def test_the_template_right_below_a_template_folder_wins() -> None:
    program = program_of({"a/show.html": "x", "b/templates/show.html": "x", "c/templates/old/show.html": "x"})
    assert path(program, "show.html") == "b/templates/show.html"
    assert path(program, "old/show.html") == "c/templates/old/show.html"
    assert path(program, "a/show.html") == "a/show.html"


def test_a_template_folder_of_the_settings_counts_like_one_of_that_name() -> None:
    program = program_of({"a/show.html": "x", "pages/html/show.html": "x"}, template_folders=["pages/html/"])
    assert path(program, "show.html") == "pages/html/show.html"
    assert module(program, "pages/html/show.html").name == "show.html"


def test_else_the_shortest_path_wins_and_then_the_first() -> None:
    program = program_of({"z/show.html": "x", "a/b/show.html": "x", "y/show.html": "x"})
    assert path(program, "show.html") == "y/show.html"


def test_a_template_outside_of_template_folders_is_named_below_the_root() -> None:
    program = program_of({"site/pages/show.html": "x"}, roots=["site"])
    assert program.modules[0].name == "pages/show.html"


def test_a_string_that_is_a_template_is_a_module_of_its_own() -> None:
    code, page, *_ = modules_of({"app.py": "def show():\n    return render('{{ x }}')\n", "page.html": "{{ x }}"})
    whole = msgspec.structs.replace(code.ir, units=[(1, 1, page.ir)])
    program = link([ReadModule("app.py", ".", whole)], Rulebook())
    unit = program.modules[program.units[1, 1]]
    assert unit.path == "app.py"
    assert unit.name == f"app.show.<{unit.ir.language}>"
    assert program.unit_dialects == {(1, 1, unit.ir.language): unit.id}
    assert program.templates == {}


def test_a_name_may_begin_with_the_part_of_the_program_that_a_template_folder_is_of() -> None:
    program = program_of({"app/sales/templates/show.html": "x", "app/stock/templates/show.html": "x"})
    assert path(program, "sales/show.html") == "app/sales/templates/show.html"
    assert path(program, "stock/show.html") == "app/stock/templates/show.html"
    assert path(program, "app/stock/show.html") == "app/stock/templates/show.html"
