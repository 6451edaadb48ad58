"""Which code of a function control can come to, when some calls never return and some ways are barred.

A guard has surely run before a sink where the sink cannot be reached once the guard is taken for a barrier: a call that
raises bars what follows it, a call that is tested bars the way that it lets people pass.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from piilint.ir.blocks import block_of
from piilint.ir.instructions import Assign, Constant, Instruction, Operate, Phi, Raise, Return, Value, Yield
from piilint.ir.module import Body

Edge = tuple[int, int]
"""(block, position among its successors)."""

_SAME = {("is_", True), ("eq", True), ("is_not", False), ("ne", False), ("is_not", None), ("ne", None)}
_OPPOSITE = {("is_", False), ("eq", False), ("is_not", True), ("ne", True), ("is_", None), ("eq", None)}


@dataclass(frozen=True, slots=True)
class Reached:
    """The blocks that control comes to, each with the first instruction after which it does not go on."""

    body: Body
    entered: dict[int, int]

    def comes_to(self, instruction: int) -> bool:
        """Whether the instruction can run."""
        end = self.entered.get(block_of(self.body, instruction), -1)
        return instruction <= end

    def passes(self, block: int) -> bool:
        """Whether control can come to the end of a block."""
        return self.entered.get(block, -1) >= self.body.blocks[block].last


def reached(body: Body, barriers: Collection[int], barred: Collection[Edge] = (), start: int = 0) -> Reached:
    """All that can run from a block on when no barrier is passed and no barred edge is taken.

    Exceptions may leave from every block.
    """
    stops: dict[int, int] = {}
    for barrier in sorted(barriers, reverse=True):
        stops[block_of(body, barrier)] = barrier
    way = Reached(body, {})
    pending = [start] if body.blocks else []
    waiting: list[Edge] = []
    while pending:
        number = pending.pop()
        if number not in way.entered:
            block = body.blocks[number]
            way.entered[number] = stops.get(number, block.last)
            if block.handler >= 0:
                pending.append(block.handler)
            if number not in stops:
                waiting += [(number, position) for position in range(len(block.successors))]
        if not pending:
            ready = [edge for edge in waiting if edge not in barred and _can_hold(way, edge)]
            waiting = [edge for edge in waiting if edge not in ready]
            pending = [body.blocks[block].successors[position] for block, position in ready]
    return way


def _can_hold(way: Reached, edge: Edge) -> bool:
    """Whether a test can go that way: `a and b` is only true where b was asked, though its value is there before."""
    number, position = edge
    test = way.body.blocks[number].test
    return test < 0 or position != 0 or way.comes_to(origin(way.body, test))


def origin(body: Body, value: Value) -> Value:
    """The value itself, before it was given names or awaited."""
    instruction = body.code[value]
    while isinstance(instruction, Assign) or (isinstance(instruction, Operate) and instruction.operator == "await"):
        value = instruction.value if isinstance(instruction, Assign) else instruction.operands[0]
        instruction = body.code[value]
    return value


def passing_edges(body: Body, values: Mapping[Value, bool]) -> frozenset[Edge]:
    """The edges that control only takes where one of the values was as it says: true or false."""
    found = set()
    for number, block in enumerate(body.blocks):
        if block.test >= 0 and len(block.successors) == 2:
            way = _true_way(body, block.test, values, True)
            if way is not None:
                found.add((number, 0 if way else 1))
    return frozenset(found)


def _true_way(body: Body, test: Value, values: Mapping[Value, bool], polarity: bool) -> bool | None:
    """How a test must have gone for one of the values to have been so; None where it says nothing of them."""
    if test in values:
        return polarity == values[test]
    instruction = body.code[test]
    if isinstance(instruction, Assign):
        return _true_way(body, instruction.value, values, polarity)
    if isinstance(instruction, Phi):
        some = [one for one in instruction.values if not is_falsy(body, one)]
        ways = {_true_way(body, one, values, polarity) if one < test else None for one in some}
        return polarity if ways == {polarity} else None
    if not isinstance(instruction, Operate):
        return None
    if instruction.operator in ("await", "assert"):
        return _true_way(body, instruction.operands[0], values, polarity)
    if instruction.operator == "not_":
        return _true_way(body, instruction.operands[0], values, not polarity)
    return _compared(body, instruction, values, polarity)


def _compared(body: Body, comparison: Operate, values: Mapping[Value, bool], polarity: bool) -> bool | None:
    """`allowed is True`, `allowed == False`, `allowed is not None`."""
    if len(comparison.operands) != 2:
        return None
    left, right = (body.code[operand] for operand in comparison.operands)
    constant, other = (right, comparison.operands[0]) if isinstance(right, Constant) else (left, comparison.operands[1])
    if not isinstance(constant, Constant) or not (constant.value is None or isinstance(constant.value, bool)):
        return None
    asked = (comparison.operator, constant.value)
    if asked in _SAME:
        return _true_way(body, other, values, polarity)
    return _true_way(body, other, values, not polarity) if asked in _OPPOSITE else None


def is_falsy(body: Body, value: Value) -> bool:
    """Whether a value is a constant that counts as false."""
    instruction = body.code[origin(body, value)]
    return isinstance(instruction, Constant) and not instruction.value


def decides(body: Body, value: Value) -> bool:
    """Whether a test reads the value, itself or as part of a comparison or a choice."""
    readers = {value}
    for at in range(value + 1, len(body.code)):
        if not readers.isdisjoint(_parts(body.code[at])):
            readers.add(at)
    return any(block.test in readers for block in body.blocks)


def _parts(instruction: Instruction) -> tuple[Value, ...]:
    if isinstance(instruction, Assign):
        return (instruction.value,)
    if isinstance(instruction, Operate):
        return tuple(instruction.operands)
    return tuple(instruction.values) if isinstance(instruction, Phi) else ()


@dataclass(frozen=True, slots=True)
class Exit:
    """One way out of a function: the `return` or `yield`, or -1 where its block is the last, and the value."""

    block: int
    instruction: int = -1
    value: Value = -1

    def is_open(self, way: Reached) -> bool:
        """Whether control can leave here."""
        return way.passes(self.block) if self.instruction < 0 else way.comes_to(self.instruction)


def exits(body: Body, *, at_yields: bool = False) -> tuple[Exit, ...]:
    """The ways by which a function comes back to its caller other than by raising; of a generator its yields."""
    if at_yields:
        yields = (at for at, one in enumerate(body.code) if isinstance(one, Yield))
        return tuple(Exit(block_of(body, at), at) for at in yields)
    found = []
    for number, block in enumerate(body.blocks):
        if block.successors:
            continue
        last = body.code[block.last - 1] if block.last > block.first else None
        if isinstance(last, Return):
            found.append(Exit(number, block.last - 1, last.value))
        elif not isinstance(last, Raise):
            found.append(Exit(number))
    return tuple(found)
