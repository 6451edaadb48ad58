"""Classes know what they inherit from, in Python's order, and what they declare."""

from __future__ import annotations

from piilint.ir.program import Class, Program
from piilint.terms.rulebook import Rulebook
from piilint.terms.specs import Matcher, ReturnsSpec
from tests.support.programs import program_of


def cls(program: Program, name: str) -> Class:
    return next(one for one in program.classes if one.name == name)


def order(program: Program, name: str) -> list[str]:
    """The order of look-up, by names, without the class itself."""
    found = cls(program, name)
    assert found.mro[0] == found.id
    return [one if isinstance(one, str) else program.classes[one].name for one in found.mro[1:]]


def test_bases_are_found_through_imports() -> None:
    program = program_of({
        "models.py": "import pydantic\nclass Base(pydantic.BaseModel): ...",
        "shop/__init__.py": "from models import Base as B",
        "main.py": "import shop\nclass User(shop.B): ...\nclass Admin(User): ...",
    })  # fmt: skip
    assert order(program, "main.Admin") == ["main.User", "models.Base", "pydantic.BaseModel"]
    assert cls(program, "main.Admin").external_bases == ("pydantic.BaseModel",)
    assert program.is_subclass(cls(program, "main.Admin").id, "pydantic.BaseModel")


def test_a_diamond_is_walked_as_python_walks_it() -> None:
    program = program_of({"m.py": "class A(object): ...\nclass B(A): ...\nclass C(A): ...\nclass D(B, C): ..."})
    assert order(program, "m.D") == ["m.B", "m.C", "m.A"]
    assert order(program, "m.A") == []


def test_classes_that_python_refuses_are_walked_depth_first() -> None:
    program = program_of({"m.py": "class A: ...\nclass B(A): ...\nclass C(A, B): ..."})
    assert order(program, "m.C") == ["m.A", "m.B"]


def test_inheriting_in_a_circle_ends() -> None:
    program = program_of({"a.py": "from b import B\nclass A(B): ...", "b.py": "from a import A\nclass B(A): ..."})
    assert order(program, "a.A") == ["b.B"]
    assert order(program, "b.B") == ["a.A"]


def test_a_class_may_take_over_the_name_of_its_base() -> None:
    program = program_of({"m.py": "from lib import User\nclass User(User): ..."})
    assert order(program, "m.User") == ["lib.User"]


def test_generic_bases_count_without_their_brackets() -> None:
    program = program_of({"m.py": "from typing import Generic\nclass Page(Generic[T]): ...\nclass P(Page[int]): ..."})
    assert order(program, "m.P") == ["m.Page", "typing.Generic"]


def test_a_base_that_is_an_attribute_of_an_instance_reads_like_one_of_its_class() -> None:
    program = program_of({
        "db.py": "from flask_sqlalchemy import SQLAlchemy\ndb = SQLAlchemy()\n",
        "models.py": "from db import db\nclass User(db.Model): ...",
    })  # fmt: skip
    assert order(program, "models.User") == ["flask_sqlalchemy.SQLAlchemy.Model"]


def test_so_does_an_instance_of_a_class_of_the_program() -> None:
    program = program_of(
        {
            "models.py": """
        from flask_sqlalchemy import SQLAlchemy
        class User(get.Model): ...
        class Database(SQLAlchemy):
            class Extra: ...
        db = Database()
        class Order(db.Model): ...
        class More(db.Extra): ...
        """
        }
    )
    assert order(program, "models.Order") == ["flask_sqlalchemy.SQLAlchemy.Model"]
    assert order(program, "models.More") == ["models.Database.Extra"]
    assert order(program, "models.User") == ["get.Model"]


def test_a_base_that_a_library_makes_is_named_after_its_maker() -> None:
    program = program_of(
        {"m.py": "from sqlalchemy.orm import declarative_base\nBase = declarative_base()\nclass User(Base): ..."}
    )
    assert order(program, "m.User") == ["sqlalchemy.orm.declarative_base"]


def test_rules_tell_what_a_library_call_makes() -> None:
    rulebook = Rulebook(returns=(ReturnsSpec(Matcher("call", ("acme.make_db",)), "sqlalchemy.Database"),))
    program = program_of({"m.py": "import acme\ndb = acme.make_db()\nclass User(db.Model): ..."}, rulebook)
    assert order(program, "m.User") == ["sqlalchemy.Database.Model"]


def test_an_alias_of_a_class_is_the_class() -> None:
    program = program_of({"m.py": "import lib\nclass A: ...\nB = A\nL = lib.Thing\nclass C(B, L): ..."})
    assert order(program, "m.C") == ["m.A", "lib.Thing"]


def test_a_decorated_class_is_still_a_base() -> None:
    program = program_of({"m.py": "def mark(c): return c\n@mark\nclass A: ...\nclass B(A): ..."})
    assert order(program, "m.B") == ["m.A"]


def test_nested_and_local_classes_are_looked_for_where_they_are_defined() -> None:
    program = program_of(
        {
            "m.py": """
        class Meta: ...
        class Outer:
            class Meta: ...
            class Inner(Meta): ...
        class Below(Outer):
            class Meta(Outer.Meta): ...
        def make():
            from lib import Base
            class Local(Base): ...
            class More(Local): ...
        class Last(Below.Inner): ...
        """
        }
    )
    assert order(program, "m.Outer.Inner") == ["m.Outer.Meta"]
    assert order(program, "m.Below.Meta") == ["m.Outer.Meta"]
    assert order(program, "m.make.More") == ["m.make.Local", "lib.Base"]
    assert order(program, "m.Last") == ["m.Outer.Inner", "m.Outer.Meta"]
    assert cls(program, "m.Outer").nested == {
        "Meta": cls(program, "m.Outer.Meta").id,
        "Inner": cls(program, "m.Outer.Inner").id,
    }


def test_subclasses_are_the_direct_ones() -> None:
    program = program_of({"m.py": "class A: ...\nclass B(A): ...\nclass C(B): ...\nclass D(A): ..."})
    assert [program.classes[one].name for one in cls(program, "m.A").subclasses] == ["m.B", "m.D"]
    assert [program.classes[one].name for one in program.all_subclasses(cls(program, "m.A").id)] == [
        "m.A",
        "m.B",
        "m.C",
        "m.D",
    ]


def test_the_last_definition_of_a_method_counts() -> None:
    program = program_of({"m.py": "class A:\n    def f(self): ...\n    def f(self, x): ...\n"})
    assert program.functions[cls(program, "m.A").methods["f"]].ir.line == 3


def test_a_property_is_its_getter() -> None:
    program = program_of(
        {
            "m.py": """
        class A:
            @property
            def phone(self): ...
            @phone.setter
            def phone(self, value): ...
            @phone.deleter
            def phone(self): ...
        """
        }
    )
    found = cls(program, "m.A")
    assert program.functions[found.methods["phone"]].ir.decorators == ["property"]
    assert program.functions[found.setters["phone"]].ir.decorators == ["phone.setter"]


def test_methods_and_fields_are_found_along_the_order() -> None:
    program = program_of({"m.py": "class A:\n    phone: str\n    def f(self): ...\nclass B(A):\n    email: str = ''\n"})
    b = cls(program, "m.B")
    found = program.field_of(b.id, "phone")
    assert found is not None
    assert (found.path, found.line, program.classes[found.cls].name) == ("m.py", 2, "m.A")
    assert program.method(b.id, "f") == cls(program, "m.A").methods["f"]
    assert list(b.fields) == ["email"]


def test_the_declaration_in_the_body_comes_before_an_assignment_to_self() -> None:
    program = program_of(
        {"m.py": "class A:\n    def __init__(self):\n        self.phone = 1\n        self.mail = 2\n    phone: str\n"}
    )
    assert {name: found.line for name, found in cls(program, "m.A").fields.items()} == {"phone": 5, "mail": 4}
