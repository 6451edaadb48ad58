"""What the methods of a library's store do with its keys: they are those of a mapping."""

from __future__ import annotations

from typing import TYPE_CHECKING

from piilint.propagate.access import constants_of, load_item
from piilint.propagate.arguments import Arguments
from piilint.propagate.atoms import ABSENT, EMPTY, Alloc, Ext, Value, ext
from piilint.propagate.kept import is_part, put, put_inside, take_out
from piilint.propagate.memory import is_element, joined, without_absent
from piilint.propagate.stores import moved_in
from piilint.terms.access_path import ANY, key

if TYPE_CHECKING:
    from piilint.propagate.run import FunctionRun

READING = ("get", "pop", "setdefault")
FILLING = {"append": 0, "appendleft": 0, "add": 0, "extend": 0, "insert": 1}
"""Methods of sequences and sets, and which argument they put in."""


def ask_store(run: FunctionRun, method: Ext, arguments: Arguments, at: int) -> Value | None:
    """What a method of a store gives and does under constant keys; None where it is none."""
    store, _, name = method.name.rpartition(".")
    if store not in run.engine.knowledge.stores:
        return _fill(run, store, name, arguments, at)
    if name == "update":
        _update(run, store, arguments, at)
        return EMPTY
    if name not in READING or not arguments.positional:
        return None
    constants, others = constants_of(run, arguments.positional[0], 0)
    default = arguments.positional[1] if len(arguments.positional) > 1 else arguments.keywords.get("default", EMPTY)
    found = load_item(run, {ext(store): None}, arguments.positional[0], at)
    if len(constants) == 1 and not others and name != "get":
        label = key(constants[0])
        if name == "setdefault":
            put(run, store, label, moved_in(run, default, at, label), strong=False)
        else:
            take_out(run, store, label)
    return joined((found, default))


def _fill(run: FunctionRun, part: str, method: str, arguments: Arguments, at: int) -> Value | None:
    """`session["rows"].append(row)`, where it is not known what lies there: something with elements."""
    place = FILLING.get(method, -1)
    if place < 0 or len(arguments.positional) <= place or not is_part(run, part):
        return None
    value = arguments.positional[place]
    put_inside(run, part, ANY, value if method != "extend" else run.iterate(value, at), at)
    return EMPTY


def _update(run: FunctionRun, store: str, arguments: Arguments, at: int) -> None:
    for name, value in arguments.keywords.items():
        put(run, store, key(name), moved_in(run, value, at, key(name)), strong=True)
    for mapping in (*arguments.positional, *arguments.mappings):
        things = [atom for atom in mapping if isinstance(atom, Alloc) and atom.kind == "dict"]
        for thing in things:
            for label, held in list(run.state.heap.get(thing, {}).items()):
                if is_element(label):
                    surely = len(things) == len(mapping) == 1 and ABSENT not in held
                    put(run, store, label, moved_in(run, without_absent(held), at, label), surely)
