"""Gives a built function its final numbering, its dominators and its encoding."""

from __future__ import annotations

import builtins
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from piilint.ir import instructions as ir
from piilint.ir.module import Block, Body, encode_body
from piilint.read.frontend.python.ssa import FIRST_PHI, BlockBuilder
from piilint.read.frontend.python.survey import LINE_SHIFT

if TYPE_CHECKING:
    from piilint.read.frontend.python.builder import FunctionBuilder

_BUILTINS = frozenset(dir(builtins))
_ORDINAL = (1 << LINE_SHIFT) - 1


class Finished(NamedTuple):
    """An encoded body, and the final number of each value that had one while it was built."""

    body: msgspec.Raw
    numbers: list[int]


def finish(function: FunctionBuilder) -> Finished:
    """The body of a function whose code is complete."""
    variables = function.variables
    used: list[int] = []
    if variables.phis:
        variables.simplify(_BUILTINS if function.kind in ("module", "class") else None)
        wanted = variables.wanted
        used = [
            number
            for number, phi in enumerate(variables.phis)
            if phi.replaced is None and (not phi.initial or FIRST_PHI - number in wanted)
        ]
    if not used:
        numbers: list[int] = [*range(len(function.code)), *(-1 for _ in variables.phis), -2, -1]
        _follow(function, numbers)
        code = function.code
        if variables.phis:
            code = [_renumbered(instruction, numbers) for instruction in code]
        return _encoded(
            function, numbers, code, function.places, function.spans, [block.first for block in function.order]
        )
    return _with_phis(function, used)


def _follow(function: FunctionBuilder, numbers: list[int]) -> None:
    """Give replaced phis the number of what replaced them."""
    variables = function.variables
    for number, phi in enumerate(variables.phis):
        if phi.replaced is not None:
            numbers[FIRST_PHI - number] = numbers[variables.resolved(phi.replaced)]


def _with_phis(function: FunctionBuilder, used: list[int]) -> Finished:
    """Put phis at the beginning of their blocks, and initial values behind the parameters; all behind moves down."""
    variables = function.variables
    by_block: dict[int, list[int]] = {}
    initial: list[int] = []
    for number in used:
        phi = variables.phis[number]
        if phi.initial:
            initial.append(number)
        else:
            by_block.setdefault(id(phi.block), []).append(number)
    layout = _Layout(function)
    for block in function.order:
        layout.copy(block.first)
        layout.firsts.append(len(layout.code))
        if block is function.entry and initial:
            layout.copy(function.prologue)
            layout.insert(initial)
        phis = by_block.get(id(block))
        if phis is not None:
            layout.insert(phis)
    layout.copy(len(function.code))
    numbers = [*layout.numbers, *layout.inserted(), -2, -1]
    _follow(function, numbers)
    get = _RENUMBER.get
    code = [item if (rename := get(type(item))) is None else rename(item, numbers) for item in layout.code]
    return _encoded(function, numbers, code, layout.places, layout.spans, layout.firsts)


class _Layout:
    """The code while phis are put into it; `numbers` are the new places of the old instructions."""

    def __init__(self, function: FunctionBuilder) -> None:
        self._function = function
        self._done = 0
        self._inserted: dict[int, int] = {}
        self.code: list[Any] = []
        self.places: list[int] = []
        self.spans: list[int] = []
        self.firsts: list[int] = []
        self.numbers: list[int] = []

    def copy(self, stop: int) -> None:
        """Take over the code up to a place."""
        start, function = self._done, self._function
        if stop > start:
            self.numbers.extend(range(len(self.code), len(self.code) + stop - start))
            self.code += function.code[start:stop]
            self.places += function.places[start:stop]
            self.spans += function.spans[start:stop]
            self._done = stop

    def insert(self, numbers: list[int]) -> None:
        """Put phis and initial values here; they stand on the line of what follows."""
        function = self._function
        position = min(self._done, len(function.code) - 1)
        for number in numbers:
            phi = function.variables.phis[number]
            self._inserted[number] = len(self.code)
            self.code.append(function.initial_instruction(phi.key) if phi.initial else ir.Phi(phi.operands))
            read_at = function.read_at.get(FIRST_PHI - number) if phi.initial else None
            if read_at is not None:
                self.places.append(read_at[0])
                self.spans.append(read_at[1])
            elif position >= 0:
                self.places.append(function.places[position] & ~_ORDINAL)
                self.spans.append(function.spans[position])
            else:
                self.places.append(function.here)
                self.spans.append(0)

    def inserted(self) -> list[int]:
        """The new numbers of phis, last first; -1 for those that were not put in."""
        return [self._inserted.get(number, -1) for number in range(len(self._function.variables.phis) - 1, -1, -1)]


def _encoded(
    function: FunctionBuilder,
    numbers: list[int],
    code: list[Any],
    places: list[int],
    spans: list[int],
    firsts: list[int],
) -> Finished:
    order = function.order
    for number, block in enumerate(order):
        block.number = number
    lasts = [*firsts[1:], len(code)]
    blocks = [
        Block(
            first,
            last,
            [succ.number for succ in block.succs],
            dominator,
            numbers[block.test],
            block.handler.number if block.handler is not None else -1,
        )
        for block, first, last, dominator in zip(order, firsts, lasts, _dominators(order), strict=True)
    ]
    lines = [place >> LINE_SHIFT for place in places]
    ordinals = [(place & _ORDINAL) - 1 for place in places]
    return Finished(encode_body(Body(code, blocks, lines, spans, ordinals, function.statements)), numbers)


def _dominators(order: list[BlockBuilder]) -> list[int]:
    """Immediate dominators, after Cooper, Harvey and Kennedy; one pass, since but loops' back edges point backwards."""
    found = [-1] * len(order)
    for block in order[1:]:
        preds = [block.before] if block.before is not None else block.preds
        current = -1
        for pred in preds:
            other = pred.number
            if other >= block.number or other < 0:
                continue
            while current != -1 and current != other:
                if current > other:
                    current = found[current]
                else:
                    other = found[other]
            current = other
        found[block.number] = current
    return found


def _renumbered(instruction: Any, numbers: list[int]) -> Any:
    rename = _RENUMBER.get(type(instruction))
    return instruction if rename is None else rename(instruction, numbers)


Numbers = list[int]


def _call(i: ir.Call, n: Numbers) -> ir.Call:
    keywords = [(name, n[value]) for name, value in i.keywords] if i.keywords else i.keywords
    return ir.Call(n[i.callee], [n[value] for value in i.arguments], keywords, i.stars, i.unused, i.decorator)


def _pairs(pairs: list[tuple[Any, int]], n: Numbers) -> list[tuple[Any, int]]:
    return [(name, n[value]) for name, value in pairs]


_RENUMBER: dict[type, Callable[[Any, Numbers], ir.Instruction]] = {
    ir.Assign: lambda i, n: ir.Assign(i.name, n[i.value], i.inner),
    ir.StoreName: lambda i, n: ir.StoreName(i.name, n[i.value]),
    ir.LoadAttribute: lambda i, n: ir.LoadAttribute(n[i.object], i.name),
    ir.StoreAttribute: lambda i, n: ir.StoreAttribute(n[i.object], i.name, n[i.value]),
    ir.LoadItem: lambda i, n: ir.LoadItem(n[i.object], n[i.index]),
    ir.StoreItem: lambda i, n: ir.StoreItem(n[i.object], n[i.index], n[i.value]),
    ir.Delete: lambda i, n: ir.Delete(n[i.object], n[i.index], i.name),
    ir.LoadCell: lambda i, n: ir.LoadCell(n[i.cell], i.name),
    ir.StoreCell: lambda i, n: ir.StoreCell(n[i.cell], i.name, n[i.value]),
    ir.Call: _call,
    ir.Operate: lambda i, n: ir.Operate(i.operator, [n[value] for value in i.operands]),
    ir.Build: lambda i, n: ir.Build(i.kind, [(n[key], n[value]) for key, value in i.items]),
    ir.Iterate: lambda i, n: ir.Iterate(n[i.value], i.asynchronous),
    ir.Unpack: lambda i, n: ir.Unpack(n[i.value], i.position, i.star, i.after),
    ir.Enter: lambda i, n: ir.Enter(n[i.value], i.asynchronous),
    ir.Exit: lambda i, n: ir.Exit(n[i.value], n[i.entered], i.how, i.asynchronous),
    ir.Return: lambda i, n: ir.Return(n[i.value]),
    ir.Yield: lambda i, n: ir.Yield(n[i.value], i.delegate),
    ir.Raise: lambda i, n: ir.Raise(n[i.value], n[i.cause] if i.cause >= 0 else -1),
    ir.Caught: lambda i, n: ir.Caught([n[value] for value in i.types], i.group),
    ir.Phi: lambda i, n: ir.Phi(list(dict.fromkeys([n[value] for value in i.values]))),
    ir.MakeFunction: lambda i, n: ir.MakeFunction(i.function, _pairs(i.defaults, n), _pairs(i.captures, n)),
    ir.MakeClass: lambda i, n: ir.MakeClass(
        i.class_, [n[value] for value in i.bases], _pairs(i.keywords, n), _pairs(i.captures, n)
    ),
}
