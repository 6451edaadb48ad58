"""Code that runs later than it is called: coroutines that become tasks, and the bodies of generators.

A look runs such a body where it is called. What the function puts into objects between there and where it asks for the
outcome, the body sees, too: it runs once more where a task is waited for, and where a generator is gone through.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from piilint.ir import instructions as ir
from piilint.propagate.arguments import Arguments
from piilint.propagate.atoms import Alloc, Atom, Value
from piilint.propagate.memory import joined

if TYPE_CHECKING:
    from piilint.propagate.run import FunctionRun

FAR = 60
"""Instructions between a call and the question for its outcome from which on something is taken to happen there."""
HAPPENING = (ir.StoreAttribute, ir.StoreName, ir.StoreCell, ir.Delete, ir.Yield, ir.Enter)
MAX_STEPS = 8
"""Calls and containers through which a task is handed on until it is waited for."""


@dataclass(frozen=True, slots=True)
class Deferred:
    """A call whose outcome is asked for later."""

    function: int
    arguments: Arguments
    at: int
    receiver: Value | None
    captures: Atom | None
    turn: tuple[int, ...] = ()


def note_coroutine(run: FunctionRun, call: Deferred) -> None:
    """A coroutine is made that is not awaited at once."""
    following = run.code[call.at + 1] if call.at + 1 < len(run.code) else None
    at_once = isinstance(following, ir.Operate) and _is_await(following) and following.operands == [call.at]
    if isinstance(run.code[call.at], ir.Call) and not at_once:
        key = (call.at, call.function, *call.turn)
        run.deferred[key] = call


def note_generator(run: FunctionRun, made: Alloc, call: Deferred) -> None:
    """A generator is made whose body waits for whoever goes through it."""
    if isinstance(run.code[call.at], ir.Call) and not run.engine.listens(call.function):
        run.deferred[made] = call


def asked(run: FunctionRun, thing: Alloc, at: int) -> None:
    """Elements of a generator are asked for: its body runs with what there is now."""
    call = run.deferred.get(thing)
    if call is None or (thing, "asked") in run.active or _is_fresh(run, call.at, run.at if at < 0 else at):
        return
    run.active.add((thing, "asked"))
    for value in (*call.arguments.all(), call.receiver or {}):
        for atom in value:
            if isinstance(atom, Alloc) and atom.kind == "generator":
                asked(run, atom, at)
    _again(run, call)
    run.active.discard((thing, "asked"))


def waited(run: FunctionRun, operand: int, at: int) -> Value:
    """Something is waited for, and all tasks go on meanwhile: what those give that it stands for."""
    found: list[Value] = []
    for key, call in list(run.deferred.items()):
        if isinstance(key, tuple) and not _is_fresh(run, call.at, at):
            given = _again(run, call)
            if _stands_for(run, operand, call.at, MAX_STEPS):
                found.append(given)
    return joined(found)


def _again(run: FunctionRun, call: Deferred) -> Value:
    before, run.turn = run.turn, call.turn
    given = run.call_function(call.function, call.arguments, call.at, call.receiver, call.captures)
    run.turn = before
    return given


def _is_fresh(run: FunctionRun, start: int, end: int) -> bool:
    """Whether nothing happens between two instructions but that what the first one made is handed on."""
    if not start < end <= start + FAR:
        return False
    made, handed_on = {start}, {key[0] for key in run.deferred if isinstance(key, tuple)}
    for number in range(start + 1, end):
        instruction = run.code[number]
        if isinstance(instruction, (ir.Call, ir.Build, ir.Assign, ir.StoreItem)):
            if number in handed_on or any(operand in made for operand in _operands(instruction)):
                made.add(number)
            elif isinstance(instruction, (ir.Call, ir.StoreItem)):
                return False
        elif isinstance(instruction, HAPPENING) or _is_await(instruction):
            return False
    return True


def _is_await(instruction: ir.AnyInstruction | None) -> bool:
    return isinstance(instruction, ir.Operate) and instruction.operator == "await"


def _stands_for(run: FunctionRun, operand: int, start: int, steps: int) -> bool:
    """Whether a value is what a call gave, or is made of it by what it was handed to."""
    if operand == start:
        return True
    instruction = run.code[operand]
    if not steps or operand < start or not isinstance(instruction, (ir.Call, ir.Assign)):
        return False
    return any(_stands_for(run, one, start, steps - 1) for one in _operands(instruction))


def _operands(instruction: ir.AnyInstruction) -> Iterator[int]:
    if isinstance(instruction, ir.Call):
        yield from instruction.arguments
    elif isinstance(instruction, ir.Build):
        yield from (operand for _, operand in instruction.items)
    elif isinstance(instruction, (ir.Assign, ir.StoreItem)):
        yield instruction.value
