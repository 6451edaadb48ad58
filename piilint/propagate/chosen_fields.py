"""What calls choose of the fields that a class declares: some alone, all but some, and of one object or of several."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from piilint.ir import instructions as ir
from piilint.ir.program import VariableRef
from piilint.ir.variables import assigned_value
from piilint.propagate.atoms import Alloc, Value
from piilint.propagate.field_declarations import texts_at

if TYPE_CHECKING:
    from piilint.ir.program import Function
    from piilint.propagate.run import FunctionRun
    from piilint.terms.record_specs import RecordSpec


@dataclass(frozen=True, slots=True)
class Chosen:
    """The fields that are shown alone (None: all), those left out, and whether there are several objects (None: nobody
    says). `customer.plan` is the field `plan` of what the field `customer` shows."""

    keep: frozenset[str] | None = None
    drop: frozenset[str] = frozenset()
    several: bool | None = None

    def shows(self, name: str) -> bool:
        kept = self.keep is None or any(one.partition(".")[0] == name for one in self.keep)
        return kept and name not in self.drop

    def also(self, other: Chosen) -> Chosen:
        """What both choose."""
        kept = [one.keep for one in (self, other) if one.keep is not None]
        keep = frozenset.intersection(*kept) if kept else None
        return Chosen(keep, self.drop | other.drop, self.several or other.several)

    def inside(self, name: str, chosen: Chosen) -> Chosen:
        """What is chosen of a field's own fields, beside what its declaration chooses."""
        start = f"{name}."
        kept = frozenset(one.removeprefix(start) for one in self.keep or () if one.startswith(start))
        if name in (self.keep or ()) or not kept:
            keep = chosen.keep
        else:
            keep = kept if chosen.keep is None else kept & chosen.keep
        drop = frozenset(one.removeprefix(start) for one in self.drop if one.startswith(start))
        return Chosen(keep, drop | chosen.drop, chosen.several)


def chosen_at(run: FunctionRun, cls: int, spec: RecordSpec, receiver: Value, at: int) -> Chosen:
    """What an object was made to show, and is asked to by the call here."""
    asked = run.code[at] if at >= 0 else None
    here = chosen_by(run, cls, spec, run.function, asked) if isinstance(asked, ir.Call) else Chosen()
    making = _made_here(run, receiver, at) or _made_in_module(run, asked)
    if making is None:
        return here
    made = chosen_by(run, cls, spec, *making)
    return Chosen(made.keep, made.drop, made.several or here.several)


def chosen_by(run: FunctionRun, cls: int, spec: RecordSpec, function: Function, call: ir.Call) -> Chosen:
    """What a call chooses of the fields of a class by its keywords."""
    keep: frozenset[str] | None = None
    drop: frozenset[str] = frozenset()
    several = None if spec.several_by is None or any(not name for name, _ in call.keywords) else False
    for name, operand in call.keywords:
        if name in (spec.only_by, spec.except_by):
            names = frozenset(texts_at(function, operand)) or _of_class(run, cls, function, operand)
            if name == spec.only_by and names:
                keep = names
            elif name == spec.except_by:
                drop = names
        elif name == spec.several_by:
            said = function.body.code[operand]
            several = bool(said.value) if isinstance(said, ir.Constant) else None
    return Chosen(keep, drop, several)


def _made_here(run: FunctionRun, receiver: Value, at: int) -> tuple[Function, ir.Call] | None:
    """The call that made the one object that the receiver is, where it is not the call at hand."""
    for atom in receiver:
        site = atom.site if isinstance(atom, Alloc) else ()
        if len(site) > 1 and len(receiver) == 1 and isinstance(site[1], int) and site[:2] != (run.id, at):
            function = run.program.functions[site[0]]
            call = function.body.code[site[1]]
            if isinstance(call, ir.Call):
                return function, call
    return None


def _made_in_module(run: FunctionRun, asked: ir.AnyInstruction | None) -> tuple[Function, ir.Call] | None:
    """The call that made the object of a module's variable whose method is called."""
    method = run.code[asked.callee] if isinstance(asked, ir.Call) else None
    read = run.code[method.object] if isinstance(method, ir.LoadAttribute) else None
    if not isinstance(read, ir.Name):
        return None
    for one in run.program.lookup(run.function.module.id, read.name):
        found = assigned_value(run.program, one) if isinstance(one, VariableRef) else None
        call = found[0].code[found[1]] if found is not None else None
        if isinstance(one, VariableRef) and isinstance(call, ir.Call):
            return run.program.functions[run.program.modules[one.module].first_function], call
    return None


def _of_class(run: FunctionRun, cls: int, function: Function, operand: int) -> frozenset[str]:
    """The constant texts that an attribute of the class holds: `only=CustomerSchema.Meta.public`."""
    written = run.engine.name_of_value(function, operand)
    owner = f"{run.program.classes[cls].name}."
    if not written.startswith(owner):
        return frozenset()
    return frozenset(run.engine.listings.texts_of(cls, written.removeprefix(owner)))
