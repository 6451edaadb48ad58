"""Writes one function's code, block by block."""

from __future__ import annotations

from dataclasses import dataclass, field

from piilint.ir.instructions import NONE, AnyInstruction, Value
from piilint.ir.module import Block, Body
from piilint.read.frontend.template.dominance import immediate_dominators

Label = int
"""A block before it has its number."""

Span = tuple[int, int]
"""First and last line of a tag."""


@dataclass(slots=True)
class _Draft:
    label: Label
    first: int
    last: int = -1
    successors: list[Label] = field(default_factory=list)
    test: Value = NONE


class BodyBuilder:
    """Collects instructions into blocks. Control flow is structured, so blocks are written in the order of the text.

    A block ends by `jump` or `branch`; then `start` begins the next one. Blocks that nothing leads to get no way out,
    so that no value that cannot arrive is joined.
    """

    def __init__(self) -> None:
        self.code: list[AnyInstruction] = []
        self._lines: list[int] = []
        self._spans: list[int] = []
        self._statements: dict[Span, int] = {}
        self._labels = 1
        self._blocks = [_Draft(0, 0)]
        self._entered = {0}

    @property
    def reachable(self) -> bool:
        """Whether control can come to the block that is being written."""
        return self._blocks[-1].label in self._entered

    def emit(self, instruction: AnyInstruction, line: int, statement: Span) -> Value:
        """Appends an instruction and returns the value that it makes."""
        self.code.append(instruction)
        self._lines.append(line)
        self._spans.append(self._statements.setdefault(statement, len(self._statements)))
        return len(self.code) - 1

    def patch(self, value: Value, instruction: AnyInstruction) -> None:
        """Replaces a `Phi` whose operands were not known yet."""
        self.code[value] = instruction

    def new_label(self) -> Label:
        """A block to come."""
        self._labels += 1
        return self._labels - 1

    def jump(self, target: Label) -> None:
        """Ends the block: control goes to `target`."""
        self._end([target], NONE)

    def branch(self, test: Value, yes: Label, no: Label) -> None:
        """Ends the block: control goes to `yes` where `test` is true; either way where it is NONE."""
        self._end([yes, no], test)

    def start(self, label: Label) -> None:
        """Begins a block."""
        self._blocks.append(_Draft(label, len(self.code)))

    def finish(self) -> Body:
        """The whole body."""
        if self._blocks[-1].last < 0:
            self._end([], NONE)
        kept = [block for block in self._blocks if block.label in self._entered or block.last > block.first]
        number = {block.label: position for position, block in enumerate(kept)}
        successors = [[number[label] for label in block.successors] for block in kept]
        dominators = immediate_dominators(successors)
        blocks = [
            Block(block.first, block.last, successors[position], dominators[position], block.test)
            for position, block in enumerate(kept)
        ]
        return Body(self.code, blocks, self._lines, self._spans, [-1] * len(self.code), list(self._statements))

    def _end(self, targets: list[Label], test: Value) -> None:
        block = self._blocks[-1]
        block.last = len(self.code)
        if self.reachable:
            block.successors = targets
            block.test = test
            self._entered.update(targets)
