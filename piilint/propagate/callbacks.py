"""Functions that a library calls: with what its rule says, or with what nobody here knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from piilint.propagate.arguments import Arguments, positions_of
from piilint.propagate.atoms import OPAQUE, Alloc, Atom, Bound, Func, Value
from piilint.propagate.instantiate import part_of
from piilint.propagate.memory import joined
from piilint.propagate.ports import NO_VALUE, read_port
from piilint.terms.access_path import ANY, key, name_of
from piilint.terms.specs import Handed, PropagatorSpec

if TYPE_CHECKING:
    from piilint.propagate.knowledge import CallSpecs
    from piilint.propagate.run import FunctionRun


def call_back(
    run: FunctionRun, spec: PropagatorSpec, arguments: Arguments, receiver: Value | None, at: int
) -> Value | None:
    """What the function gives that a rule says is called; None where the call has none."""
    assert spec.calls is not None
    callee = read_port(run, spec.calls, arguments, receiver, None, at)
    active = ("calls", id(spec), *callee)
    if callee is NO_VALUE or active in run.active:
        return None
    handed = Arguments()
    for one in spec.with_:
        _hand(run, handed, one, arguments, receiver, at)
    run.active.add(active)
    told = run.call_value(callee, handed, at)
    run.active.discard(active)
    return told


def _hand(
    run: FunctionRun, handed: Arguments, one: Handed, arguments: Arguments, receiver: Value | None, at: int
) -> None:
    if one.how == ".." and isinstance(one.port.which, int):
        following = arguments.positional[one.port.which :]
        handed.positional.extend(_part(run, value, one, at) for value in following)
        handed.keywords.update({name: _part(run, value, one, at) for name, value in arguments.keywords.items()})
        handed.rest = joined((handed.rest, _part(run, arguments.rest, one, at)))
        handed.mappings.extend(arguments.mappings)
        return
    value = read_port(run, one.port, arguments, receiver, None, at)
    if value is NO_VALUE:
        return
    if one.how == "*":
        known = positions_of(run, value)
        if known is None:
            handed.rest = joined((handed.rest, part_of(run, value, ANY, at), {OPAQUE: None}))
        else:
            handed.positional.extend(known)
    elif one.how == "**":
        _spread(run, handed, value)
    else:
        handed.positional.append(value)


def _part(run: FunctionRun, value: Value, one: Handed, at: int) -> Value:
    for label in one.port.path:
        value = run.iterate(value, at) if label == ANY else part_of(run, value, label, at)
    return value


def _spread(run: FunctionRun, handed: Arguments, value: Value) -> None:
    for atom, hop in value.items():
        fields = run.state.heap.get(atom, {}) if isinstance(atom, Alloc) else {}
        names = {label: name for label in fields if isinstance(name := name_of(label), str) and label == key(name)}
        handed.keywords.update({name: fields[label] for label, name in names.items()})
        if len(names) != len(fields) or not fields:
            handed.mappings.append({atom: hop})


def hand_over(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int, specs: CallSpecs | None) -> None:
    """Functions that are handed to a library will be called by it, with arguments that nobody here knows."""
    called: set[Atom] = set()
    for spec in specs.propagators if specs is not None else ():
        if spec.calls is not None:
            called.update(read_port(run, spec.calls, arguments, receiver, None, at))
    for value in arguments.all():
        for atom in value:
            if atom in called:
                continue
            if isinstance(atom, Func):
                run.engine.escaped.add(atom.id)
                run.engine.need(atom.id)
            elif isinstance(atom, Alloc) and atom.kind == "closure":
                run.engine.escaped.add(atom.function)
                run.call_function(atom.function, Arguments(opaque=True, rest={OPAQUE: None}), at, captures=atom)
            elif isinstance(atom, Bound):
                run.engine.escaped.add(atom.function)
                run.call_function(
                    atom.function, Arguments(opaque=True, rest={OPAQUE: None}), at, receiver={atom.receiver: None}
                )
