"""Rows of a query: mappings, tuples or single values of the fields that a call names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from piilint.propagate.atoms import OPAQUE, Const, Value, alloc, instance_of
from piilint.propagate.memory import joined
from piilint.terms.access_path import ANY, key

if TYPE_CHECKING:
    from piilint.propagate.arguments import Arguments
    from piilint.propagate.run import FunctionRun
    from piilint.terms.specs import ReturnsSpec

MAX_COLUMNS = 64


def rows_of(
    run: FunctionRun, spec: ReturnsSpec, models: list[int], result: Value, arguments: Arguments, at: int
) -> None:
    """Puts the rows into the result: one for each field that the call names, for all fields where it names none."""
    objects: Value = {instance_of(model, (run.id, at)): None for model in models if model != -1}
    if not objects:
        return
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
