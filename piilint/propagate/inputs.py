"""Classes that only take in what came from outside: what they list is read and checked, and not shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from piilint.ir import instructions as ir
from piilint.ir.operands import operands

if TYPE_CHECKING:
    from piilint.ir.program import Class, Function
    from piilint.propagate.facts_of_program import ProgramFacts
    from piilint.terms.record_specs import RecordSpec


def is_input_only(facts: ProgramFacts, cls: Class, record: RecordSpec) -> bool:
    """Whether the program makes objects of a class of input alone, and asks none of them for what they show."""
    uses = 0
    for number in facts.program.mentions.get(cls.ir.name, ()) if record.input_by else ():
        function = facts.program.functions[number]
        if function.module.in_test_code and not cls.module.in_test_code:
            continue
        found = _inputs(facts, function, cls, record)
        if found is None:
            return False
        uses += found
    return uses > 0


def _inputs(facts: ProgramFacts, function: Function, cls: Class, record: RecordSpec) -> int | None:
    """How often a function makes objects of input; None where it uses the class, or such an object, otherwise."""
    code = function.body.code
    meant = {at for at, one in enumerate(code) if _is_read(one, cls) and facts.name_of_value(function, at) == cls.name}
    made: set[int] = set()
    marked = 0
    for at, one in enumerate(code):
        used = meant.intersection(operands(one)) if meant else set()
        if not used or isinstance(one, ir.StoreName):
            continue
        if not isinstance(one, ir.Call):
            return None
        named = {name for name, value in one.keywords if value in used}
        if one.callee in used and record.input_by[0] in dict(one.keywords):
            made.add(at)
        elif named and named <= set(record.input_by):
            marked += 1  # said to be what a request holds
        else:
            return None
    for one in code if made else ():
        if isinstance(one, ir.LoadAttribute) and one.name in record.shown_by and _may_be(code, one.object, made):
            return None
    return len(made) + marked


def _is_read(instruction: ir.AnyInstruction, cls: Class) -> bool:
    return isinstance(instruction, (ir.Name, ir.LoadAttribute, ir.LoadCell)) and instruction.name == cls.ir.name


def _may_be(code: list[ir.AnyInstruction], value: int, made: set[int]) -> bool:
    """Whether a value may be one of the objects made in the function."""
    instruction = code[value]
    while isinstance(instruction, ir.Assign):
        value = instruction.value
        instruction = code[value]
    return value in made or isinstance(instruction, (ir.Phi, ir.LoadCell))
