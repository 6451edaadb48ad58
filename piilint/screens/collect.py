"""From the flows' sinks to the screens that they are part of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from piilint.ir.program import Program
from piilint.terms.flow import Flow
from piilint.terms.rulebook import Rulebook
from piilint.terms.screen import Screen, Screens


def screens(program: Program, flows: Sequence[Flow], rulebook: Rulebook) -> Screens:  # noqa: ARG001 - every stage after link is handed the rules
    """One screen for each name that a flow's sink bears; its purpose is what a comment on its functions declares."""
    found: dict[str, Screen] = {}
    for flow in flows:
        name = flow.sink.screen
        if name not in found or found[name].purpose is None:
            found[name] = Screen(name, _purpose(program, flow))
    return Screens(found)


def _purpose(program: Program, flow: Flow) -> str | None:
    """The purpose nearest to the screen's own function: what it calls inherits it."""
    callers = (function for function, _ in flow.call_chain)
    for start in (*callers, flow.sink.function):
        for function in _enclosing(program, start):
            if function in program.purposes:
                return program.purposes[function]
    return None


def _enclosing(program: Program, function: int) -> Iterator[int]:
    """A function and those that it is defined in, innermost first."""
    while function >= 0:
        yield function
        function = program.functions[function].parent
