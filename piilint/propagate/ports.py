"""Ports at a call: reading the value at one, writing a value to one, and the labels that path variables stand for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from piilint.propagate.atoms import Alloc, Atom, Const, ExtInst, Sym, Text, Value, alloc
from piilint.propagate.binding import argument_at
from piilint.propagate.exceptions import handled
from piilint.propagate.instantiate import part_of
from piilint.propagate.memory import SELF, is_element, joined
from piilint.propagate.stores import store
from piilint.propagate.things import is_plain
from piilint.terms.access_path import ANY, position_of
from piilint.terms.port import Port

if TYPE_CHECKING:
    from piilint.propagate.arguments import Arguments
    from piilint.propagate.run import FunctionRun

NO_VALUE: Final[Value] = {}
"""The call has nothing at this port."""

Variables = dict[str, str]


def base_values(
    run: FunctionRun, port: Port, arguments: Arguments, receiver: Value | None, result: Value | None
) -> list[Value]:
    """The values at a port's base; several for `argument:*`."""
    if port.base == "receiver":
        return [receiver] if receiver is not None else []
    if port.base == "return":
        return [result] if result is not None else []
    if port.base == "handled":
        return handled(run)
    if port.which == "*":
        return arguments.all()
    if isinstance(port.which, int):
        value = argument_at(run, arguments, port.which, run.at)
        return [value] if value is not None else []
    if port.which in arguments.keywords:
        return [arguments.keywords[str(port.which)]]
    return [part_of(run, mapping, f'["{port.which}"]', run.at) for mapping in arguments.mappings]


def read_port(
    run: FunctionRun,
    port: Port,
    arguments: Arguments,
    receiver: Value | None,
    result: Value | None,
    at: int,
    variables: Variables | None = None,
) -> Value:
    """The value at a port, or NO_VALUE."""
    values = base_values(run, port, arguments, receiver, result)
    if not values:
        return NO_VALUE
    value = joined(values)
    for label in port.path:
        value = part_of(run, _with_parts(value) if label[:1] == "." else value, (variables or {}).get(label, label), at)
    return value


def _with_parts(value: Value) -> Value:
    """Without texts and numbers."""
    return {atom: hop for atom, hop in value.items() if not (isinstance(atom, (Const, Text)) or is_plain(atom))}


def bindings_of(run: FunctionRun, port: Port, arguments: Arguments, receiver: Value | None, at: int) -> list[Variables]:
    """The labels that a port's path variables can stand for at this call; one empty binding where it has none."""
    names = [label for label in port.path if label[:1] == "{" or label[:2] == ".{"]
    if not names:
        return [{}]
    variable = names[0]
    value = joined(base_values(run, port, arguments, receiver, None))
    for label in port.path:
        if label == variable:
            break
        value = part_of(run, value, label, at)
    labels: dict[str, None] = {}
    attributes = variable[:1] == "."
    for atom in value:
        fields = run.state.heap.get(atom, {})
        for label in fields:
            if label[:1] == "." if attributes else is_element(label):
                labels[label] = None
        if isinstance(atom, Sym) and not attributes:
            labels[ANY] = None
    return [{variable: label} for label in labels] or ([{variable: ANY}] if not attributes else [])


def write_port(
    run: FunctionRun,
    port: Port,
    arguments: Arguments,
    receiver: Value | None,
    result: Value,
    value: Value,
    at: int,
    *,
    variables: Variables | None = None,
    replace: bool = False,
) -> Value:
    """Puts a value at a port. Returns the call's result, which a port of base `return` changes."""
    path = tuple((variables or {}).get(label, label) for label in port.path)
    if port.base != "return":
        for target in base_values(run, port, arguments, receiver, None):
            for label in path[:-1]:
                target = part_of(run, target, label, at)
            if path:
                store(run, _with_parts(target), path[-1], value, -1)
            else:
                store(run, target, SELF, value, -1)
        return result
    if not path:
        return value if replace else joined((result, value))
    holder: Atom | None = next((atom for atom in result if isinstance(atom, (Alloc, ExtInst))), None)
    if holder is None:
        holder = alloc((run.id, at, "result", *run.turn), _kind(path[0]))
        run.state.create(holder, {})
        result = {**result, holder: None}
    inner: Value = {holder: None}
    for depth, label in enumerate(path[:-1]):
        below = run.state.read(holder, label)
        following = next((atom for atom in below if isinstance(atom, Alloc)), None)
        if following is None:
            following = alloc((run.id, at, "result", path[: depth + 1], *run.turn), _kind(path[depth + 1]))
            run.state.create(following, {})
            run.state.write(holder, label, {following: None}, strong=False)
        holder = following
        inner = {holder: None}
    run.state.write(next(iter(inner)), path[-1], value, strong=replace)
    return result


def _kind(label: str) -> str:
    """The kind of object that has such a part."""
    if label[:1] == ".":
        return "object"
    return "list" if label == ANY or position_of(label) is not None else "dict"
