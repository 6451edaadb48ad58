"""What is known of classes, functions and types without looking at code."""

from __future__ import annotations

from textwrap import dedent

import pytest

from piilint.ir.instructions import Call, StoreAttribute
from piilint.ir.module import Annotation, ModuleIR, decode_body
from piilint.read.frontend.python import lower_python


def module(text: str) -> ModuleIR:
    return lower_python(dedent(text).encode())


def test_fields_are_those_of_the_body_then_those_given_to_self() -> None:
    (cls,) = module(
        """
        class C:
            a = 1
            b: int
            a = 2
            def __init__(this, x):
                this.c, this.a = x
                this.b = x
                other.d = x
            def more(self):
                self.e: str = ""
                self.c = None
            @classmethod
            def make(cls): cls.f = 1
        """
    ).classes
    assert [(field.name, field.on_self) for field in cls.fields] == [
        ("a", False),
        ("b", False),
        ("c", True),
        ("e", True),
    ]
    assert cls.fields[1].annotation == Annotation("int")
    assert cls.fields[1].value >= 0


def test_a_field_tells_the_call_that_makes_it() -> None:
    lowered = module("class C:\n    x: Mapped[str] = db.Column(db.String(20), ForeignKey('a.b'), 3, nullable=True)\n")
    (field,) = lowered.classes[0].fields
    assert (field.value_call, field.value_arguments) == ("db.Column", ["db.String", "ForeignKey"])
    assert isinstance(decode_body(lowered.functions[field.function]).code[field.value], Call)


def test_private_names_are_mangled() -> None:
    lowered = module("class _C:\n    __x = 1\n    def __f(self):\n        self.__y = self.__z__\n")
    (cls,) = lowered.classes
    assert [field.name for field in cls.fields] == ["_C__x", "_C__y"]
    assert cls.methods == [("_C__f", 2)]
    assert StoreAttribute(0, "_C__y", 1) in decode_body(lowered.functions[2]).code


def test_nesting_shows_in_names_parents_and_owners() -> None:
    lowered = module("class A:\n    class B:\n        def m(self):\n            def inner(): ...\n")
    assert [(one.qualname, one.kind, one.parent, one.owner) for one in lowered.functions] == [
        ("", "module", -1, -1),
        ("A", "class", 0, 0),
        ("A.B", "class", 1, 1),
        ("A.B.m", "function", 2, 1),
        ("A.B.m.inner", "function", 3, -1),
    ]
    assert [(one.qualname, one.parent, one.body) for one in lowered.classes] == [("A", 0, 1), ("A.B", 1, 2)]


def test_a_function_tells_its_header() -> None:
    lowered = module("@a.b\n@c(1)\nasync def f(p, /, q: int = 1, *r, s, **t) -> str:\n    yield\n")
    function = lowered.functions[1]
    assert (function.line, function.end_line, function.decorators) == (3, 4, ["a.b", "c"])
    assert (function.asynchronous, function.generator, function.returns) == (True, True, Annotation("str"))
    assert [(one.name, one.kind, one.has_default) for one in function.parameters] == [
        ("p", "positional", False),
        ("q", "normal", True),
        ("r", "star", False),
        ("s", "keyword", False),
        ("t", "double_star", False),
    ]


def test_bases_and_decorators_are_dotted_names() -> None:
    (cls,) = module("@d\n@e.f(1)\nclass C(a.B, List[int], make(x), metaclass=M): ...\n").classes
    assert (cls.bases, cls.decorators) == (["a.B", "List", "make"], ["d", "e.f"])


def literal(value: object) -> Annotation:
    return Annotation("", [], [value])


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("a.B", Annotation("a.B")),
        ("'a.B'", Annotation("a.B")),
        ("list['User']", Annotation("list", [Annotation("User")])),
        ("int | None | 'X'", Annotation("|", [Annotation("int"), Annotation("None"), Annotation("X")])),
        ("Callable[[int], str]", Annotation("Callable", [Annotation("[]", [Annotation("int")]), Annotation("str")])),
        ("Literal['a', 1]", Annotation("Literal", [literal("a"), literal(1)])),
        (
            "Annotated[str, PII('contact.phone'), 'text']",
            Annotation("Annotated", [Annotation("str"), Annotation("PII", [], ["contact.phone"]), literal("text")]),
        ),
        ("'not ( a type'", None),
    ],
)
def test_types_are_read_as_written(written: str, read: Annotation | None) -> None:
    (parameter,) = module(f"def f(x: {written}): ...\n").functions[1].parameters
    assert parameter.annotation == read


def test_code_that_is_lowered_twice_defines_its_functions_once() -> None:
    lowered = module("try: a()\nfinally:\n    def f(): ...\n    class C: ...\n    g = lambda: 1\n")
    assert [one.qualname for one in lowered.functions] == ["", "f", "C", "<lambda>"]
    assert len(lowered.classes) == 1
