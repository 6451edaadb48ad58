"""Projects that know nothing of one another are parts of their own; whatever may belong together stays together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from piilint.link import Part, link, parts
from piilint.terms.rulebook import Rulebook
from tests.support.programs import modules_of

SHOP = {"shop/shop/__init__.py": "", "shop/shop/orders.py": "def total(): pass"}
DESK = {"desk/desk/__init__.py": "", "desk/desk/views.py": "def show(): pass\ndef hide(): pass"}
PAGE = {"desk/desk/templates/page.html": "{{ name }}"}


def parts_of(files: Mapping[str, str], projects: tuple[str, ...] = ()) -> list[Part]:
    modules = []
    for module in modules_of(files):
        around = [one for one in projects if module.path.startswith(f"{one}/") or one == "."]
        modules.append(replace(module, project=max(around, key=len, default="")))
    return list(parts(link(modules, Rulebook()), modules))


def paths(found: list[Part]) -> list[list[str]]:
    return [sorted({module.path for module in part.modules}) for part in found]


def test_folders_with_packages_that_do_not_import_one_another_are_apart() -> None:
    assert paths(parts_of({**SHOP, **DESK, **PAGE})) == [sorted({**DESK, **PAGE}), sorted(SHOP)]


@pytest.mark.parametrize(
    "statement",
    ["import shop.orders", "import shop", "from shop import orders", "from shop.orders import total"],
)
def test_who_imports_the_other_belongs_to_it(statement: str) -> None:
    assert len(parts_of({**SHOP, **DESK, "desk/desk/more.py": statement})) == 1
    assert len(parts_of({**SHOP, **DESK, "desk/desk/more.py": statement.replace("shop", "library")})) == 2


def test_what_a_third_one_imports_belongs_together() -> None:
    assert len(parts_of({**SHOP, **DESK, "jobs/jobs/__init__.py": "import shop\nimport desk"})) == 1


def test_a_package_is_never_cut() -> None:
    files = {"app/__init__.py": "", "app/plugins/one/__init__.py": "", "app/plugins/two/__init__.py": "", "run.py": ""}
    assert len(parts_of(files)) == 1
    assert len(parts_of(files, projects=("app/plugins/one", "app/plugins"))) == 1


def test_scripts_are_apart_where_each_folder_says_what_it_is_built_from() -> None:
    scripts = {"map/app.py": "", "map/geo.py": "", "mail/app.py": ""}
    assert len(parts_of(scripts)) == 1
    assert paths(parts_of(scripts, projects=("map", "mail"))) == [["mail/app.py"], ["map/app.py", "map/geo.py"]]
    assert len(parts_of({**scripts, "mail/geo.py": "", "mail/use.py": "import geo"}, projects=("map", "mail"))) == 2


def test_templates_around_a_project_may_be_its_own() -> None:
    around = {**DESK, "templates/page.html": "{{ name }}", "run.py": ""}
    assert len(parts_of(around)) == 1
    assert len(parts_of({**DESK, "run.py": ""})) == 2


def test_what_has_no_code_belongs_to_what_is_around_it_or_to_all() -> None:
    pages = {"pages/page.html": "{{ name }}"}
    assert len(parts_of({**DESK, **pages, "run.py": ""}, projects=("pages",))) == 2
    assert len(parts_of({**SHOP, **DESK, **pages}, projects=("pages",))) == 1


def test_a_part_knows_the_numbers_of_its_functions_in_the_whole() -> None:
    query = {"desk/desk/query.py": "SHOWN = 'SELECT name, email FROM people WHERE id = 1'\ndef last(): pass"}
    modules = modules_of({**SHOP, **DESK, **query, **PAGE})
    whole = link(modules, Rulebook())
    found = parts(whole, modules)
    assert len(found) == 2
    for part in found:
        alone = link(part.modules, Rulebook())
        assert [whole.functions[number].name for number in part.functions] == [one.name for one in alone.functions]
    assert sorted(number for part in found for number in part.functions) == list(range(len(whole.functions)))


def test_the_order_of_files_does_not_matter() -> None:
    files = {**SHOP, **DESK, **PAGE}
    turned = dict(reversed(files.items()))
    assert parts_of(files) == parts_of(turned)
