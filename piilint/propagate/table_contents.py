"""What is inside a value with columns, and which names a value holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from piilint.propagate.arguments import positions_of
from piilint.propagate.atoms import EMPTY, OPAQUE, Alloc, Const, Sym, Value, alloc, sym
from piilint.propagate.memory import SELF, SPREAD, Fields, joined
from piilint.propagate.taints import only_taints
from piilint.propagate.things import things_of
from piilint.terms.access_path import ANY, KEYS, key, name_of, position_of

if TYPE_CHECKING:
    from piilint.propagate.run import FunctionRun

COLUMN = ".column"
"""What the class of a table's columns is called behind the name of its own."""
MAX_COLUMNS = 200


def column_class(cls: str) -> str:
    """The class of the columns of such a table."""
    return cls if cls.endswith(COLUMN) else cls + COLUMN


def names_in(run: FunctionRun, value: Value) -> list[str] | None:
    """The constant names that a value is or holds; None where some are not known."""
    names: dict[str, None] = {}
    for atom in value:
        things = [*things_of(run, atom)]
        if isinstance(atom, Sym) and len(atom.path) == 1:
            # a list that a module or class keeps
            things += run.engine.shared.heap.get(sym(atom.root), {}).get(atom.path[0], {})
        if not things:
            return None
        for thing in things:
            if isinstance(thing, Const):
                if not isinstance(thing.value, str):
                    return None
                names[thing.value] = None
                continue
            held = _elements(run, thing)
            if held is None:
                return None
            names.update(dict.fromkeys(held))
    return list(names)[:MAX_COLUMNS] if names else None


def _elements(run: FunctionRun, thing: object) -> list[str] | None:
    """The constant strings of a list; of a dict with constant keys these, in order."""
    if not isinstance(thing, Alloc) or thing.kind not in ("list", "tuple", "set", "dict"):
        return None
    fields = run.state.heap.get(thing) or run.engine.shared.heap.get(thing) or {}
    if thing.kind == "dict":
        found = [name_of(label) for label in fields]
        return [name for name in found if name is not None] if ANY not in fields and SPREAD not in fields else None
    found = []
    for label, held in fields.items():
        if label not in (ANY,) and position_of(label) is None:
            continue
        constants = [atom.value for atom in held if isinstance(atom, Const) and isinstance(atom.value, str)]
        if len(constants) != len(held):
            return None
        found.extend(constants)
    return [name for name in found if name is not None]


def contents(run: FunctionRun, value: Value, positions: bool = False, rows: bool = True) -> tuple[Fields, Value]:
    """The columns of a table, of mappings and of sequences of them; and what carries more that is not known here.

    Of a row that is read by name, positions are only told where they are asked for.
    """
    columns: Fields = {}
    rest: Value = {}
    for atom, hop in value.items():
        if atom.is_taint or isinstance(atom, Sym):
            rest[atom] = hop
        fields = run.state.heap.get(atom)
        if atom.is_taint or not fields:
            continue
        if isinstance(atom, Alloc) and atom.kind in ("list", "tuple", "set", "generator") and rows:
            inner, more = contents(run, run.state.read(atom, ANY), positions, rows=False)
            rest.update(more)
            for label, held in inner.items():
                columns[label] = joined((columns.get(label, EMPTY), held))
            continue
        for label, held in fields.items():
            named = key(label[1:]) if label[:1] == "." and isinstance(atom, Alloc) and atom.cls >= 0 else label
            if named[:1] == "[" and named != KEYS:
                columns[named] = joined((columns.get(named, EMPTY), held))
            elif label in (SELF, SPREAD):
                rest.update(held)
    if not positions and any(name_of(label) is not None for label in columns):
        columns = {label: held for label, held in columns.items() if position_of(label) is None}
    return columns, rest


def members(run: FunctionRun, value: Value) -> Value:
    """The tables that a value is, or is a list of."""
    parts: list[Value] = [{atom: hop for atom, hop in value.items() if not isinstance(atom, Alloc) or "." in atom.kind}]
    for atom in value:
        if isinstance(atom, Alloc) and atom.kind in ("list", "tuple", "dict"):
            known = positions_of(run, {atom: None})
            parts.extend(known if known is not None else [run.state.read(atom, ANY)])
    return joined(parts)


def flat(run: FunctionRun, held: Value, cls: str, at: int) -> Value:
    """A column that was made of a sequence: what its elements carry."""
    inside = joined([held, *(run.state.read(atom, ANY) for atom in held if isinstance(atom, Alloc))])
    column = alloc((run.id, at, "column", *run.turn), column_class(cls))
    run.state.create(column, {})
    flat: Value = {column: None, **only_taints(run.state.deep(held))}
    return {**flat, OPAQUE: None} if any(atom.is_opaque for atom in inside) else flat
