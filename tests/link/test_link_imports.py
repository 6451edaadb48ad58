"""Names lead to their definitions, however they were imported."""

from __future__ import annotations

import pytest

from tests.support.programs import meaning, module, program_of, told

CLIP = "class Clip: ...\ndef load(): ...\nLIMIT = 3\n"


@pytest.mark.parametrize(
    ("statement", "dotted", "expected"),
    [
        ("from shop.models import Clip", "Clip", "class shop.models.Clip"),
        ("from shop.models import load as get", "get", "function shop.models.load"),
        ("from shop.models import LIMIT", "LIMIT", "variable shop.models.LIMIT"),
        ("import shop.models", "shop.models.load", "function shop.models.load"),
        ("import shop.models", "shop", "module shop"),
        ("import shop.models as m", "m.Clip", "class shop.models.Clip"),
        ("from shop import models", "models.Clip", "class shop.models.Clip"),
        ("from shop import models as m", "m", "module shop.models"),
        ("from shop.models import *", "load", "function shop.models.load"),
        ("import flask", "flask.Flask", "library flask.Flask"),
        ("from flask import Flask as F", "F", "library flask.Flask"),
        ("import os.path", "os.path.join", "library os.path.join"),
        ("from shop.missing import f", "f", "library shop.missing.f"),
        ("from shop.models import missing", "missing", "library shop.models.missing"),
        ("", "print", "library builtins.print"),
        ("from tkinter import *", "Button", "library Button"),
        ("", "nobody", "library nobody"),
    ],
)
def test_absolute_imports(statement: str, dotted: str, expected: str) -> None:
    program = program_of({"shop/__init__.py": "", "shop/models.py": CLIP, "main.py": statement})
    assert meaning(program, "main.py", dotted) == [expected]


@pytest.mark.parametrize(
    ("path", "statement", "dotted", "expected"),
    [
        ("shop/web/views.py", "from . import forms", "forms", "module shop.web.forms"),
        ("shop/web/views.py", "from .forms import Form", "Form", "class shop.web.forms.Form"),
        ("shop/web/views.py", "from ..models import Clip", "Clip", "class shop.models.Clip"),
        ("shop/web/views.py", "from .. import models", "models.load", "function shop.models.load"),
        ("shop/web/__init__.py", "from .forms import Form", "Form", "class shop.web.forms.Form"),
        ("shop/web/__init__.py", "from . import forms", "forms", "module shop.web.forms"),
        ("shop/__init__.py", "from .models import *", "Clip", "class shop.models.Clip"),
        ("shop/web/views.py", "from .gone import x", "x", "library shop.web.gone.x"),
        ("shop/web/views.py", "from .. import gone", "gone", "library shop.gone"),
        ("shop/web/__init__.py", "from .gone import x", "x", "library shop.web.gone.x"),
    ],
)
def test_relative_imports(path: str, statement: str, dotted: str, expected: str) -> None:
    files = {
        "shop/__init__.py": "",
        "shop/models.py": CLIP,
        "shop/web/__init__.py": "",
        "shop/web/forms.py": "class Form: ...",
    }
    program = program_of({**files, path: statement})
    assert meaning(program, path, dotted) == [expected]


def test_namespace_packages_need_no_init() -> None:
    files = {"ns/a/x.py": "def f(): ...", "ns/b/y.py": "from ..a.x import f as g\nfrom . import z", "ns/b/z.py": ""}
    program = program_of({**files, "main.py": "import ns.a.x\nfrom ns.b import y\nfrom ns.a.x import f"})
    assert meaning(program, "main.py", "ns.a.x.f") == ["function ns.a.x.f"]
    assert meaning(program, "main.py", "y.g") == ["function ns.a.x.f"]
    assert meaning(program, "main.py", "f") == ["function ns.a.x.f"]
    assert meaning(program, "ns/b/y.py", "z") == ["module ns.b.z"]


def test_packages_hand_names_on() -> None:
    program = program_of({
        "shop/__init__.py": "from .api import *\nfrom .api import _hidden",
        "shop/api/__init__.py": "from .v1 import show, _hidden\n__all__ = ['show']",
        "shop/api/v1.py": "def show(): ...\ndef _hidden(): ...",
        "main.py": "from shop import show\nimport shop",
    })  # fmt: skip
    assert meaning(program, "main.py", "show") == ["function shop.api.v1.show"]
    assert meaning(program, "main.py", "shop._hidden") == ["function shop.api.v1._hidden"]


def test_a_function_named_as_its_module_hides_the_module() -> None:
    program = program_of({
        "shop/__init__.py": "from .report import report",
        "shop/report.py": "def report(): ...",
        "main.py": "from shop import report",
    })  # fmt: skip
    assert meaning(program, "main.py", "report") == ["function shop.report.report"]


@pytest.mark.parametrize(
    ("origin", "found"),
    [
        ("def f(): ...\ndef _g(): ...", ["f"]),
        ("__all__ = ['_g']\ndef f(): ...\ndef _g(): ...", ["_g"]),
        ("import os\nfrom json import dumps as _dumps", ["os"]),
    ],
)
def test_a_star_brings_what_is_exported(origin: str, found: list[str]) -> None:
    program = program_of({"origin.py": origin, "main.py": "from origin import *"})
    assert sorted(module(program, "main.py").names) == found


def test_stars_of_stars_in_a_circle_come_to_an_end() -> None:
    program = program_of({
        "a.py": "from b import *\ndef f(): ...",
        "b.py": "from c import *\ndef g(): ...",
        "c.py": "from a import *\ndef h(): ...",
    })  # fmt: skip
    for path in ("a.py", "b.py", "c.py"):
        assert [meaning(program, path, name) for name in "fgh"] == [
            ["function a.f"],
            ["function b.g"],
            ["function c.h"],
        ]


def test_a_definition_hides_what_a_star_brings() -> None:
    program = program_of({"a.py": "def f(): ...", "main.py": "from a import *\ndef f(): ..."})
    assert meaning(program, "main.py", "f") == ["function main.f"]


def test_a_star_brings_modules_that_all_names() -> None:
    program = program_of({"shop/__init__.py": "__all__ = ['web']", "shop/web.py": "", "main.py": "from shop import *"})
    assert meaning(program, "main.py", "web") == ["module shop.web"]


def test_modules_may_import_each_other() -> None:
    program = program_of({
        "a.py": "from b import g, f as again\ndef f(): ...",
        "b.py": "from a import f\ndef g(): ...",
    })  # fmt: skip
    assert meaning(program, "a.py", "again") == ["function a.f"]
    assert meaning(program, "a.py", "g") == ["function b.g"]
    assert meaning(program, "b.py", "f") == ["function a.f"]


def test_names_that_only_go_in_a_circle_mean_the_module_of_that_name() -> None:
    program = program_of({
        "shop/__init__.py": "from shop.api import views",
        "shop/api.py": "from shop import views",
        "shop/views.py": "",
        "main.py": "from shop.api import views",
    })  # fmt: skip
    assert meaning(program, "main.py", "views") == ["module shop.views"]


def test_either_import_may_count() -> None:
    program = program_of({
        "fast.py": "def load(): ...",
        "slow.py": "def load(): ...",
        "main.py": "try:\n    from fast import load\nexcept ImportError:\n    from slow import load\n",
    })  # fmt: skip
    assert meaning(program, "main.py", "load") == ["function fast.load", "function slow.load"]


def test_a_fallback_value_counts_beside_the_import() -> None:
    program = program_of({"main.py": "try:\n    import yaml\nexcept ImportError:\n    yaml = None\n"})
    assert meaning(program, "main.py", "yaml") == ["library yaml", "variable main.yaml"]


def test_either_definition_may_count() -> None:
    program = program_of({"main.py": "import sys\nif sys.argv:\n    def f(): ...\nelse:\n    f = print\n"})
    assert meaning(program, "main.py", "f") == ["function main.f", "variable main.f"]


def test_imports_for_type_checkers_count() -> None:
    program = program_of({
        "models.py": CLIP,
        "main.py": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from models import Clip\n",
    })  # fmt: skip
    assert meaning(program, "main.py", "Clip") == ["class models.Clip"]


def test_late_imports_bind_no_name_of_the_module() -> None:
    program = program_of({"models.py": CLIP, "main.py": "def f():\n    from models import load\n    return load()\n"})
    main = module(program, "main.py")
    assert "load" not in main.names
    assert told(program, program.resolve_import(main.id, "models", "load")) == ["function models.load"]
    assert told(program, program.resolve_import(main.id, "models")) == ["module models"]
    assert told(program, program.resolve_import(main.id, "json", "dumps")) == ["library json.dumps"]


def test_a_name_that_only_functions_write_is_a_variable() -> None:
    program = program_of(
        {"db.py": "def init():\n    global session\n    session = 1\n", "main.py": "from db import *\n"}
    )
    assert meaning(program, "main.py", "session") == ["variable db.session"]


def test_aliases_are_left_to_the_engine() -> None:
    program = program_of({"models.py": CLIP, "main.py": "import models\nget = models.load\n"})
    assert meaning(program, "main.py", "get") == ["variable main.get"]


class TestDecorators:
    def test_a_library_decorator_keeps_the_function(self) -> None:
        program = program_of(
            {
                "main.py": """
            import functools
            from flask import Flask
            app = Flask(__name__)
            @functools.lru_cache(maxsize=1)
            def cached(): ...
            @app.route("/")
            @functools.cache
            def page(): ...
            @functools.total_ordering
            class Key: ...
            """
            }
        )
        assert meaning(program, "main.py", "cached") == ["function main.cached"]
        assert meaning(program, "main.py", "page") == ["function main.page"]
        assert meaning(program, "main.py", "Key") == ["class main.Key"]

    def test_a_decorator_of_the_program_makes_a_variable_everywhere(self) -> None:
        program = program_of({
            "wraps.py": "def twice(f):\n    return lambda: f() + f()\n",
            "main.py": "from wraps import twice\n@twice\ndef f(): ...\n@twice\nclass C: ...\n",
            "other.py": "from main import f, C",
        })  # fmt: skip
        assert meaning(program, "main.py", "f") == ["variable main.f"]
        assert meaning(program, "other.py", "f") == ["variable main.f"]
        assert meaning(program, "other.py", "C") == ["variable main.C"]

    def test_what_an_app_of_another_module_decorates_is_still_the_function(self) -> None:
        program = program_of({
            "web.py": "import flask\napp = flask.Flask(__name__)\n",
            "views.py": "from web import app\n@app.get('/')\ndef home(): ...\n",
        })  # fmt: skip
        assert meaning(program, "views.py", "home") == ["function views.home"]

    def test_overloads_stand_back_behind_the_implementation(self) -> None:
        program = program_of(
            {
                "main.py": """
            from typing import overload
            @overload
            def f(x: int) -> int: ...
            @overload
            def f(x: str) -> str: ...
            def f(x): return x
            """
            }
        )
        (found,) = program.resolve(0, "f")
        assert program.functions[found.id].ir.decorators == []  # type: ignore[union-attr]


class TestRoots:
    def test_each_root_finds_its_own_module(self) -> None:
        program = program_of(
            {
                "one/main.py": "from util import f",
                "one/util.py": "def f(): ...",
                "two/main.py": "from util import f",
                "two/util.py": "def f(): ...",
            },
            roots=["one", "two"],
        )
        assert program.by_name["util"] == module(program, "one/util.py").id
        for path, number in (("one/main.py", "one/util.py"), ("two/main.py", "two/util.py")):
            (found,) = program.resolve(module(program, path).id, "f")
            assert program.functions[found.id].module.path == number  # type: ignore[union-attr]

    def test_a_module_of_another_root_is_found(self) -> None:
        program = program_of({"one/main.py": "import shared", "two/shared.py": ""}, roots=["one", "two"])
        assert meaning(program, "one/main.py", "shared") == ["module shared"]

    def test_tests_find_the_package_in_src(self) -> None:
        program = program_of(
            {"src/shop/__init__.py": "", "src/shop/a.py": CLIP, "tests/test_a.py": "from shop.a import load"}
        )
        assert meaning(program, "tests/test_a.py", "load") == ["function shop.a.load"]

    def test_a_project_in_a_folder_finds_itself(self) -> None:
        program = program_of({"sites/hr/app/models.py": CLIP, "sites/hr/run.py": "from app.models import load"})
        assert meaning(program, "sites/hr/run.py", "load") == ["function app.models.load"]

    def test_a_package_named_by_the_user_is_imported_by_its_name(self) -> None:
        program = program_of({"app/models.py": CLIP, "app/views.py": "from app.models import load"}, roots=["app"])
        assert meaning(program, "app/views.py", "load") == ["function app.models.load"]

    def test_a_module_means_the_library_and_not_the_package_of_that_name_that_it_lies_in(self) -> None:
        files = {
            "shop/__init__.py": "",
            "shop/plugins/__init__.py": "",
            "shop/plugins/stripe/__init__.py": "",
            "shop/plugins/stripe/pay.py": "import stripe",
        }
        assert meaning(program_of(files), "shop/plugins/stripe/pay.py", "stripe.Charge") == ["library stripe.Charge"]

    def test_a_script_beside_an_init_finds_its_sibling(self) -> None:
        program = program_of({"jobs/__init__.py": "", "jobs/run.py": "from work import load", "jobs/work.py": CLIP})
        assert meaning(program, "jobs/run.py", "load") == ["function jobs.work.load"]

    @pytest.mark.parametrize("init", ["clients/__init__.py", "other.py"])
    def test_a_wrapper_is_not_taken_for_the_library_that_it_wraps(self, init: str) -> None:
        program = program_of({init: "", "clients/redis.py": "import redis", "clients/jobs.py": "import redis"})
        assert meaning(program, "clients/redis.py", "redis") == ["library redis"]
        assert meaning(program, "clients/jobs.py", "redis") == ["library redis"]

    @pytest.mark.parametrize("name", ["string", "redis"])
    def test_a_wrapper_that_is_named_with_its_package_is_itself(self, name: str) -> None:
        files = {
            "app/__init__.py": "",
            "app/util/__init__.py": "",
            f"app/util/{name}.py": f"import {name}\ndef load(): ...",
            "app/main.py": f"from app.util.{name} import load\nimport {name}",
        }
        program = program_of(files)
        assert meaning(program, "app/main.py", "load") == [f"function app.util.{name}.load"]
        assert meaning(program, "app/main.py", name) == [f"library {name}"]

    def test_a_file_is_not_taken_for_the_standard_library(self) -> None:
        program = program_of({"app/logging.py": "", "app/main.py": "import logging"})
        assert meaning(program, "app/main.py", "logging") == ["library logging"]

    def test_a_folder_of_examples_is_not_taken_for_the_library_it_is_named_after(self) -> None:
        program = program_of({"examples/streamlit/app.py": "import streamlit as st"})
        assert meaning(program, "examples/streamlit/app.py", "st.write") == ["library streamlit.write"]


class TestStubs:
    def test_a_source_wins_over_its_stub(self) -> None:
        program = program_of(
            {"geo.py": "def f(): ...", "geo.pyi": "def f() -> int: ...", "main.py": "from geo import f"}
        )
        (found,) = program.resolve(module(program, "main.py").id, "f")
        assert program.functions[found.id].module.path == "geo.py"  # type: ignore[union-attr]

    def test_a_stub_alone_is_a_library(self) -> None:
        program = program_of({"geo.pyi": "def f() -> int: ...", "main.py": "from geo import f"})
        assert meaning(program, "main.py", "f") == ["library geo.f"]
