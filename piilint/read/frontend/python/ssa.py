"""Static single assignment form on the fly: variables per block, and phis where control comes from several.

After Braun et al., "Simple and Efficient Construction of Static Single Assignment Form" (2013), with their recursion
turned into loops (a function may have thousands of blocks) and the removal of trivial phis left to the end.

While a function is built, values are: from 0 on, places in its code; from `FIRST_PHI` down, phis and values of
variables that nobody has assigned yet. `numbering` gives them their final numbers.
"""

from __future__ import annotations

FIRST_PHI = -3
"""Below -1 (no value) and -2 (a spread element of a display)."""


class BlockBuilder:
    """A basic block that is being built. `covered` are the blocks whose exceptions come here, but for the first."""

    __slots__ = (
        "before",
        "defs",
        "first",
        "handler",
        "incomplete",
        "last",
        "number",
        "preds",
        "sealed",
        "succs",
        "test",
    )

    def __init__(self) -> None:
        self.first = self.last = -1
        self.number = -1
        self.preds: list[BlockBuilder] = []
        self.succs: list[BlockBuilder] = []
        self.test = -1
        self.handler: BlockBuilder | None = None
        self.before: BlockBuilder | None = None
        """Of a handler: the block before the protected ones, which dominates them all."""
        self.defs: dict[str, int] = {}
        self.sealed = True
        self.incomplete: list[tuple[str, int]] = []


class Phi:
    """One of several values. `initial`: no phi, but the value that a variable has before anything is assigned."""

    __slots__ = ("block", "initial", "key", "operands", "replaced")

    def __init__(self, block: BlockBuilder, key: str, initial: bool = False) -> None:
        self.block = block
        self.key = key
        self.initial = initial
        self.operands: list[int] = []
        self.replaced: int | None = None


class Variables:
    """Who defines a variable at some point of one function."""

    __slots__ = ("_initial", "narrowed", "phis", "wanted")

    def __init__(self) -> None:
        self.phis: list[Phi] = []
        self._initial: dict[str, int] = {}
        self.narrowed: dict[int, int] = {}
        """What a variable is known to be on some way -> its value before: where both meet, the latter says it all."""
        self.wanted: set[int] = set()
        """Values of variables before anything is assigned to them that code or a phi asks for."""

    def read(self, key: str, block: BlockBuilder) -> int:
        """The value of a variable at the end of a block, for code that stands there."""
        value = self._read(key, block)
        if value <= FIRST_PHI and self.phis[FIRST_PHI - value].initial:
            self.wanted.add(value)
        return value

    def _read(self, key: str, block: BlockBuilder) -> int:
        value = block.defs.get(key)
        if value is not None:
            return value
        pending: list[tuple[Phi, list[BlockBuilder]]] = []
        value = self._look_up(key, block, pending)
        while pending:
            phi, preds = pending.pop()
            seen = phi.operands
            known = set(seen)
            for pred in preds:
                operand = pred.defs.get(key)
                if operand is None:
                    operand = self._look_up(key, pred, pending)
                if operand not in known:
                    known.add(operand)
                    seen.append(operand)
        return value

    def _look_up(self, key: str, start: BlockBuilder, pending: list[tuple[Phi, list[BlockBuilder]]]) -> int:
        """Walk up to a definition, or leave a phi with its work to do in `pending`."""
        block = start
        value: int | None = None
        while value is None:
            preds = block.preds
            if block.sealed and len(preds) == 1:
                block = preds[0]
                value = block.defs.get(key)
            elif block.sealed and not preds:
                value = self.initial(key, block)
            else:
                value = self._new_phi(key, block)
                block.defs[key] = value
                if block.sealed:
                    pending.append((self.phis[FIRST_PHI - value], preds))
                else:
                    block.incomplete.append((key, value))
        start.defs[key] = value
        return value

    def _new_phi(self, key: str, block: BlockBuilder) -> int:
        self.phis.append(Phi(block, key))
        return FIRST_PHI - len(self.phis) + 1

    def initial(self, key: str, entry: BlockBuilder) -> int:
        """The value of a variable that nobody has assigned."""
        value = self._initial.get(key)
        if value is None:
            self.phis.append(Phi(entry, key, initial=True))
            value = self._initial[key] = FIRST_PHI - len(self.phis) + 1
        return value

    def seal(self, block: BlockBuilder) -> None:
        """All ways into the block are known now."""
        block.sealed = True
        for key, value in block.incomplete:
            phi = self.phis[FIRST_PHI - value]
            for pred in block.preds:
                operand = self._read(key, pred)
                if operand not in phi.operands:
                    phi.operands.append(operand)
        block.incomplete = []

    def simplify(self, is_default: frozenset[str] | None = None) -> None:
        """Replace each phi that has but one value besides itself by that value.

        The initial value of a variable counts only where it is the sole one, or where its name is in `is_default`.
        """
        users: dict[int, list[int]] = {}
        for number, phi in enumerate(self.phis):
            for operand in phi.operands:
                if operand <= FIRST_PHI:
                    users.setdefault(operand, []).append(number)
        pending = list(range(len(self.phis) - 1, -1, -1))
        while pending:
            number = pending.pop()
            phi = self.phis[number]
            if phi.initial or phi.replaced is not None:
                continue
            me = FIRST_PHI - number
            values = self._values(phi, me, is_default)
            if len(values) <= 1 and not (values and self._is_later(values[0], phi)):
                phi.replaced = values[0] if values else self.initial(phi.key, phi.block)
                waiting = users.get(me, [])
                pending.extend(waiting)
                if phi.replaced <= FIRST_PHI:
                    users.setdefault(phi.replaced, []).extend(waiting)
        for number, phi in enumerate(list(self.phis)):
            if not phi.initial and phi.replaced is None:
                phi.operands = self._values(phi, FIRST_PHI - number, is_default)
                self.wanted.update(phi.operands)
            elif phi.replaced is not None:
                self.wanted.add(self.resolved(phi.replaced))

    def _is_later(self, value: int, phi: Phi) -> bool:
        """Whether a value is made behind a phi: in a loop, by a variable that has no value when the loop begins."""
        if value > FIRST_PHI:
            return value >= phi.block.first
        other = self.phis[FIRST_PHI - value]
        return not other.initial and other.block.first > phi.block.first

    def _values(self, phi: Phi, me: int, is_default: frozenset[str] | None) -> list[int]:
        values: list[int] = []
        unassigned = -1
        for operand in phi.operands:
            value = self.resolved(operand)
            if value == me or value in values:
                continue
            if (
                value <= FIRST_PHI
                and self.phis[FIRST_PHI - value].initial
                and not (is_default and phi.key in is_default)
            ):
                unassigned = value
            else:
                values.append(value)
        if self.narrowed:
            values = [value for value in values if not self._is_narrowed(value, values, me)]
        return values if values or unassigned == -1 else [unassigned]

    def _is_narrowed(self, value: int, values: list[int], me: int) -> bool:
        before = self.narrowed.get(value)
        return before is not None and ((known := self.resolved(before)) in values or known == me)

    def resolved(self, value: int) -> int:
        """The value that stands for a value after phis were replaced."""
        while value <= FIRST_PHI:
            replaced = self.phis[FIRST_PHI - value].replaced
            if replaced is None:
                return value
            value = replaced
        return value
