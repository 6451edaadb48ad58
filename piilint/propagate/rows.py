"""Rows of a query: mappings, tuples or single values of the fields that a call names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from piilint.ir import instructions as ir
from piilint.propagate.atoms import OPAQUE, Cls, Const, Value, alloc, instance_of
from piilint.propagate.memory import joined
from piilint.terms.access_path import ANY, key

if TYPE_CHECKING:
    from piilint.propagate.arguments import Arguments
    from piilint.propagate.run import FunctionRun
    from piilint.terms.specs import ReturnsSpec

MAX_COLUMNS = 64
MAX_CHAIN = 12
"""Calls and variables between the call that asks for columns and the one that says what rows are."""


def rows_of(
    run: FunctionRun, spec: ReturnsSpec, models: list[int], result: Value, arguments: Arguments, at: int
) -> None:
    """Puts the rows into the result: one for each field that the call names, for all fields where it names none."""
    objects: Value = {instance_of(model, (run.id, at)): None for model in models if model != -1}
    if not objects:
        return
    if spec.asked_by is not None:
        columns = fields_asked(run, models, spec.asked_by, at)
    else:
        columns = {name: field_path(run, objects, name, spec.separator, at) for name in _names(run, models, arguments)}
    if spec.rows == "single":
        row = joined(columns.values())
    else:
        kind = "dict" if spec.rows == "keys" else "tuple"
        made = alloc((run.id, at, "row", *run.turn), kind)
        labels = [key(name) if spec.rows == "keys" else key(number) for number, name in enumerate(columns)]
        run.state.create(made, dict(zip(labels, columns.values(), strict=True)))
        row = {made: None}
    for holder in result:
        if not holder.is_taint:
            run.state.write(holder, ANY, row, strong=True)


def fields_asked(run: FunctionRun, models: list[int], method: str, at: int) -> dict[str, Value]:
    """What the columns of a query hold that a call before this one asks for by fields of classes, under their names:
    `Customer.select(Customer.plan, Customer.phone.alias("tel"))`; all fields of the model where it names none."""
    call = _call_before(run, method, at)
    columns: dict[str, Value] = {}
    for operand in call.arguments if call is not None else ():
        columns.update(_column(run, operand, at))
    if call is not None and call.arguments:
        return columns
    return {name: held for model in models if model >= 0 for name, held in _all_fields(run, model, at).items()}


def _call_before(run: FunctionRun, method: str, at: int) -> ir.Call | None:
    """The call of a method that the receiver of the call here comes from, through further calls and variables."""
    one = run.code[at] if at >= 0 else None
    for _ in range(MAX_CHAIN):
        if isinstance(one, ir.Assign):
            one = run.code[one.value]
        elif isinstance(one, ir.Call):
            read = run.code[one.callee]
            if not isinstance(read, ir.LoadAttribute):
                return None
            if read.name == method:
                return one
            one = run.code[read.object]
        else:
            return None
    return None


def _column(run: FunctionRun, operand: int, at: int) -> dict[str, Value]:
    read, label = run.code[operand], ""
    if isinstance(read, ir.Call):
        # under another name
        label = next((one.value for one in _constants(run, read) if isinstance(one.value, str)), "")
        named = run.code[read.callee]
        read = run.code[named.object] if isinstance(named, ir.LoadAttribute) else read
    if isinstance(read, ir.LoadAttribute):
        owners = [one.id for one in run.values[read.object] if isinstance(one, Cls)]
        objects: Value = {instance_of(owner, (run.id, at)): None for owner in owners}
        return {label or read.name: run.load_attribute(objects, read.name, at)} if objects else {}
    models = [one.id for one in run.values[operand] if isinstance(one, Cls)]
    return {name: held for model in models for name, held in _all_fields(run, model, at).items()}


def _constants(run: FunctionRun, call: ir.Call) -> list[ir.Constant]:
    return [one for operand in call.arguments if isinstance(one := run.code[operand], ir.Constant)]


def _all_fields(run: FunctionRun, model: int, at: int) -> dict[str, Value]:
    objects: Value = {instance_of(model, (run.id, at)): None}
    return {name: run.load_attribute(objects, name, at) for name in run.engine.field_names(model)}


def field_path(run: FunctionRun, objects: Value, path: str, separator: str | None, at: int) -> Value:
    """The field of some objects that a path such as `owner__email` leads to; through collections, of each element."""
    value = objects
    for part in path.split(separator) if separator else [path]:
        value = run.load_attribute(value, part, at)
        elements = run.iterate({atom: hop for atom, hop in value.items() if getattr(atom, "model", -1) != -1}, at)
        value = joined((value, elements)) if elements else value
    return value


def _names(run: FunctionRun, models: list[int], arguments: Arguments) -> list[str]:
    found = [
        atom.value
        for value in arguments.positional
        for atom in value
        if isinstance(atom, Const) and isinstance(atom.value, str)
    ]
    if not found and not arguments.positional and OPAQUE not in arguments.rest:
        found = [name for model in models if model >= 0 for name in run.engine.field_names(model)]
    return list(dict.fromkeys(found))[:MAX_COLUMNS]
