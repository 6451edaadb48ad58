"""What functions return to somebody who sees it.

By their decorators, by the library class whose method they override, or by the call that they are handed to; where
these name the outputs of results, by what each output is.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from piilint.ir.instructions import (
    AnyInstruction,
    Assign,
    Call,
    LoadCell,
    MakeFunction,
    Operate,
    Phi,
    Return,
)
from piilint.propagate.atoms import Atom, Func, func
from piilint.propagate.binding import gathered
from piilint.propagate.outputs import sinks_of
from piilint.propagate.ports import read_port
from piilint.propagate.response_cuts import Cut, cut_of
from piilint.propagate.things import names_of, things_of

if TYPE_CHECKING:
    from piilint.propagate.arguments import Arguments
    from piilint.propagate.atoms import Value
    from piilint.propagate.run import FunctionRun
    from piilint.terms.specs import SinkSpec

Shown = tuple["SinkSpec", "Cut | None"]
"""A sink of what a function returns, and what cuts it before."""


def note_decorator(run: FunctionRun, call: Call) -> None:
    """A decorator is called in a look at the function around: remember the sinks that it makes of returns."""
    engine = run.engine
    if not engine.knowledge.decorators_show:
        return
    inner = run.code[call.callee]
    callee = inner.callee if isinstance(inner, Call) else call.callee
    names: dict[str, None] = {}
    for atom in run.values[callee]:
        for thing in things_of(run, atom):
            names.update(dict.fromkeys(names_of(engine, thing)))
    written = engine.written_value(run.function, callee)
    if not names and written:
        names[written] = None
    sinks = [sink for name in names for sink in engine.knowledge.decorator_sinks.find(name)]
    made_by = inner if isinstance(inner, Call) else None
    for spec in dict.fromkeys(spec for name in names for spec in engine.knowledge.output_decorators.find(name)):
        if made_by is not None:
            sinks += sinks_of(run, spec, gathered(run, made_by, call.callee), None, call.callee)
    for atom in run.values[call.arguments[0]] if sinks and call.arguments else ():
        _add(run, atom, sinks, made_by)
    below = _passed_on(run, call.arguments[0]) if sinks and call.arguments else None
    if below is not None:
        _add(run, func(below), sinks, made_by)


def _passed_on(run: FunctionRun, value: int) -> int | None:
    """The function below the program's own decorators, if what stands in its place gives back what it returns."""
    standing: set[int] = set()
    made = run.code[value]
    while isinstance(made, Call) and made.decorator and made.arguments:
        standing.update(
            atom.id if isinstance(atom, Func) else getattr(atom, "function", -1) for atom in run.values[value]
        )
        value = made.arguments[0]
        made = run.code[value]
    if not isinstance(made, MakeFunction):
        return None
    below = run.function.module.first_function + made.function
    standing -= {below, -1}
    return below if standing and all(_gives_back(run, inner) for inner in standing) else None


def _gives_back(run: FunctionRun, inner: int) -> bool:
    """Whether a function returns what a parameter of the functions around it returns, as it is."""
    owner = run.program.functions[inner]
    code = owner.body.code
    around: set[str] = set()
    outer = owner.parent
    while outer >= 0:
        around.update(one.name for one in run.program.functions[outer].ir.parameters)
        outer = run.program.functions[outer].parent
    for instruction in code:
        value = instruction.value if isinstance(instruction, Return) else -1
        for one in _origins(code, value):
            callee = code[one.callee] if isinstance(one, Call) else None
            if isinstance(callee, LoadCell) and callee.name in around:
                return True
    return False


def _origins(code: list[AnyInstruction], value: int) -> Iterator[AnyInstruction]:
    """What makes a value, given a name or awaited; of one of several each."""
    seen: set[int] = set()
    pending = [value]
    while pending:
        at = pending.pop()
        if at < 0 or at in seen:
            continue
        seen.add(at)
        instruction = code[at]
        if isinstance(instruction, Assign):
            pending.append(instruction.value)
        elif isinstance(instruction, Operate) and instruction.operator == "await":
            pending.append(instruction.operands[0])
        elif isinstance(instruction, Phi):
            pending += instruction.values
        else:
            yield instruction


def note_handed(
    run: FunctionRun, names: tuple[str, ...], arguments: Arguments, receiver: Value | None, at: int
) -> None:
    """Functions are handed to a library that shows their results: `Interface(fn=answer)`."""
    knowledge = run.engine.knowledge
    for name in names:
        if name.rpartition(".")[2] in knowledge.handing:
            for sink in knowledge.handed_sinks.find(name):
                for port in sink.handed:
                    for atom in read_port(run, port, arguments, receiver, None, at):
                        _add(run, atom, [sink], None)
            for spec in knowledge.output_calls.find(name):
                given = [read_port(run, port, arguments, receiver, None, at) for port in spec.function]
                sinks = sinks_of(run, spec, arguments, receiver, at) if any(given) else []
                for function in given if sinks else ():
                    for atom in function:
                        _add(run, atom, sinks, None)


def shown_returns(run: FunctionRun) -> list[Shown]:
    """The sinks of what the function returns."""
    engine, function = run.engine, run.function
    if function.ir.decorators and engine.knowledge.decorators_show and function.parent >= 0:
        engine.look_once(function.parent)
    listed: list[Shown] = [(sink, None) for sink in engine.listings.returning.get(function.id, ())]
    decorated = engine.return_sinks.get(function.id, [])
    # what a decorator makes mappings of is all that its library gets
    mapped = any(by is not None and by.mapped_by >= 0 for _, by in decorated)
    return [*listed, *([] if mapped else _overriding(run)), *decorated]


def _overriding(run: FunctionRun) -> list[Shown]:
    """The sinks of what a method returns to the library whose class it overrides: `Resource.get`."""
    owner, knowledge = run.function, run.engine.knowledge
    if owner.cls < 0 or not knowledge.may_return(owner.ir.name):
        return []
    names = [f"{base}.{owner.ir.name}" for base in run.program.classes[owner.cls].external_bases]
    found = dict.fromkeys(sink for name in names for sink in knowledge.decorator_sinks.find(name))
    return [(sink, cut_of(run, sink, None, owner.id)) for sink in found]


def _add(run: FunctionRun, atom: Atom, sinks: list[SinkSpec], made_by: Call | None) -> None:
    engine = run.engine
    function = atom.id if isinstance(atom, Func) else getattr(atom, "function", -1)
    if function < 0:
        return
    known = engine.return_sinks[function]
    fresh = [sink for sink in sinks if not any(sink == other for other, _ in known)]
    if fresh:
        known.extend((sink, cut_of(run, sink, made_by, function)) for sink in fresh)
        engine.escaped.add(function)
        engine.results_matter(function)
