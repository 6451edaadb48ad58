"""Hops: how an atom came to where it is, as linked nodes that are only unrolled for what is reported."""

from __future__ import annotations

from piilint.terms.flow import Verb

MANY = 99
"""What is not counted further."""


class Hop:
    """One step: what happened at (`function`, `instruction`), after `before`.

    A call that passed data through a callee keeps the callee's own chain in `inside`, which begins at the callee's
    port; so no chain is ever copied. `guesses` counts the calls of which nothing is known up to here, to `MANY`.
    """

    __slots__ = ("before", "function", "guesses", "inside", "instruction", "note", "unresolved", "verb")

    def __init__(
        self,
        before: Hop | None,
        verb: Verb,
        function: int,
        instruction: int,
        note: str = "",
        inside: Hop | None = None,
        unresolved: bool = False,
    ) -> None:
        self.before = before
        self.verb = verb
        self.function = function
        self.instruction = instruction
        self.note = note
        self.inside = inside
        self.unresolved = unresolved
        guesses: int = int(unresolved)
        if before is not None:
            guesses += before.guesses
        if inside is not None:
            guesses += inside.guesses
        self.guesses: int = min(guesses, MANY)


MAX_HOPS = 400
"""Longer chains are cut in the middle of recursion; no reader follows that many steps."""


def unrolled(hop: Hop | None) -> list[Hop]:
    """The chain in the order of the flow, callees' chains in their place."""
    found: list[Hop] = []
    stack: list[tuple[Hop, bool]] = [(hop, False)] if hop is not None else []
    while stack and len(found) < MAX_HOPS:
        current, entered = stack.pop()
        if entered:
            found.append(current)
            continue
        # the stack gives back in reverse: before, then the call itself, then what happened inside
        if current.inside is not None:
            stack.append((current.inside, False))
        stack.append((current, True))
        if current.before is not None:
            stack.append((current.before, False))
    return found


def first_of(hop: Hop) -> Hop:
    """The first hop of a chain."""
    while hop.before is not None:
        hop = hop.before
    return hop
