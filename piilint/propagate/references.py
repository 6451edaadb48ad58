"""What a name stands for that is bound outside of the function."""

from __future__ import annotations

from typing import TYPE_CHECKING

from piilint.ir.program import ClassRef, ExternalRef, ModuleRef, VariableRef
from piilint.propagate.atoms import Value, cls_atom, mod, sym
from piilint.propagate.things import reference_things
from piilint.terms.access_path import attribute

if TYPE_CHECKING:
    from piilint.propagate.run import FunctionRun


def reference_value(run: FunctionRun, reference: object) -> Value:
    """What a resolved name stands for."""
    if isinstance(reference, VariableRef):
        return run.state.read(sym(("m", reference.module)), attribute(reference.name))
    if isinstance(reference, ModuleRef):
        return {mod(reference.id): None}
    if isinstance(reference, ClassRef):
        return {cls_atom(reference.id): None}
    typed = run.typed_reference(reference.name) if isinstance(reference, ExternalRef) else None
    return typed or dict.fromkeys(reference_things(reference))  # type: ignore[arg-type]
