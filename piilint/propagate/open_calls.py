"""Calls of libraries that no rule describes and whose result nobody uses: some of them show or send what they get."""

from __future__ import annotations

from collections.abc import Iterator

from piilint.ir.instructions import Call
from piilint.ir.names import Names
from piilint.ir.program import Function, Program
from piilint.propagate.knowledge import Knowledge
from piilint.terms.deeds import shows_as
from piilint.terms.names import tokenise
from piilint.terms.rulebook import Rulebook


def open_calls(program: Program, rulebook: Rulebook) -> tuple[tuple[str, str], ...]:
    """(qualified name, kind of sink that it suggests or ""), sorted by name."""
    knowledge, names = Knowledge(rulebook), Names(program)
    found = {
        name: shows_as(tokenise(name.rpartition(".")[2])) or ""
        for function in program.functions
        if function.is_python and not function.module.in_test_code
        for name in _of_libraries(program, names, function)
        if not knowledge.of_call(name)
    }
    return tuple(sorted(found.items()))


def _of_libraries(program: Program, names: Names, function: Function) -> Iterator[str]:
    """The libraries' calls in a function, by the names that its module imports."""
    imported = {one.module.partition(".")[0] for one in function.module.ir.imports if not one.level}
    for call in function.body.code:
        if isinstance(call, Call) and call.unused and not call.decorator and (call.arguments or call.keywords):
            callee = names.callee(function.id, call.callee)
            name = callee.names[0] if callee.names and not callee.functions else ""
            root = name.partition(".")[0]
            if "." in name and root in imported and root not in program.by_name:
                yield name
