"""Whether code walks over an object's own fields: `getattr(row, column.name) for column in row.__table__.columns`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from piilint.ir import instructions as ir
from piilint.propagate.atoms import Alloc, Inst, Sym, Value
from piilint.propagate.guesses import read_sources
from piilint.propagate.memory import joined
from piilint.propagate.things import things_of
from piilint.terms.access_path import attribute

if TYPE_CHECKING:
    from piilint.propagate.run import FunctionRun

MAX_HOPS = 12


def own_fields(run: FunctionRun, value: Value, at: int) -> Value:
    """What the class of an object says is personal in it, where a call reads one of its fields after another."""
    call = run.code[at] if 0 <= at < len(run.code) else None  # a page class may have no code
    if not isinstance(call, ir.Call) or len(call.arguments) < 2:
        return {}
    object_, name = call.arguments[:2]
    if not _leads_to(run.code, name, _origin(run.code, object_)):
        return {}
    parts: list[Value] = []
    for atom, hop in value.items():
        if isinstance(atom, Sym):
            run.want(atom)
        for thing in things_of(run, atom) if isinstance(atom, (Sym, Inst)) else ():
            if isinstance(thing, (Inst, Alloc)) and thing.cls >= 0:
                names = run.engine.personal_fields(thing.cls)
                parts.extend(read_sources(run, {atom: hop}, attribute(one), at) for one in names)
    return joined(parts)


def _origin(code: list[ir.AnyInstruction], value: int) -> object:
    """What two values have in common that are one object: the same instruction, parameter, name or variable's cell."""
    for _ in range(MAX_HOPS):
        instruction = code[value] if value >= 0 else None
        if isinstance(instruction, ir.Assign):
            value = instruction.value
        elif isinstance(instruction, ir.Parameter):
            return "parameter", instruction.index
        elif isinstance(instruction, (ir.Name, ir.LoadCell)):
            return "name", instruction.name
        else:
            return value
    return value


def _leads_to(code: list[ir.AnyInstruction], value: int, wanted: object) -> bool:
    """Whether a value is an element, or a part of one, of something that is read from the wanted object."""
    iterated = False
    for _ in range(MAX_HOPS):
        instruction = code[value] if value >= 0 else None
        if isinstance(instruction, (ir.Iterate, ir.Unpack)):
            iterated, value = True, instruction.value
        elif isinstance(instruction, ir.Assign):
            value = instruction.value
        elif isinstance(instruction, (ir.LoadAttribute, ir.LoadItem)):
            value = instruction.object
        elif isinstance(instruction, ir.Call):
            # fields(row), row.keys(), filter(is_shown, row.columns)
            arguments = [one for one in instruction.arguments if _origin(code, one) == wanted]
            plain = isinstance(code[instruction.callee], ir.Name) and instruction.arguments
            value = arguments[0] if arguments else instruction.arguments[-1] if plain else instruction.callee
        else:
            break
        if iterated and _origin(code, value) == wanted:
            return True
    return False
