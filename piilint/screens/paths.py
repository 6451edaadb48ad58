"""Which way the tests of a request go for one route: what runs before each one often guards a part of them only.

It asks for the path, for the name of the view (its endpoint), or for a variable of the address.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from piilint.ir.instructions import Call, LoadAttribute, Operate, Parameter, Phi, Value
from piilint.screens.reach import Edge, passing_edges
from piilint.screens.scene import Scene
from piilint.terms.guard_specs import GuardSpec
from piilint.terms.pattern import matches
from piilint.terms.port import Port

BEGINS = "startswith"
_GETS = ("get", "pop")
_VARIABLE = re.compile(r"<(?:[^<>:]*:)?([^<>]+)>|\{([^{}:]+)[^{}]*\}")


@dataclass(frozen=True, slots=True)
class Request:
    """A request as what runs before it sees it: to these routes, of the view of this name."""

    routes: tuple[str, ...]
    view: str

    def variables(self) -> frozenset[str]:
        """The names of the variables that all its addresses have."""
        found = [frozenset(a or b for a, b in _VARIABLE.findall(route)) for route in self.routes]
        return frozenset.intersection(*found) if found else frozenset()


def barred_for(scene: Scene, function: int, spec: GuardSpec, request: Request) -> frozenset[Edge]:
    """The edges that control never takes in a function for a request. `spec` says how code calls the path and the rest.

    Where it has several routes of which some fit and some do not, nothing is said.
    """
    body = scene.program.functions[function].body
    barred: set[Edge] = set()
    for at, answers in _tests(scene, function, spec, request):
        if len(answers) == 1:
            barred |= passing_edges(body, {at: not answers.pop()})
    return frozenset(barred)


def _tests(scene: Scene, function: int, spec: GuardSpec, request: Request) -> Iterator[tuple[Value, set[bool]]]:
    """Each test of the request, with its answers for the routes."""
    code = scene.program.functions[function].body.code
    for at, instruction in enumerate(code):
        if isinstance(instruction, Call) and instruction.arguments:
            yield from _of_call(scene, function, spec, request, at, instruction)
        elif isinstance(instruction, Operate) and instruction.operator in ("eq", "ne", "contains", "not_contains"):
            left, right = instruction.operands
            wanted = instruction.operator in ("eq", "contains")
            if _is_called(scene, function, left, spec.path):
                texts = _texts(scene, function, right)
                if texts:
                    yield at, {(route in texts) == wanted for route in request.routes}
            elif _is_called(scene, function, left, spec.endpoint):
                texts = _texts(scene, function, right)
                if texts:
                    yield at, {(request.view in {text.rpartition(".")[2] for text in texts}) == wanted}
            elif instruction.operator.endswith("contains") and _is_called(scene, function, right, spec.variables):
                for name in _texts(scene, function, left)[:1]:
                    yield at, {(name in request.variables()) == wanted}


def _of_call(
    scene: Scene, function: int, spec: GuardSpec, request: Request, at: Value, call: Call
) -> Iterator[tuple[Value, set[bool]]]:
    callee = scene.names.instruction(function, call.callee)
    if not isinstance(callee, LoadAttribute):
        return
    texts = _texts(scene, function, call.arguments[0])
    if callee.name == BEGINS and texts and _is_called(scene, function, callee.object, spec.path):
        yield at, {route.startswith(texts) for route in request.routes}
    elif callee.name in _GETS and len(texts) == 1 and _is_called(scene, function, callee.object, spec.variables):
        yield at, {texts[0] in request.variables()}


def _is_called(scene: Scene, function: int, value: Value, names: tuple[str, ...]) -> bool:
    """Whether a value is what rules call so: by its name as written, or as an argument of the function."""
    if not names:
        return False
    written = scene.names.instruction(function, value)
    if isinstance(written, Phi):  # given something where it has nothing: `values = values or {}`
        return any(_is_called(scene, function, one, names) for one in written.values if one < value)
    for name in names:
        if name.startswith("argument:"):
            if isinstance(written, Parameter) and written.index == Port.parse(name).which:
                return True
        elif matches(name, scene.names.written(function, value)):
            return True
    return False


def _texts(scene: Scene, function: int, value: Value) -> tuple[str, ...]:
    """The constants, all of them known."""
    words = scene.words.of_value(function, value)
    texts = tuple(word for word in words if isinstance(word, str))
    return texts if len(texts) == len(words) else ()
