"""Mappings and namespaces that are made of others: copies, counts, one value under many keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from piilint.propagate.access import constants_of
from piilint.propagate.arguments import Arguments, positions_of
from piilint.propagate.atoms import EMPTY, Alloc, Sym, Value
from piilint.propagate.memory import ITER, joined
from piilint.propagate.native_registry import first_of, iterated, made_of, native
from piilint.propagate.stores import name_attributes, store
from piilint.terms.access_path import ANY, KEYS, attribute, key

if TYPE_CHECKING:
    from piilint.propagate.run import FunctionRun


@native("builtins.dict.fromkeys")
def _fromkeys(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    del receiver
    known = positions_of(run, first_of(arguments))
    keys = known if known is not None else [iterated(run, first_of(arguments), at)]
    value = arguments.positional[1] if len(arguments.positional) > 1 else EMPTY
    made = made_of(run, at, "dict", {})
    for one in keys:
        constants, others = constants_of(run, one)
        for constant in constants:
            store(run, made, key(constant), value, at)
        if others:
            store(run, made, ANY, value, at)
            store(run, made, KEYS, one, at)
    return made


@native("collections.Counter")
def _counter(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    del receiver
    # what is counted becomes keys; the counts are numbers
    return made_of(run, at, "dict", {KEYS: iterated(run, first_of(arguments), at), ANY: EMPTY})


@native("builtins.dict.most_common", "collections.Counter.most_common")
def _most_common(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    del arguments
    counted = [atom for atom in receiver or () if isinstance(atom, (Alloc, Sym))]
    keys = joined(run.state.read(atom, label) for atom in counted for label in (ITER, KEYS))
    pair = made_of(run, at, "tuple", {key(0): keys, key(1): EMPTY}, "pair")
    return made_of(run, at, "list", {ANY: pair})


@native("types.SimpleNamespace", "argparse.Namespace")
def _namespace(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    del receiver
    made = made_of(run, at, "object", {})
    for mapping in (*arguments.positional, *arguments.mappings):
        name_attributes(run, made, mapping)
    for name, value in arguments.keywords.items():
        store(run, made, attribute(name), value, at)
    return made
