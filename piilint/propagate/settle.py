"""The order in which a look runs over a function's blocks, and when it ends.

Blocks stand in the order of their code. Each runs once; where a loop ends, its blocks run again if something that its
next round would start with is not what this round started with: a variable that goes round, or the memory. So code
outside loops is interpreted once, and so is a loop that carries nothing from one round to the next.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from piilint.ir.instructions import Phi, Raise
from piilint.propagate.decisions import ask_for_switches, decided
from piilint.propagate.meetings import holds_more, join_states
from piilint.propagate.memory import State, joined

if TYPE_CHECKING:
    from piilint.propagate.run import FunctionRun

MAX_ROUNDS = 6
"""Loops settle in one to three rounds; beyond `WIDEN_FROM`, values are only ever joined, and here a loop ends."""
WIDEN_FROM = 3


class Settling:
    """The memory before and after each block of one look."""

    def __init__(self, run: FunctionRun) -> None:
        self.run = run
        self.blocks = run.body.blocks
        self.before: list[list[int]] = [[] for _ in self.blocks]
        self.protected: dict[int, list[int]] = {}
        ends: dict[int, int] = {}
        for number, block in enumerate(self.blocks):
            for successor in block.successors:
                self.before[successor].append(number)
                if successor <= number:
                    ends[successor] = number
            if block.handler >= 0:
                self.protected.setdefault(block.handler, []).append(number)
        # the headers of the loops that end with a block, the inner ones first
        self.loops: dict[int, list[int]] = {}
        self.depth = [0] * len(self.blocks)
        for header in sorted(ends, reverse=True):
            self.loops.setdefault(ends[header], []).append(header)
            for inside in range(header, ends[header] + 1):
                self.depth[inside] += 1
        self.headers = frozenset(ends)
        # the memory with which a loop's last round started
        self.started: dict[int, State] = {}
        self.ins: list[State | None] = [None] * len(self.blocks)
        self.outs: list[State | None] = [None] * len(self.blocks)
        # where a block ends since what it calls never returns
        self.ends: dict[int, State] = {}
        ask_for_switches(run)

    def settle(self) -> State:
        """Run until nothing changes; the memory where the function returns."""
        rounds = [0] * len(self.blocks)
        number = 0
        while number < len(self.blocks):
            self._run(number, rounds[number])
            again = next((one for one in self.loops.get(number, ()) if self._goes_on(one, rounds[one])), None)
            if again is None:
                for header in self.loops.get(number, ()):
                    self._leave(header)
                number += 1
                continue
            for inside in range(again + 1, number + 1):
                rounds[inside] = max(rounds[inside] if inside not in self.headers else 0, rounds[again] + 1)
            rounds[again] += 1
            number = again
        exits = [
            state
            for place, block in enumerate(self.blocks)
            if not block.successors and (state := self.outs[place]) is not None and not self._raises(place)
        ]
        return join_states(exits) if exits else State()

    def _goes_on(self, header: int, round_: int) -> bool:
        """Whether a loop's next round would start with more than its last one did."""
        started = self.started.get(header)
        if started is None or round_ >= MAX_ROUNDS:
            return False
        run, block = self.run, self.blocks[header]
        for at in range(block.first, block.last):
            instruction = run.code[at]
            if isinstance(instruction, Phi):
                value = run.values[at]
                if any(atom not in value for atom in joined(run.values[operand] for operand in instruction.values)):
                    return True
        return any(
            holds_more(state, started)
            for place in self.before[header]
            if place >= header and (state := self.outs[place]) is not None
        )

    def _leave(self, header: int) -> None:
        """Behind the loop there is also what its rounds made: generators hand it out though no variable holds it."""
        after = self.outs[header]
        for place in self.before[header]:
            state = self.outs[place]
            if after is not None and place >= header and state is not None:
                after.adopt(state)

    def _run(self, number: int, round_: int) -> None:
        """Run one block."""
        run, block = self.run, self.blocks[number]
        entering = [
            state
            for place in self.before[number]
            if (state := self.outs[place]) is not None
            and (not (run.decided or run.context) or self._is_open(place, number))
        ]
        for place in self.protected.get(number, ()):
            entering.extend(state for state in (self.ins[place], self.outs[place]) if state is not None)
            if place in self.ends:
                entering.append(self.ends[place])
        if number and not entering:
            if run.dead or run.decided:
                # all ways here are through what never returns
                run.dead.add(number)
            return
        run.state = join_states(entering) if entering else State()
        if block.handler >= 0:
            self.ins[number] = run.state.copy()
        if number in self.headers:
            self.started[number] = run.state.copy()
        run.handler, run.never, run.in_loop = block.handler, False, self.depth[number] > 0
        run.run_block(number, round_ >= WIDEN_FROM)
        self.outs[number] = None if run.never else run.state
        if run.never:
            run.dead.add(number)
        else:
            run.dead.discard(number)
        if run.never and block.handler >= 0:
            self.ends[number] = run.state

    def _is_open(self, place: int, number: int) -> bool:
        """Whether a block's test may lead to another block."""
        block = self.blocks[place]
        if block.test < 0 or len(block.successors) < 2:
            return True
        told = decided(self.run, block.test)
        return told is None or block.successors[0 if told else 1] == number

    def _raises(self, number: int) -> bool:
        block = self.blocks[number]
        return block.last > block.first and isinstance(self.run.code[block.last - 1], Raise)
