"""What surrounds a statement and catches its jumps: loops, `finally` blocks and managers that run first."""

from __future__ import annotations

from collections.abc import Iterator

from piilint.read.frontend.python.ssa import BlockBuilder


class Frame:
    """Base of what `break`, `continue` and `return` meet on their way out."""

    __slots__ = ()


class Loop(Frame):
    """A loop: where `break` and `continue` go."""

    __slots__ = ("again", "exit")

    def __init__(self, exit: BlockBuilder, again: BlockBuilder) -> None:  # noqa: A002 - the word of the trade
        self.exit = exit
        self.again = again


class Finally(Frame):
    """A `finally`: the block of its copy for those who leave, and the ways that they want to go on afterwards."""

    __slots__ = ("block", "leaving")

    def __init__(self, block: BlockBuilder) -> None:
        self.block = block
        self.leaving: list[str] = []


class With(Frame):
    """A `with`: its manager, what entering gave, and the blocks that raise out of its body."""

    __slots__ = ("asynchronous", "entered", "handler", "manager", "raises")

    def __init__(self, manager: int, entered: int, asynchronous: bool, handler: BlockBuilder | None) -> None:
        self.manager = manager
        self.entered = entered
        self.asynchronous = asynchronous
        self.handler = handler
        self.raises: list[BlockBuilder] = []


def left(frames: list[Frame], way: str) -> Iterator[With]:
    """The managers that `break`, `continue` or `return` leaves before it meets a `finally` or its goal."""
    for frame in reversed(frames):
        if isinstance(frame, With):
            yield frame
        elif isinstance(frame, Finally) or way != "return":
            return


def target(frames: list[Frame], way: str) -> BlockBuilder | None:
    """Where `break`, `continue` or `return` goes next; None: out of the function."""
    for frame in reversed(frames):
        if isinstance(frame, Finally):
            if way not in frame.leaving:
                frame.leaving.append(way)
            return frame.block
        if isinstance(frame, Loop) and way != "return":
            return frame.exit if way == "break" else frame.again
    return None
