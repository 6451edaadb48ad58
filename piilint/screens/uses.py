"""Who reads what in a function: names by the instructions that read them, values by those that use them."""

from __future__ import annotations

from dataclasses import dataclass, field

from piilint.ir.instructions import Import, LoadAttribute, LoadCell, MakeFunction, Name, Value
from piilint.ir.operands import operands
from piilint.ir.program import Program


@dataclass(slots=True)
class Uses:
    """Those of one function; `made` are the instructions that make the function of that number in its module."""

    by_name: dict[str, list[Value]] = field(default_factory=dict)
    made: dict[int, list[Value]] = field(default_factory=dict)
    readers: dict[Value, list[int]] = field(default_factory=dict)


@dataclass(slots=True)
class AllUses:
    """Answers about one program, each function looked through once."""

    program: Program
    _uses: dict[int, Uses] = field(default_factory=dict, repr=False)

    def of(self, function: int) -> Uses:
        """The uses in one function."""
        known = self._uses.get(function)
        if known is None:
            known = self._uses[function] = Uses()
            for at, instruction in enumerate(self.program.functions[function].body.code):
                for value in operands(instruction):
                    known.readers.setdefault(value, []).append(at)
                if isinstance(instruction, MakeFunction):
                    known.made.setdefault(instruction.function, []).append(at)
                elif isinstance(instruction, Name | Import | LoadAttribute | LoadCell):
                    known.by_name.setdefault(instruction.name, []).append(at)
        return known
