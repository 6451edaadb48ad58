"""Operators: which of them make a value that still tells its operands."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from piilint.ir.instructions import Operate
from piilint.propagate.access import constants_of, load_attribute
from piilint.propagate.arguments import Arguments, positions_of
from piilint.propagate.atoms import (
    EMPTY,
    OPAQUE,
    TEXT,
    Alloc,
    Atom,
    Cls,
    Const,
    ExtInst,
    Sym,
    Text,
    Value,
    alloc,
    const,
)
from piilint.propagate.built_texts import built
from piilint.propagate.decisions import compare
from piilint.propagate.deferred import waited
from piilint.propagate.growth import IN_PLACE, grown, kinds_of
from piilint.propagate.memory import joined
from piilint.propagate.sizes import ask_size_of
from piilint.propagate.taints import only_taints
from piilint.propagate.text import text_of
from piilint.propagate.things import things_of
from piilint.terms.access_path import ANY, key
from piilint.terms.flow import Verb

if TYPE_CHECKING:
    from piilint.propagate.run import FunctionRun

CLEAN = frozenset({"not_", "lt", "le", "eq", "ne", "ge", "gt", "is_", "is_not", "contains", "not_contains", "assert"})
"""Their results are true or false: they tell too little of their operands."""

MOST_FOLDED = 5
"""Constants that are put together in each way, where several may stand on one side."""
LONGEST_TEXT = 10_000
"""Letters of a text that is put together of constants, beyond which it is only known to be a text."""
_NAMED_GAP = re.compile(r"(?<!%)(?:%%)*%\((\w+)\)")
COMPARED = frozenset({"eq", "ne", "is_", "is_not"})
DUNDERS = {
    "contains": "__contains__",
    "not_contains": "__contains__",
    "or_": "__or__",
    "and_": "__and__",
    "not_": "__bool__",
}


def operate(run: FunctionRun, operator: str, operands: list[Value], at: int) -> Value:
    """The value of an operator."""
    if operator == "await":
        return _awaited(run, operands[0], at)
    if operator == "match_args":
        return _match_argument(run, operands, at)
    told = _by_method(run, operator, operands, at)
    if operator in CLEAN:
        if told is None and operator in COMPARED:
            compare(run, operator, operands, at)
        return EMPTY
    if told is not None:
        return told
    if operator in ("format", "repr", "str", "ascii"):
        return _as_text(run, operator, operands, at)
    if operator == "mod" and (_is_text(operands[0]) or _fills(run, operands[1])):
        filling = [operands[0], _named_by(run, operands[0], operands[1], at)]
        shown = [run.moved(text_of(run, operand, at), Verb.FORMAT, at) for operand in filling]
        result: Value = {TEXT: None, **joined(shown), **_opaque(operands), **built(run, operands[:1], shown, at)}
        return _by_rules(run, "operator.mod", result, operands, at)
    folded = _folded(operator, [known_constant(run, operand) for operand in operands])
    if folded is not None:
        return folded
    if operator in ("add", "iadd", "mul", "or_", "ior", "and_", "sub", "isub", "xor", "imul"):
        container = _containers(run, operator, operands, at)
        if container is not None:
            return container
    taints = [run.moved(only_taints(run.state.own(operand)), Verb.FORMAT, at) for operand in operands]
    result = {**joined(taints), **_opaque(operands)}
    if any(_is_text(operand) for operand in operands):
        result[TEXT] = None
    if operator in ("add", "iadd"):
        result.update(built(run, operands, taints, at))
    return _by_rules(run, f"operator.{operator}", result, operands, at)


def _by_rules(run: FunctionRun, name: str, result: Value, operands: list[Value], at: int) -> Value:
    """The result after what rules say of the operator's function."""
    specs = run.engine.knowledge.of_call(name)
    return run.sanitized(specs, result, Arguments(operands), at) if specs.sanitizers else result


def _opaque(operands: list[Value]) -> Value:
    return (
        {OPAQUE: None}
        if any(atom.is_opaque or isinstance(atom, Sym) for operand in operands for atom in operand)
        else {}
    )


def _folded(operator: str, operands: list[Value]) -> Value | None:
    if operator in ("add", "iadd") and len(operands) == 2 and 2 < sum(map(len, operands)) <= MOST_FOLDED:
        texts = [[atom.value for atom in operand if isinstance(atom, Const)] for operand in operands]
        whole = all(len(known) == len(operand) for known, operand in zip(texts, operands, strict=True))
        if whole and all(isinstance(one, str) for known in texts for one in known):
            return joined(text_made(first + second) for first in texts[0] for second in texts[1])
    atoms = [next(iter(operand)) for operand in operands if len(operand) == 1]
    if len(atoms) != len(operands) or not all(isinstance(atom, Const) for atom in atoms):
        return None
    values = [atom.value for atom in atoms if isinstance(atom, Const)]
    if operator in ("add", "iadd") and all(isinstance(value, str) for value in values):
        return text_made("".join(values))
    if operator == "neg" and isinstance(values[0], (int, float)):
        return {const(-values[0]): None}
    return EMPTY


def text_made(text: str) -> Value:
    """A text that is put together of constants; of one that grows and grows, that it is a text."""
    return {const(text) if len(text) <= LONGEST_TEXT else TEXT: None}


def known_constant(run: FunctionRun, value: Value) -> Value:
    """The constant that a value is in this look, where the caller has told; else the value itself."""
    if run.context and len(value) == 1:
        told = run.context.get(next(iter(value)))  # type: ignore[call-overload]
        if told is not None and len(told) == 1 and isinstance(told[0], Const):
            return {told[0]: None}
    return value


def _is_text(value: Value) -> bool:
    return any(isinstance(atom, Text) or (isinstance(atom, Const) and isinstance(atom.value, str)) for atom in value)


def _by_method(run: FunctionRun, operator: str, operands: list[Value], at: int) -> Value | None:
    if operator in ("format", "repr", "str", "ascii"):
        return None
    name = DUNDERS.get(operator, f"__{operator}__")
    if operator in ("contains", "not_contains"):
        return run.call_method(operands[1], name, Arguments([operands[0]]), at)
    told = run.call_method(operands[0], name, Arguments(operands[1:]), at)
    if told is None and operator[:1] == "i" and operator not in ("is_", "is_not", "invert"):
        told = run.call_method(operands[0], f"__{operator[1:]}__", Arguments(operands[1:]), at)
    if told is None and len(operands) > 1:
        told = run.call_method(operands[1], f"__r{operator}__", Arguments(operands[:1]), at)
    if told is None and name in run.engine.knowledge.operator_methods:
        told = _by_library(run, operands[0], name, operands[1:], at)
    if told is None and len(operands) > 1 and f"__r{operator}__" in run.engine.knowledge.operator_methods:
        told = _by_library(run, operands[1], f"__r{operator}__", operands[:1], at)
    return told


def _by_library(run: FunctionRun, receiver: Value, name: str, others: list[Value], at: int) -> Value | None:
    """What rules say of a library's object as an operand; None where they say nothing."""
    things = dict.fromkeys(thing for atom in receiver if not atom.is_taint for thing in things_of(run, atom))
    told = [
        run.call_library((f"{thing.name}.{name}",), thing, receiver, Arguments(others), at)
        for thing in things
        if isinstance(thing, ExtInst) and run.engine.knowledge.of_call(f"{thing.name}.{name}")
    ]
    return joined(told) if told else None


def _as_text(run: FunctionRun, operator: str, operands: list[Value], at: int) -> Value:
    known = known_constant(run, operands[0])
    only = next(iter(known)) if len(known) == 1 else None
    if operator == "str" and isinstance(only, Const) and type(only.value) in (str, int):
        return {const(str(only.value)): None}
    method = {"format": "__format__", "repr": "__repr__", "ascii": "__repr__"}.get(operator, "__str__")
    shown = run.moved(text_of(run, operands[0], at, method), Verb.FORMAT, at)
    result: Value = {TEXT: None, **shown, **_opaque(operands)}
    return _by_rules(run, f"builtins.{operator}", result, operands, at)


def _containers(run: FunctionRun, operator: str, operands: list[Value], at: int) -> Value | None:
    left, right = operands[0], operands[1] if len(operands) > 1 else EMPTY
    kinds = kinds_of(run, operands)
    if operator == "ior" and any(isinstance(atom, Sym) for atom in left) and _is_mapping(run, right):
        # of what is handed in
        run.merge_into({atom: None for atom in left if isinstance(atom, (Sym, Alloc))}, right, at)
        return left
    # what is put together with a container for certain is a container too; else it may be a text that tells both
    surely = any(side and all(isinstance(atom, Alloc) for atom in side) for side in (left, right))
    told = joined((left, right)) if surely else joined((run.state.own(left), run.state.own(right)))
    taints = run.moved(only_taints(told), Verb.FORMAT, at) if not surely else only_taints(told)
    if operator in IN_PLACE and grown(run, operator, left, right, at):
        return left if surely else {**left, **taints}
    if not kinds & {"list", "tuple", "dict", "set"}:
        return None
    if "dict" in kinds and operator in ("or_", "ior"):
        made = alloc((run.id, at, *run.turn), "dict")
        run.state.create(made, {})
        run.merge_into({made: None}, left, at)
        run.merge_into({made: None}, right, at)
        return {made: None}
    kind = "tuple" if kinds == {"tuple"} else "set" if "set" in kinds else "list"
    made = alloc((run.id, at, *run.turn), kind)
    if operator in ("add", "iadd"):
        ask_size_of(run, left)
        ask_size_of(run, right)
    known, more = positions_of(run, left), positions_of(run, right)
    if operator in ("add", "iadd") and known is not None and more is not None:
        run.state.create(made, {key(number): held for number, held in enumerate([*known, *more])})
    elif operator in ("mul", "imul"):
        sequence = left if kinds_of(run, [left]) else right
        run.state.create(made, {ANY: run.iterate(sequence, at)})
    else:
        sides = [left] if operator in ("sub", "isub") else [left, right]
        run.state.create(made, {ANY: joined(run.iterate(side, at) for side in sides)})
    return {made: None, **taints}


def _is_mapping(run: FunctionRun, value: Value) -> bool:
    """Whether a value is a mapping for certain: one that is made here, or what `**` collects."""
    return any(
        (isinstance(atom, Alloc) and atom.kind == "dict") or _collects(run, atom, "double_star") for atom in value
    )


def _named_by(run: FunctionRun, template: Value, values: Value, at: int) -> Value:
    """Of a mapping that fills the gaps of a known text what the gaps name; all else whole."""
    only = next(iter(template)) if len(template) == 1 else None
    names = _NAMED_GAP.findall(only.value) if isinstance(only, Const) and isinstance(only.value, str) else []
    if not names:
        return values
    return joined(run.subscript(values, {const(name): None}, at) for name in dict.fromkeys(names))


def _fills(run: FunctionRun, value: Value) -> bool:
    """Whether a value can only fill the gaps of a text: `text % args`, where the text is what is handed in."""
    return _is_mapping(run, value) or any(
        (isinstance(atom, Alloc) and atom.kind == "tuple") or _collects(run, atom, "star") for atom in value
    )


def _collects(run: FunctionRun, atom: Atom, kind: str) -> bool:
    if not isinstance(atom, Sym) or atom.root[0] != "p" or atom.path:
        return False
    index: int = atom.root[1]
    parameters = run.function.ir.parameters
    return index < len(parameters) and parameters[index].kind == kind


def _awaited(run: FunctionRun, value: Value, at: int) -> Value:
    told = run.call_method(value, "__await__", Arguments(), at)
    if told is not None:
        return run.iterate(told, at)
    if not run.deferred:
        return value
    instruction = run.code[at]
    return joined((value, waited(run, instruction.operands[0], at))) if isinstance(instruction, Operate) else value


def _match_argument(run: FunctionRun, operands: list[Value], at: int) -> Value:
    """What a positional pattern of a class binds: the attribute that `__match_args__`, or the constructor, names."""
    subject, classes, position = operands
    numbers, _ = constants_of(run, position)
    parts: list[Value] = []
    for atom in classes:
        for thing in things_of(run, atom):
            if isinstance(thing, Cls):
                names = run.engine.match_names(thing.id)
                known = [names[number] for number in numbers if isinstance(number, int) and number < len(names)]
                parts.extend(load_attribute(run, subject, name, at) for name in known)
            else:
                parts.append(subject)
    return joined(parts)
