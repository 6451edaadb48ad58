"""What library calls give back: values of the types that `[[returns]]` names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from piilint.propagate.arguments import Arguments
from piilint.propagate.atoms import EMPTY, OPAQUE, Atom, Cls, Const, ExtInst, Inst, Member, Value, ext_inst, inst
from piilint.propagate.knowledge import CallSpecs
from piilint.propagate.memory import joined
from piilint.propagate.record_results import FORMS, record_result
from piilint.propagate.things import model_of, names_of, things_of

if TYPE_CHECKING:
    from piilint.propagate.run import FunctionRun


def returned(
    run: FunctionRun,
    specs: CallSpecs,
    result: Value,
    arguments: Arguments,
    receiver: Value | None,
    at: int,
    thing: Atom | None = None,
) -> Value:
    """The result with the types that rules say it has."""
    for spec in specs.returns:
        if spec.type.partition("[")[0] in FORMS:
            classes = _classes(run, "receiver", arguments, receiver, thing)
            typed: Value | None = record_result(run, spec, classes, arguments, receiver, at)
        else:
            typed = _typed(run, spec.type, arguments, receiver, thing, at)
        if typed is None:
            run.never = True
            return EMPTY
        result = joined((typed, result))
    return result


def _typed(
    run: FunctionRun, wanted: str, arguments: Arguments, receiver: Value | None, thing: Atom | None, at: int
) -> Value | None:
    """The value of a `[[returns]]` type; None for `never`."""
    if wanted == "never":
        return None
    if wanted == "callee":
        wanted = next(iter(names_of(run.engine, thing)), "") if thing is not None else ""
    outer, bracket, inner = wanted.partition("[")
    inner = inner.rstrip("]") if bracket else ""
    site = (run.id, at)
    if outer in ("argument", "receiver") or outer.startswith(("argument:", "receiver")):
        return {
            (inst(cls, site) if cls >= 0 else OPAQUE): None for cls in _classes(run, outer, arguments, receiver, thing)
        } or {OPAQUE: None}
    cls = (
        next(iter(_classes(run, inner, arguments, receiver, thing)), -1)
        if inner
        else model_of(thing)
        if thing is not None
        else -1
    )
    program_class = run.engine.class_named(outer)
    if program_class is not None:
        return {inst(program_class, site): None}
    name = f"builtins.{outer}" if outer in ("list", "dict", "set", "tuple", "str", "int", "bytes") else outer
    if name in ("builtins.str", "builtins.int", "builtins.bytes", "builtins.float", "builtins.bool"):
        return EMPTY
    made = ext_inst(name, cls, site)
    fields = {f"<{number}>": value for number, value in enumerate(arguments.positional)}
    if fields:
        run.state.create(made, fields)
    return {made: None}


def _classes(
    run: FunctionRun, port: str, arguments: Arguments, receiver: Value | None, thing: Atom | None
) -> list[int]:
    if port.startswith("receiver"):
        found = [model_of(atom) for atom in (receiver or {}) if not atom.is_taint]
        return [cls for cls in found if cls >= 0] or (
            [model_of(thing)] if thing is not None and model_of(thing) >= 0 else []
        )
    if port.startswith("argument:"):
        which = port.split(":")[1]
        value = (
            arguments.positional[int(which)]
            if which.isdigit() and int(which) < len(arguments.positional)
            else arguments.keywords.get(which, EMPTY)
        )
        found = []
        for atom in value:
            for one in things_of(run, atom) or (atom,):
                if isinstance(one, Cls):
                    found.append(one.id)
                elif isinstance(one, (ExtInst, Inst, Member)) and model_of(one) >= 0:
                    found.append(model_of(one))
                elif isinstance(one, Const) and isinstance(one.value, str):
                    named = run.engine.class_by_short_name(one.value, run.function.module.id)
                    if named is not None:
                        found.append(named)
        return found
    named = run.engine.class_named(port)
    return [named] if named is not None else []
