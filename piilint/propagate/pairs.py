"""Keys and values that stay together: what a loop over `mapping.items()` stores under its own keys is the mapping."""

from __future__ import annotations

from typing import TYPE_CHECKING

from piilint.ir import instructions as ir
from piilint.ir.operands import operands
from piilint.propagate.access import constants_of
from piilint.propagate.arguments import positions_of
from piilint.propagate.atoms import Alloc, Const
from piilint.propagate.native_registry import made_of
from piilint.terms.access_path import key

if TYPE_CHECKING:
    from piilint.propagate.atoms import Value
    from piilint.propagate.run import FunctionRun

MAX_SEEN = 60
"""A value that is made of more than so many others is not looked through."""


def paired(run: FunctionRun, key_at: int, value_at: int) -> Value | None:
    """The mapping whose key and value two operands are, of one turn of a loop over its items; None where they are not.

    `for name, value in mapping.items(): other[name] = value`
    """
    code = run.code
    if run.turn:
        _, others = constants_of(run, run.values[key_at])
        if not others:
            # each turn stores under its own key
            return None
        run.keyed = True
    first, second = (code[_origin(run, one)] for one in (key_at, value_at))
    if isinstance(second, ir.Call) and len(second.arguments) in (2, 3) and not second.stars:
        read = code[second.callee]
        same = _origin(run, second.arguments[1]) == _origin(run, key_at)
        # `record[name] = getattr(object, name)`
        is_getattr = isinstance(read, ir.Name) and read.name == "getattr" and not isinstance(first, ir.Constant)
        return _attributes(run, run.values[second.arguments[0]], key_at, value_at) if same and is_getattr else None
    if isinstance(second, ir.LoadItem) and not isinstance(first, ir.Constant):
        # `chosen[name] = record[name]`
        same = _origin(run, second.index) == _origin(run, key_at)
        return run.values[second.object] if same else None
    if not isinstance(first, ir.Unpack) or not isinstance(second, ir.Unpack) or first.star or second.star:
        return None
    if (first.position, second.position) != (0, 1) or _origin(run, first.value) != _origin(run, second.value):
        return None
    turn = code[_origin(run, first.value)]
    if isinstance(turn, ir.Iterate) and (known := _known_pairs(run, run.values[turn.value], value_at)) is not None:
        return known
    items = code[_origin(run, turn.value)] if isinstance(turn, ir.Iterate) else None
    callee = code[items.callee] if isinstance(items, ir.Call) and not items.arguments else None
    if not isinstance(callee, ir.LoadAttribute) or callee.name != "items":
        return None
    return run.values[callee.object]


def beside_a_copy(run: FunctionRun, store: ir.StoreItem) -> bool:
    """Whether a store is another form of what the same turn of a loop over a mapping's items also copies as it is.

    `kept[name] = loads(value)` in one branch and `kept[name] = value` in another: each key holds that key's value in
    either, so the copy, which tells keys apart, says all.
    """
    code = run.code
    first = code[_origin(run, store.index)]
    if not isinstance(first, ir.Unpack) or first.star or first.position != 0:
        return False
    turn, place, name = _origin(run, first.value), _origin(run, store.object), _origin(run, store.index)
    for other in code:
        if isinstance(other, ir.StoreItem) and other.index >= 0 and other.object >= 0:
            second = code[_origin(run, other.value)]
            if (
                isinstance(second, ir.Unpack)
                and (second.position, second.star) == (1, False)
                and _origin(run, second.value) == turn
                and (_origin(run, other.object), _origin(run, other.index)) == (place, name)
            ):
                return other is not store and _is_made_of(run, store.value, turn)
    return False


def _is_made_of(run: FunctionRun, value: int, turn: int) -> bool:
    """Whether a value is made of a pair's second alone, directly or through what is built of it: what else goes in
    may be personal."""
    code = run.code
    waiting, seen, found = [value], {value}, False
    while waiting:
        at = waiting.pop()
        instruction = code[at]
        if isinstance(instruction, ir.Unpack) and _origin(run, instruction.value) == turn:
            found = found or instruction.position == 1
            continue
        more = [one for one in operands(instruction) if not _is_called_by_name(run, instruction, one)]
        if isinstance(instruction, ir.Build):  # what a comprehension puts in
            more += [one.value for one in code if isinstance(one, ir.StoreItem) and one.object == at]
        elif not more and not isinstance(instruction, ir.Constant | ir.Call):
            return False
        waiting += [one for one in more if one not in seen]
        seen.update(more)
        if len(seen) > MAX_SEEN:
            return False
    return found


def _is_called_by_name(run: FunctionRun, instruction: ir.Instruction, operand: int) -> bool:
    """Whether an operand is a callee that a name of the module stands for: `loads`, `json.loads`, `str`."""
    if not isinstance(instruction, ir.Call) or instruction.callee != operand:
        return False
    callee = run.code[operand]
    while isinstance(callee, ir.LoadAttribute):
        callee = run.code[callee.object]
    return isinstance(callee, ir.Name)


def _known_pairs(run: FunctionRun, sequence: Value, at: int) -> Value | None:
    """The mapping that pairs of a constant and a value make: `for name, value in [("a", x), ("b", y)]`."""
    fields: dict[str, Value] = {}
    pairs = positions_of(run, sequence) if all(isinstance(atom, Alloc) for atom in sequence) else None
    for pair in pairs or ():
        parts = positions_of(run, pair)
        name = next(iter(parts[0])) if parts is not None and len(parts) == 2 and len(parts[0]) == 1 else None
        if parts is None or not isinstance(name, Const):
            return None
        fields[key(name.value)] = parts[1]
    return made_of(run, at, "dict", fields, "pairs") if fields else None


def _attributes(run: FunctionRun, value: Value, key_at: int, value_at: int) -> Value:
    """The attributes under the names that a key goes through, properties with them; all fields where none is known."""
    names, others = constants_of(run, run.values[key_at], 0)
    if others or not all(isinstance(name, str) for name in names):
        return run.as_mapping(value, value_at)
    fields = {key(name): run.load_attribute(value, str(name), value_at) for name in names}
    return made_of(run, value_at, "dict", fields, "attributes")


def _origin(run: FunctionRun, value: int) -> int:
    """The instruction that made a value, before it was given names."""
    instruction = run.code[value]
    while isinstance(instruction, ir.Assign):
        value = instruction.value
        instruction = run.code[value]
    return value
