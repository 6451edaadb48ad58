"""Fields of a class that show no value: what stands in them is hidden, or left out when they are drawn."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from piilint.ir import instructions as ir
from piilint.terms.pattern import PatternIndex

if TYPE_CHECKING:
    from piilint.ir.program import Class, Function
    from piilint.propagate.listings import Listings
    from piilint.terms.record_specs import RecordSpec


def unseen_fields(listings: Listings, cls: int, spec: RecordSpec) -> frozenset[str]:
    """The names of the fields that show no value, by what declares them and by what draws them."""
    known = listings.unseen.get(cls)
    if known is None:
        found = _found(listings, cls, spec) if spec.unseen else ()
        known = listings.unseen[cls] = frozenset(name for name, unseen in found if unseen)
    return known


def _found(listings: Listings, cls: int, spec: RecordSpec) -> Iterator[tuple[str, bool]]:
    index = PatternIndex((pattern, True) for pattern in spec.unseen)
    said = listings.value_of(cls, spec.unseen_from) if spec.unseen_from is not None else None
    if said is not None:
        holder, field = said
        function = listings.function_of(holder, field)
        code = function.body.code
        table = _behind(code, field.value)
        for name, operand in table.items if isinstance(table, ir.Build) and table.kind == "dict" else ():
            named = code[name] if name >= 0 else None
            if isinstance(named, ir.Constant) and isinstance(named.value, str):
                yield named.value, _is_unseen(listings, holder, function, operand, index, spec)
    declared: set[str] = set()
    for base in listings.facts.program.classes[cls].mro:
        holder_of_fields = listings.facts.program.classes[base] if isinstance(base, int) else None
        for one in holder_of_fields.ir.fields if holder_of_fields is not None else ():
            if holder_of_fields is not None and not one.on_self and one.value >= 0 and one.name not in declared:
                declared.add(one.name)
                function = listings.function_of(holder_of_fields, one)
                yield one.name, _is_unseen(listings, holder_of_fields, function, one.value, index, spec)


def _is_unseen(
    listings: Listings, holder: Class, function: Function, operand: int, index: PatternIndex[bool], spec: RecordSpec
) -> bool:
    """Whether a value is a class, or is made by a call, whose fields show no value, or is drawn by one."""
    code = function.body.code
    value = _behind(code, operand)
    options = dict(value.keywords) if isinstance(value, ir.Call) else {}
    shown = code[options[spec.seen_with]] if spec.seen_with in options else None
    if isinstance(shown, ir.Constant) and shown.value is True:
        return False
    named = value.callee if isinstance(value, ir.Call) else operand
    names = [listings.facts.name_of_value(function, named)]
    for cls in listings.classes_in(holder, function, named):
        names += listings.facts.class_names(cls) if cls >= 0 else ()
    if any(True for name in names for _ in index.find(name)):
        return True
    drawn_by = options.get(spec.unseen_by or "")
    return drawn_by is not None and _is_unseen(listings, holder, function, drawn_by, index, spec)


def _behind(code: list[ir.AnyInstruction], operand: int) -> ir.AnyInstruction:
    instruction = code[operand]
    while isinstance(instruction, ir.Assign):
        instruction = code[instruction.value]
    return instruction
