"""The order in which a look runs over a function's blocks, and when it ends.

Blocks stand in the order of their code. Each runs once; where a block jumps back, the blocks of that loop run again
until neither their values nor their memory change. So code outside loops is interpreted exactly once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from piilint.ir.instructions import Raise
from piilint.propagate.memory import State, join_states, same_states

if TYPE_CHECKING:
    from piilint.propagate.run import FunctionRun

MAX_ROUNDS = 6
"""Loops settle in two or three rounds; beyond `WIDEN_FROM`, values are only ever joined, and here a loop ends."""
WIDEN_FROM = 3


class Settling:
    """The memory before and after each block of one look."""

    def __init__(self, run: FunctionRun) -> None:
        self.run = run
        self.blocks = run.body.blocks
        self.before: list[list[int]] = [[] for _ in self.blocks]
        self.protected: dict[int, list[int]] = {}
        self.jumps_back: dict[int, int] = {}
        self.depth = [0] * len(self.blocks)
        for number, block in enumerate(self.blocks):
            for successor in block.successors:
                self.before[successor].append(number)
                if successor <= number:
                    self.jumps_back[number] = min(successor, self.jumps_back.get(number, successor))
                    for inside in range(successor, number + 1):
                        self.depth[inside] += 1
            if block.handler >= 0:
                self.protected.setdefault(block.handler, []).append(number)
        self.ins: list[State | None] = [None] * len(self.blocks)
        self.outs: list[State | None] = [None] * len(self.blocks)
        # where a block ends since what it calls never returns
        self.ends: dict[int, State] = {}

    def settle(self) -> State:
        """Run until nothing changes; the memory where the function returns."""
        rounds: dict[int, int] = {}
        started: dict[int, int] = {}
        version = 0
        number = 0
        while number < len(self.blocks):
            started.setdefault(number, version)
            if self._run(number, rounds.get(number, 0)):
                version += 1
            header = self.jumps_back.get(number)
            if header is not None and version > started.get(header, -1) and rounds.get(header, 0) < MAX_ROUNDS:
                rounds[header] = rounds.get(header, 0) + 1
                for inside in range(header, number + 1):
                    started.pop(inside, None)
                    if inside != header:
                        rounds[inside] = max(rounds.get(inside, 0), rounds[header])
                number = header
            else:
                number += 1
        exits = [
            state
            for place, block in enumerate(self.blocks)
            if not block.successors and (state := self.outs[place]) is not None and not self._raises(place)
        ]
        return join_states(exits) if exits else State()

    def _run(self, number: int, round_: int) -> bool:
        """Run one block; whether a value or the memory after it changed."""
        run, block = self.run, self.blocks[number]
        entering = [state for place in self.before[number] if (state := self.outs[place]) is not None]
        for place in self.protected.get(number, ()):
            entering.extend(state for state in (self.ins[place], self.outs[place]) if state is not None)
            if place in self.ends:
                entering.append(self.ends[place])
        if number and not entering:
            return False
        run.state = join_states(entering) if entering else State()
        if block.handler >= 0:
            self.ins[number] = run.state.copy()
        run.handler, run.never, run.in_loop = block.handler, False, self.depth[number] > 0
        changed = run.run_block(number, round_ >= WIDEN_FROM)
        old = self.outs[number]
        self.outs[number] = None if run.never else run.state
        if run.never and block.handler >= 0:
            self.ends[number] = run.state
        if not self.depth[number]:
            return True
        if run.never:
            return changed or old is not None
        return changed or old is None or not same_states(old, run.state)

    def _raises(self, number: int) -> bool:
        block = self.blocks[number]
        return block.last > block.first and isinstance(self.run.code[block.last - 1], Raise)
