"""Where the results of callbacks go: the outputs that a decorator or a call names, each shown or not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from piilint.ir.instructions import Call
from piilint.propagate.arguments import positions_of
from piilint.propagate.atoms import Alloc, Atom, Const, ExtInst, Value
from piilint.propagate.conditions import fits
from piilint.propagate.instantiate import part_of
from piilint.propagate.memory import is_element, joined
from piilint.propagate.ports import NO_VALUE, read_port
from piilint.propagate.registrations import constant_at
from piilint.propagate.things import names_of, things_of
from piilint.terms.access_path import Label, Path, key, position_of
from piilint.terms.port import Port
from piilint.terms.registration_specs import RegistrationSpec
from piilint.terms.specs import SinkSpec

if TYPE_CHECKING:
    from piilint.propagate.arguments import Arguments
    from piilint.propagate.run import FunctionRun


class Output(NamedTuple):
    """One output: what stands for it, and the part of a result that goes to it."""

    value: Value
    label: Label


def sinks_of(
    run: FunctionRun, spec: RegistrationSpec, arguments: Arguments, receiver: Value | None, at: int
) -> list[SinkSpec]:
    """What is shown of that which a function returns, where these arguments say what its results go to."""
    named = [read_port(run, port, arguments, receiver, None, at) for port in _each(spec.outputs, arguments)]
    named = [value for value in named if value is not NO_VALUE and not _is_none(value)]
    found = list(_outputs(run, spec, named))
    if not found:
        # made elsewhere, for all that is known; where a rule does not say what makes them, there are none
        return [_sink(spec, ())] if spec.made_by and named else []
    shown = [output for output in found if not _is_unseen(run, spec, output.value)]
    if len(shown) == len(found) or not shown:
        return [_sink(spec, ())] if shown else []
    return [_sink(spec, (output.label,)) for output in shown]


def part_at(run: FunctionRun, value: Value, path: Path, at: int) -> Value:
    """The part of a result that goes to one output; all of a mapping, which may name the outputs by objects."""
    for label in path:
        whole: Value = {
            atom: hop for atom, hop in value.items() if _is_mapping(atom) and position_of(label) is not None
        }
        rest: Value = {atom: hop for atom, hop in value.items() if atom not in whole}
        value = joined((whole, part_of(run, rest, label, at)))
    return value


def _each(ports: tuple[Port, ...], arguments: Arguments) -> Iterator[Port]:
    for port in ports:
        if port.which == "*":
            yield from (Port("argument", number) for number in range(len(arguments.positional)))
        else:
            yield port


def _sink(spec: RegistrationSpec, path: Path) -> SinkSpec:
    assert spec.kind is not None  # rules with outputs have one
    return SinkSpec(spec.kind, spec.match, Port("return", None, path, True), origin=spec.origin)


def _is_none(value: Value) -> bool:
    return bool(value) and all(isinstance(atom, Const) and atom.value is None for atom in value)


def _is_mapping(atom: Atom) -> bool:
    return isinstance(atom, Alloc) and atom.kind == "dict"


def _outputs(run: FunctionRun, spec: RegistrationSpec, named: list[Value]) -> Iterator[Output]:
    """The outputs in the order of the results, or under the keys of a mapping that names them."""
    number = 0
    for value in named:
        mapping = next((atom for atom in value if _is_mapping(atom)), None)
        if mapping is not None:
            for label, held in run.state.heap.get(mapping, {}).items():
                if is_element(label) and _is_output(run, spec, held):
                    yield Output(held, label)
            continue
        elements = positions_of(run, value)
        for each in [value] if elements is None else elements:
            if _is_output(run, spec, each):
                yield Output(each, key(number))
                number += 1


def _is_output(run: FunctionRun, spec: RegistrationSpec, value: Value) -> bool:
    return not spec.made_by or any(_is_made_by(run, atom, spec.made_by) for atom in value)


def _is_made_by(run: FunctionRun, atom: Atom, patterns: tuple[str, ...]) -> bool:
    index = run.engine.knowledge.index_of(patterns)
    return not atom.is_taint and any(
        True for thing in things_of(run, atom) for name in names_of(run.engine, thing) for _ in index.find(name)
    )


def _is_unseen(run: FunctionRun, spec: RegistrationSpec, value: Value) -> bool:
    """Whether all that an output may be shows nothing to anybody."""
    things = [atom for atom in value if not atom.is_taint]
    return bool(things) and all(_shows_nothing(run, spec, atom) for atom in things)


def _shows_nothing(run: FunctionRun, spec: RegistrationSpec, atom: Atom) -> bool:
    if spec.unseen and _is_made_by(run, atom, spec.unseen):
        return True
    if not isinstance(atom, ExtInst) or len(atom.site) < 2:
        return False
    function = run.program.functions[atom.site[0]]
    call = function.body.code[atom.site[1]]
    if not isinstance(call, Call):
        return False
    said = [(constant_at(function, call, port), condition) for port, condition in spec.unseen_when.items()]
    if any(constant is not None and fits(constant, condition) for constant, condition in said):
        return True
    unseen = run.engine.registrations.unseen_names(spec)
    return any(constant_at(function, call, port) in unseen for port in spec.refers)
