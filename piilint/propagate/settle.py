"""The order in which a look runs over a function's blocks, and when it ends.

Blocks stand in the order of their code. Each runs once; where a loop ends, its blocks run again if something that its
next round would start with is not what this round started with: a variable that goes round, or the memory. So code
outside loops is interpreted once, and so is a loop that carries nothing from one round to the next.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from piilint.ir.instructions import Phi, Raise
from piilint.propagate.decisions import decided
from piilint.propagate.meetings import holds_more, join_states
from piilint.propagate.memory import State, joined
from piilint.propagate.turn_starts import Start
from piilint.propagate.turns import Turns, elements_in_turn

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
        self.last_of = ends
        self.rounds = [0] * len(self.blocks)
        # loops whose turns were looked at one by one and grew more than that is good for
        self.endless: set[int] = set()
        # the loops whose turns are being looked at one by one, and how many turns they have all together
        self.in_turn: set[int] = set()
        self.known_turns = 1

    def settle(self) -> State:
        """Run until nothing changes; the memory where the function returns."""
        self._through(0, len(self.blocks))
        exits = [
            state
            for place, block in enumerate(self.blocks)
            if not block.successors and (state := self.outs[place]) is not None and not self._raises(place)
        ]
        return join_states(exits) if exits else State(None, self.run.engine.heat)

    def _through(self, number: int, end: int) -> None:
        """Run the blocks from one to before another."""
        rounds = self.rounds
        while number < end:
            if number in self.headers and self._in_turn(number):
                number = self.last_of[number] + 1
                continue
            self._run(number, rounds[number])
            loops = [one for one in self.loops.get(number, ()) if one not in self.in_turn]
            again = next((one for one in loops if self._goes_on(one, rounds[one])), None)
            if again is None:
                for header in loops:
                    self._leave(header)
                number += 1
                continue
            for inside in range(again + 1, number + 1):
                rounds[inside] = max(rounds[inside] if inside not in self.headers else 0, rounds[again] + 1)
            rounds[again] += 1
            number = again

    def _in_turn(self, header: int) -> bool:
        """Look at each turn of a loop for itself; False where its elements are not known."""
        run, last = self.run, self.last_of[header]
        if header in self.endless or self.rounds[header] >= WIDEN_FROM or not run.function.is_python:
            return False
        entering = self._entering(header, [place for place in self.before[header] if place < header])
        if not entering:
            return False
        block, places = self.blocks[header], range(header, last + 1)
        first, end = block.first, self.blocks[last].last
        step = first + sum(1 for at in range(first, block.last) if isinstance(run.code[at], Phi))
        run.state = join_states(entering)
        elements = elements_in_turn(run, step, end, self.known_turns)
        if elements is None:
            return False
        back = [place for place in self.before[header] if place >= header]
        following = Start.NEXT if len(back) == 1 else Start.WAYS
        turns, turn, around = Turns(run, first, end), run.turn, self.known_turns
        self.in_turn.add(header)
        self.known_turns = around * len(elements)
        number = 0
        while entering and elements is not None and number < len(elements):
            self._forget(places)
            run.turn, run.elements[step] = (*turn, number), elements[number]
            run.starts[header] = following if number else Start.FIRST
            self._run(header, 0, entering)
            self._through(header + 1, last + 1)
            entering = self._note(turns, header)
            number += 1
            if entering:
                # the loop may change what it goes through
                run.state = join_states(entering)
                elements = elements_in_turn(run, step, end, around, elements)
        run.turn, self.known_turns = turn, around
        self.in_turn.discard(header)
        run.elements.pop(step, None)
        run.starts.pop(header, None)
        if entering and elements is None:
            self.endless.add(header)
            self._forget(places)
            return False
        run.starts[header] = following
        self._close(turns, header, entering)
        run.starts.pop(header)
        return True

    def _forget(self, places: range) -> None:
        """A turn begins: what an earlier one left in these blocks is not there."""
        for place in places:
            self.ins[place] = self.outs[place] = None
            self.ends.pop(place, None)
            self.run.dead.discard(place)
            self.run.raised.pop(place, None)
            self.rounds[place] = 0

    def _note(self, turns: Turns, header: int) -> list[State]:
        """A turn is over: keeps what it left where control goes out of the loop; with what the next one begins."""
        places = range(header, self.last_of[header] + 1)
        turns.note(frozenset(place for place in places if place in self.run.dead))
        for place in places[1:]:
            state, block = self.outs[place], self.blocks[place]
            beyond = [one for one in block.successors if one not in places]
            if state is not None and (not block.successors or any(self._is_open(place, one) for one in beyond)):
                turns.keep(place, state)
            if block.handler >= 0 and block.handler not in places:
                for one in (self.ins[place], state, self.ends.get(place)):
                    if one is not None:
                        turns.keep(-1 - place, one)
        return self._entering(header, [place for place in self.before[header] if place >= header])

    def _close(self, turns: Turns, header: int, entering: list[State]) -> None:
        """The loop is over: the memory and the values that code behind it finds."""
        run = self.run
        places = range(header, self.last_of[header] + 1)
        self._forget(places[1:])
        for place in places[1:]:
            kept, raising = turns.states.get(place), turns.states.get(-1 - place)
            self.outs[place] = join_states(kept) if kept else None
            self.ins[place] = join_states(raising) if raising else None
            for at in range(self.blocks[place].first, self.blocks[place].last):
                run.decided.pop(at, None)
        if entering:
            self._run(header, 0, entering)
        else:
            self.outs[header] = None
        run.dead.update(turns.dead or ())
        # by itself a loop ends with the variables of its last turn
        turns.restore(self.blocks[header].first if turns.states or not entering else self.blocks[header].last)

    def _entering(self, number: int, before: list[int]) -> list[State]:
        """The memory with which control comes to a block from those of others that lead there."""
        run = self.run
        return [
            state
            for place in before
            if (state := self.outs[place]) is not None
            and (not (run.decided or run.context) or self._is_open(place, number))
        ]

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

    def _run(self, number: int, round_: int, entering: list[State] | None = None) -> None:
        """Run one block; `entering`: the memory with which it starts, where that is not what all ways to it leave."""
        run, block = self.run, self.blocks[number]
        entering = self._entering(number, self.before[number]) if entering is None else list(entering)
        for place in self.protected.get(number, ()):
            entering.extend(state for state in (self.ins[place], self.outs[place]) if state is not None)
            if place in self.ends:
                entering.append(self.ends[place])
        if number and not entering:
            if run.dead or run.decided:
                # all ways here are through what never returns
                run.dead.add(number)
            return
        run.state = join_states(entering) if entering else State(None, run.engine.heat)
        if block.handler >= 0:
            self.ins[number] = run.state.copy()
        if number in self.headers:
            self.started[number] = run.state.copy()
        run.handler, run.never = block.handler, False
        run.in_loop = self.depth[number] > len(self.in_turn)
        run.run_block(number, round_ >= WIDEN_FROM)
        if block.test >= 0 and not run.context:
            decided(run, block.test)  # asks callers what is tested
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
