"""The qualified names of what a call calls, without running anything."""

from __future__ import annotations

import pytest

from piilint.ir.instructions import Call
from piilint.ir.names import Names
from tests.support.programs import program_of

LIBRARY = {
    "lib/__init__.py": "from lib.auth import Gate, demand\n",
    "lib/auth.py": """
        class Base:
            def check(self): ...

        class Gate(Base):
            gate: "Gate"

            def enter(self) -> "Gate": ...

            @property
            def inner(self) -> "Gate": ...

        def demand(): ...

        def make() -> Gate: ...

        gate = Gate()
    """,
}


def names(code: str, *, inside: str = "") -> tuple[str, ...]:
    """The names of the last call in a function of that code."""
    lines = "\n".join("    " + line for line in code.splitlines())
    program = program_of({**LIBRARY, "app.py": f"{inside}\ndef f(x, gate: 'Gate', other):\n{lines}\n"})
    function = next(one for one in program.functions if one.name == "app.f")
    last = [one for one in function.body.code if isinstance(one, Call)][-1]
    return Names(program).callee(function.id, last.callee).names


@pytest.mark.parametrize(
    ("code", "first"),
    [
        ("print(x)", "builtins.print"),
        ("import os\nos.path.join(x)", "os.path.join"),
        ("from lib import demand as d\nd()", "lib.auth.demand"),
        ("import lib.auth\nlib.auth.demand()", "lib.auth.demand"),
        ("import flask\nflask.g.user.allowed()", "flask.g.user.allowed"),
        ("from lib.auth import gate\ngate.enter()", "lib.auth.Gate.enter"),
        ("from lib.auth import make\nmake().enter()", "lib.auth.Gate.enter"),
        ("from lib import Gate\nGate().enter()", "lib.auth.Gate.enter"),
        ("from lib import Gate\nGate().gate.enter()", "lib.auth.Gate.enter"),
        ("from lib import Gate\nGate().inner.enter()", "lib.auth.Gate.enter"),
        ("from lib import Gate\nGate().enter().check()", "lib.auth.Gate.check"),
        ("from lib import Gate\nwith Gate() as g:\n    g.enter()", "lib.auth.Gate.enter"),
        ("other.enter()", "other.enter"),
        ("x[0].enter()", "?.enter"),
        ("x().enter()", "x().enter"),
        ("unheard_of()", "unheard_of"),
    ],
)
def test_a_callee_is_named_by_what_is_known_of_it(code: str, first: str) -> None:
    assert names(code)[0] == first


def test_a_method_is_known_under_the_bases_of_its_class_too() -> None:
    found = names("gate.check()", inside="from lib import Gate")
    assert found == ("lib.auth.Gate.check", "lib.auth.Base.check")


def test_a_variable_has_its_own_name_and_that_of_what_it_stands_for() -> None:
    assert names("ask()", inside="from lib import demand\nask = demand") == ("app.ask", "lib.auth.demand")


def test_what_encloses_a_function_tells_what_it_captures() -> None:
    program = program_of(
        {
            **LIBRARY,
            "app.py": """
        from lib import Gate
        def outer():
            gate = Gate()
            def inner():
                gate.enter()
            return inner
    """,
        }
    )
    inner = next(one for one in program.functions if one.name.endswith("inner"))
    [call] = [one for one in inner.body.code if isinstance(one, Call)]
    assert Names(program).callee(inner.id, call.callee).names[0] == "lib.auth.Gate.enter"


def test_the_functions_of_the_program_that_are_called_are_told() -> None:
    program = program_of({"app.py": "def a(): ...\ndef b():\n    a()\n    unknown()\n"})
    calls = [one for one in program.functions[2].body.code if isinstance(one, Call)]
    assert [Names(program).callee(2, one.callee).functions for one in calls] == [(1,), ()]
