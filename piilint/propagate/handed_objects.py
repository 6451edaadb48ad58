"""Methods that a library hands an object of a class that the class around names: `perform_create(serializer)`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from piilint.ir import instructions as ir

if TYPE_CHECKING:
    from piilint.ir.program import Class
    from piilint.propagate.listings import Listings
    from piilint.terms.record_specs import RecordSpec


def handed_objects(listings: Listings) -> dict[int, int]:
    """By method: the class of what it is handed after the receiver."""
    found: dict[int, int] = {}
    said = any(record.handed_to for record in listings.facts.knowledge.rulebook.record)
    for cls in listings.facts.program.classes if said else ():
        for spec in listings.records_of(cls.id) if cls.external_bases else ():
            methods = [cls.methods[name] for name in spec.handed_to if name in cls.methods]
            named = next(_named_by(listings, cls, spec), None) if methods else None
            if named is not None:
                found.update(dict.fromkeys(methods, named))
    return found


def _named_by(listings: Listings, cls: Class, spec: RecordSpec) -> Iterator[int]:
    """The classes that a class names: under an attribute, or as what a method of it returns."""
    program = listings.facts.program
    method = program.method(cls.id, spec.handed_by) if spec.handed_by is not None else None
    if method is not None:
        function = program.functions[method]
        for one in function.body.code:
            if isinstance(one, ir.Return) and one.value >= 0:
                yield from (named for named in listings.classes_in(cls, function, one.value) if named >= 0)
    held = listings.value_of(cls.id, spec.handed_from) if spec.handed_from is not None else None
    if held is not None:
        holder, field = held
        found = listings.classes_in(holder, listings.function_of(holder, field), field.value)
        yield from (named for named in found if named >= 0)
