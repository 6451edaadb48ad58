"""How arguments meet parameters: what a call hands over, spread as far as it is known, and the port each goes to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from piilint.ir.instructions import Call
from piilint.propagate.access import element
from piilint.propagate.arguments import Arguments, positions_of
from piilint.propagate.atoms import EMPTY, OPAQUE, Alloc, Atom, Sym, Value, alloc, const, is_of_library, sym
from piilint.propagate.memory import SPREAD, joined, without_absent
from piilint.propagate.things import goes_its_own_way
from piilint.terms.access_path import ANY, KEYS, key, name_of

if TYPE_CHECKING:
    from piilint.propagate.run import FunctionRun

NO_NAME = ""
"""The key of a mapping that surely has none: the name of no attribute."""
SHIFTED = 6
"""Positions that are kept apart where a `*args` takes the tail of another sequence."""


def gathered(run: FunctionRun, call: Call, at: int) -> Arguments:
    """The arguments of a call, with `*` and `**` spread as far as their contents are known."""
    values = run.values
    arguments = Arguments(unused=call.unused, decorator=call.decorator)
    spread = set(call.stars)
    for number, operand in enumerate(call.arguments):
        value = values[operand]
        if number not in spread:
            if arguments.rest:
                arguments.rest = joined((arguments.rest, value))
                arguments.late = joined((arguments.late, value))
            else:
                arguments.positional.append(value)
            continue
        known = None if arguments.rest else positions_of(run, value)
        if known is not None:
            arguments.positional.extend(known)
        else:
            _spread(run, arguments, value, at)
    for name, operand in call.keywords:
        value = values[operand]
        if name:
            arguments.keywords[name] = value
            continue
        for atom, hop in value.items():
            fields = run.state.heap.get(atom) if isinstance(atom, Alloc) else None
            if fields is None or SPREAD in fields or ANY in fields:
                arguments.mappings.append({atom: hop})
            for label, held in (fields or {}).items():
                inner = name_of(label)
                if inner is not None and label[:1] == "[":
                    arguments.keywords[inner] = joined((arguments.keywords.get(inner, EMPTY), held))
    return arguments


def _spread(run: FunctionRun, arguments: Arguments, value: Value, at: int) -> None:
    """`*value` of unknown number: by position where it is the first and is read by position."""
    elements = run.iterate(value, at)
    ordered = all(atom.is_taint or _is_ordered(run, atom) for atom in value)
    if ordered and not arguments.rest:
        arguments.sequence = value
    else:
        arguments.late = joined((arguments.late, elements, {OPAQUE: None}))
    arguments.rest = joined((arguments.rest, elements, {OPAQUE: None}))


def tail_of(run: FunctionRun, value: Value, position: int, at: int) -> dict[str, Value]:
    """What a list holds of the elements of a sequence from a position on; nothing where its order is not known."""
    if not value or not all(isinstance(atom, Sym) and _is_ordered(run, atom) for atom in value):
        return {}
    fields = {key(number): element(run, value, key(position + number), at) for number in range(SHIFTED)}
    return {**fields, ANY: element(run, value, key(position + SHIFTED), at)}


def _is_ordered(run: FunctionRun, atom: Atom) -> bool:
    if isinstance(atom, Sym):
        return not goes_its_own_way(run, atom)
    # the rows of a table have their columns in order
    return isinstance(atom, Alloc) and (
        atom.kind in ("list", "tuple") or (is_of_library(atom) and key(0) in run.state.heap.get(atom, {}))
    )


def argument_at(run: FunctionRun, arguments: Arguments, position: int, at: int) -> Value | None:
    """The positional argument at a position, which a spread sequence may bring; None where there is none."""
    beyond = position - len(arguments.positional)
    if beyond < 0:
        return arguments.positional[position]
    if arguments.sequence:
        return joined((element(run, arguments.sequence, key(beyond + arguments.skipped), at), arguments.late))
    return arguments.rest or None


def default_label(index: int) -> str:
    """The label under which a function object that was made in a loop keeps the default of a parameter."""
    return f"<default {index}>"


def bind(
    run: FunctionRun, function: int, arguments: Arguments, receiver: Value | None, at: int, made: Atom | None = None
) -> dict[tuple[object, ...], Value]:
    """The value of each parameter at a call, by port. `made`: the function object that is called."""
    parameters = run.program.functions[function].ir.parameters
    ports: dict[tuple[object, ...], Value] = {}
    if receiver is not None:
        arguments = arguments.with_first(receiver)
    positional = arguments.positional
    keywords = dict(arguments.keywords)
    taken = 0
    for index, parameter in enumerate(parameters):
        port = ("p", index)
        if parameter.kind == "star":
            ports[port] = _starred(run, function, arguments, taken, at)
            taken = len(positional)
        elif parameter.kind == "double_star":
            made = alloc((run.id, at, "double_star", function, *run.turn), "dict")
            fields = {key(name): value for name, value in keywords.items()}
            if arguments.mappings:
                fields[SPREAD] = joined(arguments.mappings)
            elif not fields and not arguments.opaque:
                fields[KEYS] = {const(NO_NAME): None}
            run.state.create(made, fields)
            ports[port] = {made: None}
        elif parameter.kind != "keyword" and taken < len(positional):
            ports[port] = positional[taken]
            taken += 1
            keywords.pop(parameter.name, None) if parameter.kind == "normal" else None
        elif parameter.name in keywords and parameter.kind != "positional":
            ports[port] = keywords.pop(parameter.name)
        else:
            ports[port] = _unbound(run, function, index, arguments, parameter.kind, at, made)
    return ports


def _starred(run: FunctionRun, function: int, arguments: Arguments, taken: int, at: int) -> Value:
    """What `*args` holds: the positional arguments that no parameter took, then what is spread."""
    if arguments.sequence and taken == len(arguments.positional) and not arguments.skipped and not arguments.late:
        return arguments.sequence
    made = alloc((run.id, at, "star", function, *run.turn), "tuple")
    fields = {key(number): value for number, value in enumerate(arguments.positional[taken:])}
    if arguments.sequence:
        first = max(taken - len(arguments.positional), 0) + arguments.skipped
        known = len(fields)
        for number in range(SHIFTED):
            held = element(run, arguments.sequence, key(first + number), at)
            fields[key(known + number)] = joined((held, arguments.late))
        fields[ANY] = joined((element(run, arguments.sequence, key(first + SHIFTED), at), arguments.late))
    elif arguments.rest:
        fields[ANY] = arguments.rest
    run.state.create(made, fields)
    return {made: None}


def _unbound(
    run: FunctionRun, function: int, index: int, arguments: Arguments, kind: str, at: int, made: Atom | None
) -> Value:
    parameter = run.program.functions[function].ir.parameters[index]
    found: list[Value] = []
    if arguments.rest and kind != "keyword":
        found.append(argument_at(run, arguments, index, at) or EMPTY)
    found.extend(element(run, mapping, key(parameter.name), at) for mapping in arguments.mappings)
    if arguments.opaque:
        found.append({OPAQUE: None})
    elif any(atom in run.context for value in found for atom in value):
        return joined(found)  # it is given here
    elif parameter.has_default and (default := run.engine.constant_default(function, index)) is not None:
        found.append({const(default.value): None} if not isinstance(default.value, list) else EMPTY)
    elif made is not None and (own := run.state.heap.get(made, {}).get(default_label(index))) is not None:
        found.append(own)
    elif parameter.has_default:
        found.append(without_absent(run.state.read(sym(("d", function)), key(index))))
    return joined(found)
