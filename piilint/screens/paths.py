"""Which way the tests of a request's path go for one route: middleware often guards a part of the application only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from piilint.ir.instructions import Call, LoadAttribute, Operate, Value
from piilint.screens.reach import Edge, passing_edges
from piilint.screens.scene import Scene
from piilint.terms.pattern import matches

BEGINS = "startswith"


def barred_for(scene: Scene, function: int, names: Iterable[str], routes: tuple[str, ...]) -> frozenset[Edge]:
    """The edges that control never takes in a function for requests to these routes. `names` is what a path is called.

    Where it has several routes of which some fit and some do not, nothing is said.
    """
    body = scene.program.functions[function].body
    patterns = tuple(names)
    barred: set[Edge] = set()
    for at, answers in _tests(scene, function, patterns, routes):
        if len(answers) == 1:
            barred |= passing_edges(body, {at: not answers.pop()})
    return frozenset(barred)


def _tests(
    scene: Scene, function: int, names: tuple[str, ...], routes: tuple[str, ...]
) -> Iterator[tuple[Value, set[bool]]]:
    """Each test of the path, with its answers for the routes."""
    code = scene.program.functions[function].body.code
    for at, instruction in enumerate(code):
        if isinstance(instruction, Call) and instruction.arguments:
            callee = scene.names.instruction(function, instruction.callee)
            if isinstance(callee, LoadAttribute) and callee.name == BEGINS:
                if _is_path(scene, function, callee.object, names):
                    starts = _texts(scene, function, instruction.arguments[0])
                    if starts:
                        yield at, {route.startswith(starts) for route in routes}
        elif isinstance(instruction, Operate) and instruction.operator in ("eq", "ne", "contains", "not_contains"):
            left, right = instruction.operands
            wanted = instruction.operator in ("eq", "contains")
            if _is_path(scene, function, left, names):
                texts = _texts(scene, function, right)
                if texts:
                    yield at, {(route in texts) == wanted for route in routes}


def _is_path(scene: Scene, function: int, value: Value, names: tuple[str, ...]) -> bool:
    written = scene.names.written(function, value)
    return any(matches(pattern, written) for pattern in names)


def _texts(scene: Scene, function: int, value: Value) -> tuple[str, ...]:
    """The constants, all of them known."""
    words = scene.words.of_value(function, value)
    texts = tuple(word for word in words if isinstance(word, str))
    return texts if len(texts) == len(words) else ()
