"""What a class of forms declares fields with: whether they show something, hold other forms, or several fields."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from piilint.ir import instructions as ir
from piilint.terms.pattern import PatternIndex

if TYPE_CHECKING:
    from piilint.ir.program import Class, Function
    from piilint.propagate.listings import Listings
    from piilint.terms.record_specs import RecordSpec


@dataclass(frozen=True, slots=True)
class Held:
    """What a field holds: forms of these classes (none: plain fields), one or several."""

    classes: tuple[int, ...]
    several: bool


def held_by(listings: Listings, cls: int, name: str, spec: RecordSpec) -> Held | None:
    """What a field of a class holds; None where it is a plain field."""
    if not spec.nested and not spec.repeated:
        return None
    for base in listings.facts.program.classes[cls].mro:
        holder = listings.facts.program.classes[base] if isinstance(base, int) else None
        for field in holder.ir.fields if holder is not None else ():
            if holder is not None and field.name == name and field.value >= 0 and not field.on_self:
                return _held(listings, holder, listings.function_of(holder, field), field.value, spec)
    return None


def _held(listings: Listings, holder: Class, function: Function, operand: int, spec: RecordSpec) -> Held | None:
    call = function.body.code[operand]
    while isinstance(call, ir.Assign):
        call = function.body.code[call.value]
    if not isinstance(call, ir.Call) or not call.arguments:
        return None
    written = listings.facts.name_of_value(function, call.callee)
    if _is(spec.nested, written):
        return Held(tuple(listings.classes_in(holder, function, call.arguments[0])), several=False)
    if _is(spec.repeated, written):
        inner = _held(listings, holder, function, call.arguments[0], spec)
        return Held(inner.classes if inner is not None else (), several=True)
    return None


def _is(patterns: tuple[str, ...], written: str) -> bool:
    index = PatternIndex((pattern, True) for pattern in patterns)
    return any(True for _ in index.find(written))


def draws(listings: Listings, cls: int, name: str) -> bool:
    """Whether an object of a class has a field that shows something in place of what the class declares."""
    program = listings.facts.program
    bases = [base for base in program.classes[cls].mro if isinstance(base, int)] if listings.filled(cls) else []
    declared = (one for base in bases for one in program.classes[base].ir.fields if one.name == name)
    return any(bool(one.value_call) and not one.on_self for one in declared)
