"""Annotations are read as the classes that a value may be of."""

from __future__ import annotations

import pytest

from piilint.ir.program import Program
from piilint.ir.types import TypeUse, annotation_references, declared_data
from tests.support.programs import program_of, told

MODULE = """
import typing, typing as t, collections.abc
from typing import Annotated, Any, Awaitable, Callable, ClassVar, Coroutine, Dict, Final, Iterator, List, Literal
from typing import NewType, Optional, Self, Tuple, Type, TypeVar, Union
from dataclasses import dataclass
from acme.orm import Query
from acme.privacy import PII
class User: ...
class Admin(User): ...
T = TypeVar("T")
Id = NewType("Id", int)
Users = list[User]
Maybe = typing.Union[User, None]
Person = User
Phone = Annotated[str, PII("contact.phone")]
JSON = dict[str, "JSON"]
def f(x: {}): ...
"""


def read(annotation: str) -> tuple[Program, tuple[TypeUse, ...]]:
    program = program_of({"m.py": MODULE.replace("{}", annotation)})
    function = next(one for one in program.functions if one.name == "m.f")
    return program, annotation_references(program, 0, function.ir.parameters[0].annotation, function.id)


def words(program: Program, use: TypeUse) -> str:
    (name,) = told(program, [use.reference])
    name = name.rpartition(" ")[2]
    inside = ", ".join(words(program, argument) for argument in use.arguments)
    return f"{use.kind} {name}" + (f"[{inside}]" if inside else "")


@pytest.mark.parametrize(
    ("annotation", "expected"),
    [
        ("User", ["instance m.User"]),
        ("'User'", ["instance m.User"]),
        ("int", ["instance builtins.int"]),
        ("User | None", ["instance m.User"]),
        ("Optional['User']", ["instance m.User"]),
        ("Union[User, Admin, None]", ["instance m.User", "instance m.Admin"]),
        ("typing.Optional[t.List[User]]", ["elements typing.List[instance m.User]"]),
        ("list[User | Admin]", ["elements builtins.list[instance m.User, instance m.Admin]"]),
        ("collections.abc.Iterable[User]", ["elements collections.abc.Iterable[instance m.User]"]),
        ("Iterator[User]", ["elements typing.Iterator[instance m.User]"]),
        ("list", ["elements builtins.list"]),
        ("dict[str, User]", ["mapping builtins.dict[instance m.User]"]),
        ("Dict[str, list[User]]", ["mapping typing.Dict[elements builtins.list[instance m.User]]"]),
        ("tuple[User, ...]", ["elements builtins.tuple[instance m.User]"]),
        ("Tuple[Any, User | Admin]",
         ["tuple typing.Tuple[instance typing.Any, union typing.Union[instance m.User, instance m.Admin]]"]),
        ("type[User]", ["class m.User"]),
        ("Type[User]", ["class m.User"]),
        ("Annotated[User, 1]", ["instance m.User"]),
        ("ClassVar[Final[User]]", ["instance m.User"]),
        ("Awaitable[User]", ["instance m.User"]),
        ("Coroutine[Any, Any, User]", ["instance m.User"]),
        ("Query[User]", ["instance acme.orm.Query[instance m.User]"]),
        ("Query", ["instance acme.orm.Query"]),
        ("Self", ["instance typing.Self"]),
        ("Users", ["elements builtins.list[instance m.User]"]),
        ("Maybe", ["instance m.User"]),
        ("Person", ["instance m.User"]),
        ("Phone", ["instance builtins.str"]),
        ("None", []),
        ("Any", []),
        ("object", []),
        ("T", []),
        ("Id", []),
        ("Literal['a', 'b']", []),
        ("Callable[[User], str]", []),
    ],
)  # fmt: skip
def test_what_an_annotation_says(annotation: str, expected: list[str]) -> None:
    program, uses = read(annotation)
    assert [words(program, use) for use in uses] == expected


def test_a_type_that_holds_itself_ends() -> None:
    _, uses = read("JSON")
    depth = 0
    while uses:
        uses, depth = uses[0].arguments, depth + 1
    assert 1 < depth < 10


def test_a_class_is_looked_for_where_the_annotation_stands() -> None:
    program = program_of(
        {"m.py": "class Key: ...\nclass A:\n    class Key: ...\n    def f(self) -> Key: ...\ndef g() -> Key: ...\n"}
    )
    returns = {one.name: (one.ir.returns, one.id) for one in program.functions}
    (inner,) = annotation_references(program, 0, *returns["m.A.f"])
    (outer,) = annotation_references(program, 0, *returns["m.g"])
    assert told(program, [inner.reference, outer.reference]) == ["class m.A.Key", "class m.Key"]


@pytest.mark.parametrize(
    ("annotation", "expected"),
    [
        ("Annotated[str, PII('contact.phone')]", "contact.phone"),
        ("Optional[Annotated[str, 1, acme.privacy.PII('health')]]", "health"),
        ("list[Annotated[str, PII('contact.phone')]] | None", "contact.phone"),
        ("Phone", "contact.phone"),
        ("list[Phone]", "contact.phone"),
        ("Annotated[str, Marker('contact.phone')]", None),
        ("Annotated[str, PII]", None),
        ("str", None),
    ],
)
def test_what_a_marker_declares(annotation: str, expected: str | None) -> None:
    program = program_of({"m.py": MODULE.replace("{}", annotation)})
    function = next(one for one in program.functions if one.name == "m.f")
    assert declared_data(function.ir.parameters[0].annotation, program, 0) == expected
