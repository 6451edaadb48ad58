"""What stands on a line: the functions and instructions, parameters and declarations of fields."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from piilint.ir.program import Function, Module, Program
from piilint.terms.sources import Sources
from piilint.terms.specs import FoundSource
from piilint.terms.watched import Meaning, Spot


@dataclass(frozen=True, slots=True)
class Standing:
    """(function, instructions) of the line, (function, index) of parameters, (class, field) of declarations."""

    code: tuple[tuple[int, tuple[int, ...]], ...]
    parameters: tuple[tuple[int, int], ...]
    fields: tuple[tuple[int, str], ...]

    @property
    def functions(self) -> tuple[int, ...]:
        """The functions that have something on the line."""
        return tuple(dict.fromkeys(function for function, _ in (*self.code, *self.parameters)))


def standing_at(program: Program, spot: Spot) -> Standing:
    """What stands on the line itself; where nothing does, the statement that goes on over it."""
    modules = [one for one in program.modules if one.path == spot.path]
    code = [found for module in modules for found in _code_at(program, module, _line_of(module, spot))]
    parameters = [
        (function.id, index)
        for module in modules
        for function in _functions(program, module)
        for index, one in enumerate(function.ir.parameters)
        if one.line == _line_of(module, spot)
    ]
    fields = [
        (cls.id, one.name)
        for module in modules
        for cls in program.classes
        if cls.module.id == module.id
        for one in cls.ir.fields
        if one.line <= _line_of(module, spot) <= one.end_line
    ]
    return Standing(tuple(code), tuple(parameters), tuple(dict.fromkeys(fields)))


def next_line(program: Program, spot: Spot) -> int | None:
    """The next line of the spot's file or cell on which code stands; None where there is none."""
    found: list[int] = []
    for module in (one for one in program.modules if one.path == spot.path):
        cells = module.ir.cells
        first, last = cells[spot.cell - 1] if spot.cell and spot.cell <= len(cells) else (1, module.ir.lines)
        start = _line_of(module, spot)
        lines = {line for function in _functions(program, module) for line in function.body.lines}
        found += [line - first + 1 for line in lines if start < line <= last]
    return min(found, default=None)


def _functions(program: Program, module: Module) -> list[Function]:
    return program.functions[module.first_function : module.first_function + len(module.ir.functions)]


def _line_of(module: Module, spot: Spot) -> int:
    """The line in the text that was lowered; a notebook's cells follow one another there."""
    if spot.cell is None or spot.cell > len(module.ir.cells):
        return spot.line
    return module.ir.cells[spot.cell - 1][0] + spot.line - 1


def _code_at(program: Program, module: Module, line: int) -> Iterator[tuple[int, tuple[int, ...]]]:
    exact, around = [], []
    for function in _functions(program, module):
        if not function.ir.line <= line <= function.ir.end_line and function.ir.kind != "module":
            continue
        body = function.body
        here = tuple(at for at, own in enumerate(body.lines) if own == line)
        if here:
            exact.append((function.id, here))
        within = tuple(
            at
            for at, span in enumerate(body.spans)
            if span >= 0 and body.statements[span][0] <= line <= body.statements[span][1]
        )
        if within:
            around.append((function.id, within))
    yield from exact or around


def meanings_at(standing: Standing, sources: Sources) -> list[tuple[Meaning, FoundSource]]:
    """The sources that stand on the line by themselves, whatever is known of the values."""
    found: dict[tuple[str, str, str], tuple[Meaning, FoundSource]] = {}

    def add(source: FoundSource | None, excused: bool = False) -> None:
        if source is not None:
            told = Meaning(source.data, source.owner, source.evidence, source.confidence, excused)
            found.setdefault((source.data, source.owner, source.evidence), (told, source))

    for owner, name in standing.fields:
        add(sources.fields.get((owner, name)))
    for parameter in standing.parameters:
        for source in sources.parameters.get(parameter, ()):
            add(source)
    for function, instructions in standing.code:
        for at in instructions:
            for source in sources.reads.get((function, at), ()):
                add(source, (function, at) in sources.not_personal)
    return list(found.values())
