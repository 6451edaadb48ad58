"""Classes of the program that derive from built-in containers and texts: what their constructors keep."""

from __future__ import annotations

from typing import TYPE_CHECKING

from piilint.propagate.access import constants_of, element, load_attribute, load_item
from piilint.propagate.arguments import Arguments
from piilint.propagate.atoms import EMPTY, TEXT, Alloc, Cls, Sym, Value, alloc
from piilint.propagate.memory import SELF, joined
from piilint.propagate.native_registry import NATIVES, Native, as_method, made_of, native
from piilint.propagate.stores import store
from piilint.propagate.summary import NAMED
from piilint.propagate.taints import only_taints
from piilint.propagate.text import text_of
from piilint.propagate.things import things_of
from piilint.terms.access_path import ANY, KEYS, attribute, key
from piilint.terms.flow import Verb

if TYPE_CHECKING:
    from piilint.propagate.run import FunctionRun

TEXTS = ("builtins.str", "builtins.bytes", "builtins.int", "builtins.float")
NOT_REVERSED = ("builtins.set", "collections.UserDict")
FILLED_BY = {
    "builtins.dict": "builtins.dict.update",
    "collections.OrderedDict": "builtins.dict.update",
    "collections.UserDict": "builtins.dict.update",
    "builtins.list": "builtins.list.extend",
    "collections.UserList": "builtins.list.extend",
    "builtins.set": "builtins.set.update",
}
"""The method that does to an object what the constructor of its built-in base does."""


def fill_base(run: FunctionRun, cls: int, value: Value, arguments: Arguments, at: int) -> None:
    """The constructor that an instance inherits from a built-in type."""
    for base in run.program.classes[cls].external_bases:
        if base in FILLED_BY and (arguments.positional or arguments.keywords or arguments.mappings):
            NATIVES[FILLED_BY[base]](run, arguments, value, at)
        elif base in TEXTS and arguments.positional:
            taints = only_taints(run.state.own(arguments.positional[0]))
            if taints:
                store(run, value, SELF, taints, at)


def _init(filler: str) -> Native:
    def fill(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
        arguments, receiver = as_method(arguments, receiver)
        if receiver is not None and (arguments.positional or arguments.keywords or arguments.mappings):
            NATIVES[filler](run, arguments, receiver, at)
        return EMPTY

    return fill


NATIVES.update({f"{base}.__init__": _init(filler) for base, filler in FILLED_BY.items()})


@native(*(f"{base}.__setitem__" for base in FILLED_BY))
def _set_item(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    arguments, receiver = as_method(arguments, receiver)
    if receiver is None or len(arguments.positional) < 2:
        return None
    index, value = arguments.positional[:2]
    constants, others = constants_of(run, index)
    for constant in constants:
        store(run, receiver, key(constant), value, at)
    if others:
        run.keyed = True
        store(run, receiver, ANY, value, at)
    return EMPTY


@native(*(f"{base}.__getitem__" for base in FILLED_BY))
def _get_item(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    arguments, receiver = as_method(arguments, receiver)
    if receiver is None or not arguments.positional:
        return None
    return load_item(run, receiver, arguments.positional[0], at)


def _iterated(label: str) -> Native:
    """What going through an object gives as its built-in base does it, whatever the class has for it."""

    def iterated(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
        _, receiver = as_method(arguments, receiver)
        return made_of(run, at, "list", {ANY: element(run, receiver or EMPTY, label, at)})

    return iterated


for _base, _filler in FILLED_BY.items():
    for _method in ("__iter__",) if _base in NOT_REVERSED else ("__iter__", "__reversed__"):
        NATIVES[f"{_base}.{_method}"] = _iterated(KEYS if _filler == "builtins.dict.update" else ANY)


@native(*(f"{base}.__delitem__" for base in FILLED_BY))
def _delete_item(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    del at
    arguments, receiver = as_method(arguments, receiver)
    constants, others = constants_of(run, arguments.positional[0]) if arguments.positional else ([], True)
    objects = [atom for atom in receiver or () if isinstance(atom, (Alloc, Sym))]
    run.keyed = run.keyed or others
    if len(objects) == 1 and len(constants) == 1 and not others:
        run.state.drop(objects[0], key(constants[0]))
    return EMPTY


@native(*(f"{base}.{method}" for base in FILLED_BY for method in ("__repr__", "__str__")))
def _shown(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    _, receiver = as_method(arguments, receiver)
    elements = element(run, receiver or EMPTY, ANY, at)
    told = (text_of(run, one, at, "__repr__") for one in (elements, element(run, receiver or EMPTY, KEYS, at)))
    return {TEXT: None, **run.moved(joined(told), Verb.FORMAT, at)}


@native("builtins.object.__setattr__")
def _set_attribute(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    given = arguments.positional if receiver is None else [receiver, *arguments.positional]
    if len(given) < 3:
        return None
    constants, others = constants_of(run, given[1], NAMED)
    for name in constants:
        if isinstance(name, str):
            store(run, given[0], attribute(name), given[2], at)
    if others:
        store(run, given[0], "", run.state.own(given[2]), at)
    return EMPTY


@native("builtins.delattr", "builtins.object.__delattr__")
def _delete_attribute(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    del at
    given = arguments.positional if receiver is None else [receiver, *arguments.positional]
    constants, others = constants_of(run, given[1], NAMED) if len(given) > 1 else ([], True)
    objects = [atom for atom in given[0] if isinstance(atom, (Alloc, Sym))] if given else []
    if len(objects) == 1 and len(constants) == 1 and not others:
        run.state.drop(objects[0], attribute(str(constants[0])))
    return EMPTY


@native("builtins.object.__getattribute__")
def _get_attribute(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    given = arguments.positional if receiver is None else [receiver, *arguments.positional]
    if len(given) < 2:
        return None
    constants, others = constants_of(run, given[1], NAMED)
    found = [load_attribute(run, given[0], name, at) for name in constants if isinstance(name, str)]
    if others:
        found.append(run.any_attribute(given[0], at))
    return joined(found)


@native("builtins.object.__new__")
def _new(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    # `super().__new__(cls)` and `object.__new__(cls)` name the class themselves
    del receiver
    wanted = arguments.positional[0] if arguments.positional else EMPTY
    classes = {thing.id for atom in wanted for thing in things_of(run, atom) if isinstance(thing, Cls)}
    made: Value = {}
    for cls in sorted(classes):
        thing = alloc((run.id, at, "new", cls, *run.turn), "object", cls)
        run.state.create(thing, {})
        made[thing] = None
    return made or None
