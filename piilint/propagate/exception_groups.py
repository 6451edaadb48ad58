"""Groups of exceptions: what `except*` gets of one, and what a group holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from piilint.ir.instructions import Caught
from piilint.propagate.arguments import Arguments, positions_of
from piilint.propagate.atoms import EMPTY, Alloc, Atom, Value, alloc, ext
from piilint.propagate.exceptions import ARGS, MEMBERS, NOTES, class_names, is_taken
from piilint.propagate.memory import joined
from piilint.propagate.native_registry import first_of, native
from piilint.propagate.summary import CLASS
from piilint.terms.access_path import ANY, attribute, key

if TYPE_CHECKING:
    from piilint.propagate.run import FunctionRun

MESSAGE = attribute("message")
MAX_DEPTH = 3
"""Groups within groups that are looked into."""
NAMES = frozenset({"builtins.ExceptionGroup", "builtins.BaseExceptionGroup"})


@native(*sorted(NAMES))
def _group(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    del receiver
    if len(arguments.positional) < 2:
        return None
    return group_of(run, arguments.positional[0], arguments.positional[1], at)


def group_of(run: FunctionRun, message: Value, members: Value, at: int, number: int = -1) -> Value:
    """A new group. Its text is the message; what the members tell, it does not show."""
    held = alloc((run.id, at, "args", number, *run.turn), "tuple")
    run.state.create(held, {key(0): message})
    made = alloc((run.id, at, "group", number, *run.turn), "exception")
    name = ext("builtins.ExceptionGroup")
    run.state.create(made, {CLASS: {name: None}, ARGS: {held: None}, MESSAGE: message, MEMBERS: members})
    return {made: None}


def caught(run: FunctionRun, value: Value, instruction: Caught, at: int) -> Value:
    """What `except* types as group` binds: a group of those that are of the types."""
    groups: Value = {atom: hop for atom, hop in value.items() if is_group(run, atom)}
    rest: Value = {atom: hop for atom, hop in value.items() if atom not in groups}
    types = [run.values[operand] for operand in instruction.types]
    result = _of_types(run, groups, types, at, 0)
    if rest:
        single = alloc((run.id, at, "members", *run.turn), "tuple")
        run.state.create(single, {key(0): rest})
        result = joined((result, group_of(run, EMPTY, {single: None}, at)))
    return result


def _of_types(run: FunctionRun, groups: Value, types: list[Value], at: int, depth: int) -> Value:
    """Groups without the exceptions that are of other types."""
    found: list[Value] = []
    for group in groups if depth < MAX_DEPTH else ():
        held = run.state.read(group, MEMBERS)
        known = positions_of(run, held)
        members = known if known is not None else [run.state.read(atom, ANY) for atom in held]
        kept = [_member(run, member, types, at, depth) for member in members]
        number = run.numbered(group)
        taken = alloc((run.id, at, "members", number, *run.turn), "tuple")
        run.state.create(taken, {key(place): member for place, member in enumerate(one for one in kept if one)})
        if any(kept):
            found.append(group_of(run, run.state.read(group, MESSAGE), {taken: None}, at, number))
    return joined(found)


def _member(run: FunctionRun, member: Value, types: list[Value], at: int, depth: int) -> Value:
    groups: Value = {atom: hop for atom, hop in member.items() if is_group(run, atom)}
    rest = {atom: hop for atom, hop in member.items() if atom not in groups and is_taken(run, atom, types) is not False}
    return joined((rest, _of_types(run, groups, types, at, depth + 1)))


def is_group(run: FunctionRun, atom: Atom) -> bool:
    """Whether an exception is a group of others."""
    return isinstance(atom, Alloc) and bool(NAMES & class_names(run, atom))


@native("builtins.BaseException.add_note")
def _add_note(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    notes = alloc((run.id, at, "notes", *run.turn), "list")
    run.state.create(notes, {ANY: first_of(arguments)})
    for atom in receiver or ():
        if isinstance(atom, Alloc):
            run.state.write(atom, NOTES, {notes: None}, strong=False)
    return EMPTY
