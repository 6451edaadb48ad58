"""Questions about the blocks of a function: dominance, what surely ran before an instruction, and what a body is."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator
from itertools import pairwise

from piilint.ir.instructions import Exit, Raise, Return, Yield
from piilint.ir.module import Block, Body
from piilint.ir.operands import operands

MOST_IN_ORDER = 16
"""Yields of one generator that are told apart by their order; those behind may come at any time."""


def block_of(body: Body, instruction: int) -> int:
    """The number of the block that an instruction stands in. Blocks are in the order of their code."""
    return bisect_right(body.blocks, instruction, key=lambda block: block.first) - 1


def dominators(body: Body, block: int) -> Iterator[int]:
    """The block itself and then each of its dominators, up to the entry."""
    while block >= 0:
        yield block
        block = body.blocks[block].dominator


def dominates(body: Body, a: int, b: int) -> bool:
    """Whether instruction a has run whenever instruction b runs. An instruction dominates itself."""
    block_a, block_b = block_of(body, a), block_of(body, b)
    if block_a == block_b:
        return a <= b
    return block_a in dominators(body, block_b)


def tests_before(body: Body, instruction: int) -> Iterator[tuple[int, bool]]:
    """The tests that went one way for sure before an instruction: (value, whether it was true), innermost first."""
    chain = list(dominators(body, block_of(body, instruction)))
    for inner, outer in pairwise(chain):
        block = body.blocks[outer]
        if block.test < 0 or len(block.successors) < 2:
            continue
        for polarity, successor in zip((True, False), block.successors, strict=False):
            if successor == inner and _only_from(body.blocks, successor, outer):
                yield block.test, polarity


def coming(body: Body, number: int, operands: list[int], dead: Collection[int]) -> list[int]:
    """Those operands of a phi in a block that come there by a way other than through dead blocks."""
    before = [place for place, block in enumerate(body.blocks) if number in block.successors]
    ways = [place for place in before if place not in dead]
    if len(ways) == len(before):
        return operands
    around = {one for place in ways for one in dominators(body, place)}
    # a value whose block stands on no living way is made on a dead one
    return [one for one in operands if block_of(body, one) in around]


def with_bodies(body: Body) -> list[tuple[int, int]]:
    """The bodies of `with`, the inner ones first: (where it is entered, where it is left for the last time)."""
    ends: dict[int, int] = {}
    for at, instruction in enumerate(body.code):
        if isinstance(instruction, Exit):
            ends[instruction.entered] = at
    return sorted(ends.items(), reverse=True)


def listens(body: Body) -> bool:
    """Whether a generator does something with what is sent into it or thrown, or hands it on."""
    yields = {at for at, one in enumerate(body.code) if isinstance(one, Yield)}
    if any(one.delegate for one in body.code if isinstance(one, Yield)):
        return True
    if any(block.handler >= 0 and any(block.first <= at < block.last for at in yields) for block in body.blocks):
        return True
    return any(operand in yields for instruction in body.code for operand in operands(instruction))


def hands_out(body: Body) -> bool:
    """Whether a generator yields one thing once, as a manager does, and goes on when that was used."""
    yields = [at for at, one in enumerate(body.code) if isinstance(one, Yield)]
    if len(yields) != 1 or body.code[yields[0]].delegate:  # type: ignore[union-attr]
        return False
    return not is_in_loop(body, block_of(body, yields[0]))


def first_yields(body: Body) -> list[int]:
    """The yields of a generator that surely come one after another, from the first on, as far as `MOST_IN_ORDER`; none
    of one that has a single yield, for of that the order tells nothing."""
    yields = [at for at, one in enumerate(body.code) if isinstance(one, Yield)]
    found: list[int] = []
    for number, at in enumerate(yields[:MOST_IN_ORDER] if len(yields) > 1 else ()):
        instruction = body.code[at]
        if isinstance(instruction, Yield) and instruction.delegate:
            break
        if is_in_loop(body, block_of(body, at)) or not all(dominates(body, at, one) for one in yields[number + 1 :]):
            break
        found.append(at)
    return found


def is_in_loop(body: Body, block: int) -> bool:
    """Whether control may come back to a block."""
    loops = ((successor, number) for number, one in enumerate(body.blocks) for successor in one.successors)
    return any(first <= block <= last for first, last in loops)


def returns_from(body: Body, number: int) -> bool:
    """Whether the value of a `return` that ends a block comes to the caller: a `finally` may return another one."""
    seen: set[int] = set()
    waiting = list(body.blocks[number].successors)
    if not waiting:
        return True
    while waiting:
        inside = waiting.pop()
        if inside in seen:
            continue
        seen.add(inside)
        block = body.blocks[inside]
        last = body.code[block.last - 1] if block.last > block.first else None
        if isinstance(last, Return):
            continue
        if not block.successors and not isinstance(last, Raise):
            return True
        waiting.extend(block.successors)
    return False


def _only_from(blocks: list[Block], block: int, before: int) -> bool:
    return all(number == before or block not in other.successors for number, other in enumerate(blocks))
