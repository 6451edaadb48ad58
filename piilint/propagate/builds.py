"""Displays: lists, tuples, sets, dicts, text, slices and cells as new objects."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from piilint.ir import instructions as ir
from piilint.propagate.arguments import positions_of, tuple_key
from piilint.propagate.atoms import (
    OPAQUE,
    TEXT,
    Alloc,
    Const,
    Sym,
    Value,
    alloc,
    const,
    fact,
    maybe,
)
from piilint.propagate.built_texts import built
from piilint.propagate.memory import OBJECTS, SPREAD, is_one_thing, joined
from piilint.propagate.operators import known_constant
from piilint.propagate.stores import store
from piilint.propagate.text import text_of
from piilint.terms.access_path import ANY, KEYS, key
from piilint.terms.flow import Verb

if TYPE_CHECKING:
    from piilint.propagate.run import FunctionRun


def add_keys(run: FunctionRun, target: Value, index: Value) -> None:
    kept = {atom: hop for atom, hop in index.items() if not isinstance(atom, Const)}
    if kept:
        for atom in target:
            if isinstance(atom, (Alloc, Sym)) and (not isinstance(atom, Alloc) or atom.kind in ("dict", "object")):
                run.state.write(atom, KEYS, kept, strong=False)


def key_sources(run: FunctionRun, key_at: int, value: Value) -> Value:
    """A value that is stored under a telling key is personal where nothing else is known of it."""
    sources = run.sources.get(key_at, ())
    if not sources or any(atom.is_taint for atom in value):
        return value
    added: Value = {}
    for source in sources:
        for atom in value:
            if isinstance(atom, Sym):
                added[maybe(source, atom, "")] = run.hop(None, Verb.STORE, key_at)
            elif atom.is_opaque:
                added[fact(source, None)] = run.hop(None, Verb.STORE, key_at)
    return {**value, **added} if added else value


def _build_sequence(run: FunctionRun, at: int, instruction: ir.Build) -> Value:
    thing = alloc((run.id, at, *run.turn), instruction.kind)
    fields: dict[str, Value] = {}
    loose: list[Value] = []
    for marker, operand in instruction.items:
        value = run.values[operand]
        if marker == -2:
            known = None if loose else positions_of(run, value)
            if known is None:
                loose.append(run.iterate(value, at))
            else:
                for held in known:
                    fields[key(len(fields))] = held
        elif loose or instruction.kind == "set":
            loose.append(value)
        else:
            fields[key(len(fields))] = value
    if loose:
        fields[ANY] = joined(loose)
    run.state.create(thing, fields)
    return {thing: None}


def _build_dict(run: FunctionRun, at: int, instruction: ir.Build) -> Value:
    thing = alloc((run.id, at, *run.turn), "dict")
    # in a loop, `record = {**record, name: value}` is made of what an earlier turn made here
    older = run.state.heap.get(thing, {})
    run.state.create(thing, {})
    target: Value = {thing: None}
    for marker, operand in instruction.items:
        value = run.values[operand]
        if marker == -2:
            surely = is_one_thing(value)
            for atom, hop in value.items():
                fields = older if atom is thing else run.state.heap.get(atom) if isinstance(atom, Alloc) else None
                if fields is not None:
                    for label, held in [one for one in fields.items() if one[0] != OBJECTS]:
                        run.state.write(thing, label, held, strong=surely and label not in (ANY, KEYS, SPREAD))
                elif not atom.is_taint:
                    run.state.write(thing, SPREAD, {atom: hop}, strong=False)
                else:
                    store(run, target, ANY, {atom: hop}, -1)
            continue
        constants, others = run.constants(run.values[marker])
        label = tuple_key(run, run.values[marker]) or (key(constants[0]) if len(constants) == 1 and not others else ANY)
        value = run.moved(key_sources(run, marker, value), Verb.STORE, at, label)
        if label != ANY:
            run.state.write(thing, label, value, strong=True)
        else:
            run.state.write(thing, ANY, value, strong=ANY not in run.state.heap.get(thing, {}))
            add_keys(run, target, run.values[marker])
    return target


def _build_text(run: FunctionRun, at: int, instruction: ir.Build) -> Value:
    parts = [known_constant(run, run.values[operand]) for _, operand in instruction.items]
    known = [next(iter(part)) for part in parts if len(part) == 1]
    if len(known) == len(parts) and all(isinstance(atom, Const) for atom in known):
        return {const("".join(str(atom.value) for atom in known if isinstance(atom, Const))): None}
    taints = [run.moved(text_of(run, part, at, "__format__"), Verb.FORMAT, at) for part in parts]
    opaque = any(atom.is_opaque or isinstance(atom, Sym) for part in parts for atom in part)
    result: Value = {TEXT: None, **joined(taints), **built(run, parts, taints, at)}
    if opaque:
        result[OPAQUE] = None
    return result


def _build_slice(run: FunctionRun, at: int, instruction: ir.Build) -> Value:
    thing = alloc((run.id, at, *run.turn), "slice")
    fields = {
        label: run.values[operand] or {OPAQUE: None}
        for label, (_, operand) in zip((".start", ".stop", ".step"), instruction.items, strict=False)
        if operand >= 0
    }
    from_end = _counted_from_end(run, at, instruction)
    if from_end:
        fields[".start"] = {const(-from_end): None}
    run.state.create(thing, fields)
    return {thing: None}


def _counted_from_end(run: FunctionRun, at: int, instruction: ir.Build) -> int:
    """The 4 of `number[len(number) - 4:]`, which is `number[-4:]`; else 0."""
    code = run.code
    start = instruction.items[0][1] if instruction.items else -1
    reduced = code[start] if start >= 0 else None
    if not isinstance(reduced, ir.Operate) or reduced.operator != "sub" or len(reduced.operands) != 2:
        return 0
    size, number = (code[_origin(code, one)] for one in reduced.operands)
    if not isinstance(size, ir.Call) or len(size.arguments) != 1 or not isinstance(number, ir.Constant):
        return 0
    callee, taken = code[size.callee], number.value
    if not isinstance(callee, ir.Name) or callee.name != "len" or type(taken) is not int or taken <= 0:
        return 0
    measured = _origin(code, size.arguments[0])
    cut = any(
        isinstance(one, ir.LoadItem) and one.index == at and _origin(code, one.object) == measured for one in code[at:]
    )
    return taken if cut else 0


def _origin(code: Sequence[ir.AnyInstruction], value: int) -> int:
    """The value itself, before it was given names."""
    instruction = code[value]
    while isinstance(instruction, ir.Assign):
        value = instruction.value
        instruction = code[value]
    return value


def _build_empty(run: FunctionRun, at: int, instruction: ir.Build) -> Value:
    thing = alloc((run.id, at, *run.turn), instruction.kind)
    run.state.create(thing, {})
    return {thing: None}


BUILDERS: dict[str, Callable[[FunctionRun, int, Any], Value]] = {
    "list": _build_sequence, "tuple": _build_sequence, "set": _build_sequence, "dict": _build_dict, "text": _build_text,
    "slice": _build_slice, "cell": _build_empty, "generator": _build_empty,
}  # fmt: skip
