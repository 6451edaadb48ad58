"""Whether a value can be what its name says, and whose value it is: questions about the code of one function."""

from __future__ import annotations

from collections.abc import Iterator

from piilint.ir.instructions import (
    AnyInstruction,
    Assign,
    Build,
    Call,
    Captured,
    Constant,
    Enter,
    Import,
    Iterate,
    LoadAttribute,
    LoadCell,
    LoadItem,
    MakeClass,
    MakeFunction,
    Name,
    Operate,
    Parameter,
    Phi,
    Unpack,
    Value,
)
from piilint.terms.names import tokenise
from piilint.terms.words import TRANSLATORS

MAX_HOPS = 8

_MEASURES = frozenset({
    "int", "len", "bool", "isinstance", "issubclass", "any", "all", "hasattr", "callable", "range", "type", "id",
    "hash", "open", "super", "ord", "enumerate", "object",
})  # fmt: skip
_JUDGEMENTS = frozenset({
    "lt", "le", "eq", "ne", "ge", "gt", "is_", "is_not", "contains", "not_contains", "not_", "assert",
})  # fmt: skip

_WRAPPERS = frozenset({"Decimal", "UUID", "Fraction"})
MAPPING_READS = frozenset({"get", "pop", "setdefault", "getlist"})
"""Methods that read a mapping's constant key, as `row.get("phone")` does."""

LABELS = frozenset({"id", "pk", "name", "title", "label", "slug"})
THINGS = frozenset({"credential", "address", "financial", "device", "gov"})
"""What is no text or number has a label; where only that is read of what may be of these kinds, it is a thing."""

_KEYS_BEHIND = frozenset({"from", "by", "with", "using", "via", "given"})
_FETCHERS = ("get", "fetch", "load", "read", "lookup", "find", "resolve", "retrieve", "query")


def is_value_name(name: str) -> bool:
    """Whether a variable or attribute of that name holds a value: it is no CONSTANT, no Class and no dunder."""
    bare = name.lstrip("_")
    return bool(bare) and not bare[0].isupper() and not name.startswith("__")


def constant_key(code: list[AnyInstruction], value: Value) -> str | None:
    """The string that a value is, if it is a constant string."""
    if value < 0:
        return None
    instruction = code[value]
    if isinstance(instruction, Constant) and isinstance(instruction.value, str):
        return instruction.value
    return None


def listed(code: list[AnyInstruction], value: Value) -> Iterator[Value]:
    """The elements of a list display, also where it stands in a pair: `[["a", "b"]]`, `[rows, ["a", "b"]]`."""
    instruction = code[value] if value >= 0 else None
    if isinstance(instruction, Build) and instruction.kind == "tuple" and len(instruction.items) == 2:
        instruction = code[instruction.items[1][1]]
    if isinstance(instruction, Build) and instruction.kind == "list":
        yield from (item for mark, item in instruction.items if mark == -1)


def mapping_key(code: list[AnyInstruction], call: Call) -> tuple[Value, str] | None:
    """For `row.get("phone")`: the mapping and the key."""
    callee = code[call.callee] if call.callee >= 0 else None
    if not isinstance(callee, LoadAttribute) or callee.name not in MAPPING_READS or not call.arguments:
        return None
    key = constant_key(code, call.arguments[0])
    return (callee.object, key) if key is not None else None


def can_be_personal(code: list[AnyInstruction], value: Value, hops: int = MAX_HOPS) -> bool:
    """Whether a value may come from outside: it is no constant, function, class, module, measure or new object."""
    if value < 0 or hops == 0:
        return hops == 0
    instruction = code[value]
    if isinstance(instruction, (Constant, MakeFunction, MakeClass, Import)):
        return False
    if isinstance(instruction, (Name, LoadAttribute)) and instruction.name.isupper() and "_" in instruction.name:
        return False  # DEFAULT_USERNAME
    if isinstance(instruction, Build):
        return any(can_be_personal(code, item, hops - 1) for _, item in instruction.items)
    if isinstance(instruction, Operate):
        return instruction.operator not in _JUDGEMENTS and any(
            can_be_personal(code, operand, hops - 1) for operand in instruction.operands
        )
    if isinstance(instruction, Phi):
        return any(can_be_personal(code, one, hops - 1) for one in instruction.values)
    if isinstance(instruction, Assign):
        return can_be_personal(code, instruction.value, hops - 1)
    if isinstance(instruction, Call):
        name = callee_name(code, instruction)
        if instruction.decorator or (name in TRANSLATORS and _is_constant(code, instruction)):
            return False
        return name not in _MEASURES and (not name[:1].isupper() or name in _WRAPPERS)
    return True


def _is_constant(code: list[AnyInstruction], call: Call) -> bool:
    """Whether a call is handed constants alone."""
    handed = (*call.arguments, *(value for _, value in call.keywords))
    return bool(handed) and all(isinstance(code[value], Constant) for value in handed)


def callee_name(code: list[AnyInstruction], call: Call) -> str:
    """The last part of what is called, as written; "" where it has no name."""
    callee = code[call.callee] if call.callee >= 0 else None
    return callee.name if isinstance(callee, (Name, LoadAttribute, Import, Assign)) else ""


def is_deed(name: str, call: Call) -> bool:
    """Whether a method called with arguments does something (`client.email(to)`), so that its name is no value's."""
    has_arguments = bool(call.arguments or call.keywords)
    return has_arguments and not name.startswith(_FETCHERS)


def before_the_key(name: str) -> str | None:
    """What a method's name says that it gives, where it also says what of: `get_user` of `get_user_from_token`."""
    words = tokenise(name)
    place = next((place for place, word in enumerate(words) if word in _KEYS_BEHIND), 0)
    return "_".join(words[:place]) if place else None


def origins(code: list[AnyInstruction], value: Value, hops: int = MAX_HOPS) -> Iterator[Value]:
    """The value and those that it is the same as, an element or a cleaned form of, nearest first."""
    while value >= 0 and hops > 0:
        yield value
        hops -= 1
        instruction = code[value]
        if isinstance(instruction, Unpack):
            value = _element(code, instruction)
        elif isinstance(instruction, (Assign, Iterate, Enter)):
            value = instruction.value
        elif isinstance(instruction, Phi):
            for one in instruction.values:
                if one < value:
                    yield from origins(code, one, hops // 2)
            return
        elif isinstance(instruction, Operate) and instruction.operator in ("await", "str", "format"):
            value = instruction.operands[0]
        elif isinstance(instruction, LoadItem):
            value = instruction.object
        elif isinstance(instruction, Call):
            callee = code[instruction.callee] if instruction.callee >= 0 else None
            if isinstance(callee, LoadAttribute):
                value = callee.object
            elif instruction.arguments:
                value = instruction.arguments[0]
            else:
                return
        else:
            return


def _element(code: list[AnyInstruction], unpack: Unpack) -> Value:
    """What one target of `a, b = x, y` gets; the whole value where it is no display."""
    whole = code[unpack.value]
    if isinstance(whole, Build) and not unpack.star and 0 <= unpack.position < len(whole.items):
        return whole.items[unpack.position][1]
    return unpack.value


def root(code: list[AnyInstruction], value: Value) -> Value | str:
    """What stands for an object when its attributes are grouped: the value itself, or the name of a global variable."""
    for _ in range(MAX_HOPS):
        instruction = code[value] if value >= 0 else None
        if isinstance(instruction, Name):
            return instruction.name
        if isinstance(instruction, LoadCell):
            return instruction.name
        if isinstance(instruction, (Assign, Captured)):
            inner = code[instruction.value] if isinstance(instruction, Assign) and instruction.value >= 0 else None
            if isinstance(inner, (Assign, Parameter, Name)):
                value = instruction.value if isinstance(instruction, Assign) else value
                continue
        return value
    return value
