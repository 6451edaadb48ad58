"""Answers that a declared type cuts: what the library makes of a returned value before anybody sees it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from piilint.ir.aliases import written_type
from piilint.ir.instructions import Call, Constant
from piilint.ir.types import annotation_references
from piilint.propagate.atoms import EMPTY, Alloc, Atom, Cls, Value
from piilint.propagate.chosen_fields import Chosen, chosen_by
from piilint.propagate.declared_fields import mapping_of
from piilint.propagate.record_results import limited, names_in
from piilint.propagate.registrations import operand_at
from piilint.propagate.shaping import CUT, shaped

if TYPE_CHECKING:
    from piilint.ir.module import Annotation
    from piilint.propagate.run import FunctionRun
    from piilint.terms.specs import SinkSpec

DECORATOR = "decorator."


@dataclass(frozen=True, slots=True)
class Cut:
    """The type of an answer, as one function's decorator or annotation says it, and which fields are kept or dropped.

    Without `annotation` objects show all their fields. Where a class makes mappings of objects (`mapped_by`), what it
    is `chosen` to make of them is the answer.
    """

    annotation: Annotation | None
    module: int
    scope: int
    keep: frozenset[str] | None = None
    drop: frozenset[str] | None = None
    mapped_by: int = -1
    chosen: Chosen | None = None


def cut_of(run: FunctionRun, sink: SinkSpec, made_by: Call | None, function: int) -> Cut | None:
    """The cut of a sink at a function; `made_by` is the call that made its decorator, `run` the look at that code."""
    if sink.mapped_by:
        return _mapping(run, sink, made_by, function)
    if sink.cut_to is None:
        return None
    given = dict(made_by.keywords) if made_by is not None else {}
    owner = run.program.functions[function]
    place = given.get(sink.cut_to.removeprefix(DECORATOR))
    annotation, scope = owner.ir.returns, owner.parent
    if place is not None:
        annotation, scope = written_type(run.body, place), run.id
        if annotation is None and not isinstance(run.code[place], Constant):
            return Cut(None, owner.module.id, scope)
    keep, drop = (
        names_in(run, run.values[given[name]]) if name in given else None
        for name in (one.removeprefix(DECORATOR) if one is not None else "" for one in (sink.keep, sink.drop))
    )
    return Cut(annotation, owner.module.id, scope, keep, drop)


def _mapping(run: FunctionRun, sink: SinkSpec, made_by: Call | None, function: int) -> Cut | None:
    """The cut by the class, or an object of it, that a decorator is handed."""
    owner = run.program.functions[function]
    operands = [operand_at(made_by, str(port)) for port in sink.mapped_by] if made_by is not None else []
    for operand in operands:
        for atom in run.values[operand] if operand is not None else ():
            cls = atom.id if isinstance(atom, Cls) else getattr(atom, "cls", -1)
            specs = [spec for spec in run.engine.listings.records_of(cls) if spec.declared] if cls >= 0 else []
            if operand is not None and specs:
                call = run.code[operand]
                chosen = chosen_by(run, cls, specs[0], run.function, call) if isinstance(call, Call) else Chosen()
                return Cut(None, owner.module.id, owner.parent, mapped_by=cls, chosen=chosen)
    return None


def cut(run: FunctionRun, value: Value, by: Cut, at: int) -> Value:
    """What is left of a returned value."""
    if by.mapped_by >= 0:
        return mapping_of(run, by.mapped_by, value, EMPTY, at, chosen=by.chosen)
    uses = annotation_references(run.program, by.module, by.annotation, by.scope)
    made = shaped(run, value, uses, at)
    if by.keep is not None or by.drop is not None:
        inner = [made, *(run.iterate({atom: None}, at) for atom in made if _is_list(atom))]
        for one in inner:
            limited(run, one, by.keep, by.drop)
    return made


def leaves(run: FunctionRun, value: Value) -> Iterator[Value]:
    """What the objects of an answer hold, one field after another."""
    stack, seen = [value], set[Atom]()
    while stack:
        rest: Value = {}
        for atom, hop in stack.pop().items():
            fields = run.state.heap.get(atom) if isinstance(atom, Alloc) and CUT in atom.site else None
            if fields is None:
                rest[atom] = hop
            elif atom not in seen:
                seen.add(atom)
                stack.extend(reversed(fields.values()))
        if rest:
            yield rest


def _is_list(atom: object) -> bool:
    return getattr(atom, "kind", "") == "list"
