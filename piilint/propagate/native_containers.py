"""Methods of built-in containers that keep keys and positions apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from piilint.propagate.access import constants_of, element, load_item, why_asked
from piilint.propagate.arguments import Arguments, positions_of
from piilint.propagate.atoms import (
    ABSENT,
    EMPTY,
    OPAQUE,
    Alloc,
    Atom,
    Sym,
    Value,
    const,
)
from piilint.propagate.memory import ITER, OBJECTS, SPREAD, is_element, is_one_thing, joined, without_absent
from piilint.propagate.native_registry import call_key, first_of, iterated, made_of, native
from piilint.propagate.sequences import only_list, remove_element, set_elements
from piilint.propagate.sizes import ask_size_of, told_keys
from piilint.propagate.stores import forget_positions, name_attributes, store
from piilint.propagate.turns import known_elements
from piilint.terms.access_path import ANY, KEYS, key, name_of

if TYPE_CHECKING:
    from piilint.propagate.run import FunctionRun


@native(
    "builtins.dict.get",
    "builtins.dict.pop",
    "builtins.dict.setdefault",
    "collections.OrderedDict.get",
    "collections.defaultdict.get",
)
def _dict_get(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    if receiver is None or not arguments.positional:
        return None
    default = arguments.positional[1] if len(arguments.positional) > 1 else arguments.keywords.get("default", EMPTY)
    constants, others = constants_of(run, first_of(arguments), why_asked(run, receiver))
    surely = not others and bool(constants)
    for constant in constants:
        for atom in receiver:
            held = run.state.heap.get(atom, {}).get(key(constant)) if isinstance(atom, Alloc) else None
            surely = surely and held is not None and ABSENT not in held
    found = load_item(run, receiver, first_of(arguments), at)
    method = run.method_name(at)
    if method == "setdefault":
        for constant in constants:
            store(run, receiver, key(constant), joined((found, default)), at)
        if others:
            store(run, receiver, ANY, default, at)
            store(run, receiver, KEYS, first_of(arguments), at)
    elif method == "pop" and len(constants) == 1 and not others:
        for atom in receiver:
            if isinstance(atom, (Alloc, Sym)):
                run.state.drop(atom, key(constants[0]))
    return found if surely else joined((found, default))


@native(
    "builtins.dict", "builtins.dict.update", "collections.OrderedDict", "collections.ChainMap", "collections.UserDict"
)
def _dict(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    target = receiver if receiver is not None else made_of(run, at, "dict", {})
    objects: Value = joined(run.state.heap.get(atom, {}).get(OBJECTS, EMPTY) for atom in receiver or ())
    for value in [*arguments.positional, *arguments.mappings] if objects else ():
        name_attributes(run, objects, value)
    chained = run.method_name(at) == "ChainMap"
    if arguments.rest:
        for thing in target:
            run.state.write(thing, SPREAD, arguments.rest, strong=False)
    # of several chained mappings the first counts that has a key
    for value in reversed(arguments.positional) if chained else arguments.positional:
        # of several mappings that it may be only one is put in
        loose = (ANY, KEYS, SPREAD) if is_one_thing(value) else None
        for atom, hop in value.items():
            if atom.is_taint:
                store(run, target, ANY, {atom: hop}, at)
            elif isinstance(atom, Alloc) and atom.kind == "dict":
                for label, held in list(run.state.heap.get(atom, {}).items()):
                    # a copy of an object's attributes is no longer the object's
                    for thing in target if label != OBJECTS else ():
                        run.state.write(
                            thing,
                            label,
                            held,
                            strong=loose is not None and ABSENT not in held and label not in loose,
                        )
            elif isinstance(atom, Alloc):
                pairs = element(run, {atom: hop}, ANY, at)
                _store_pairs(run, target, {atom: hop}, pairs, at)
            elif isinstance(atom, Sym) or atom.is_opaque:
                for thing in target:
                    run.state.write(thing, SPREAD, {atom: hop}, strong=False)
    for name, value in arguments.keywords.items():
        store(run, target, key(name), value, at)
    for mapping in arguments.mappings:
        for thing in target:
            run.state.write(thing, SPREAD, mapping, strong=False)
    return EMPTY if receiver is not None else target


def _store_pairs(run: FunctionRun, target: Value, sequence: Value, pairs: Value, at: int) -> None:
    known = positions_of(run, sequence)
    for pair in known if known is not None else [pairs]:
        constants, others = constants_of(run, element(run, pair, key(0), at))
        value = element(run, pair, key(1), at)
        for constant in constants:
            store(run, target, key(constant), value, at)
        if others:
            store(run, target, ANY, value, at)
            store(run, target, KEYS, element(run, pair, key(0), at), at)


@native("builtins.dict.items")
def _dict_items(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    del arguments
    pairs: dict[str, Value] = {}
    number = 0
    receiver = receiver or {}
    ask_size_of(run, receiver)
    only = next(iter(receiver)) if len(receiver) == 1 else None
    keys_told = known_elements(run, receiver)
    if keys_told is not None and (only is None or (isinstance(only, Sym) and told_keys(run, only) is not None)):
        return made_of(run, at, "list", _pairs_told(run, receiver, keys_told, at), "items")
    for atom, hop in receiver.items():
        fields = run.state.heap.get(atom, {}) if isinstance(atom, Alloc) else {}
        for label, held in fields.items():
            if is_element(label):
                name = name_of(label)
                keys: Value = {const(name): None} if name is not None else fields.get(KEYS, {OPAQUE: None})
                pair = made_of(run, at, "tuple", {key(0): keys, key(1): without_absent(held)}, f"pair {label}")
                pairs[key(number) if ANY not in fields and only is not None else ANY] = joined(
                    (pairs.get(ANY, EMPTY), pair)
                )
                number += 1
        if not isinstance(atom, Alloc) or SPREAD in fields:
            rest = fields.get(SPREAD, {atom: hop})
            pair = made_of(
                run,
                at,
                "tuple",
                {
                    key(0): element(run, rest, _keys_of(atom), at) or {OPAQUE: None},
                    key(1): element(run, rest, ANY, at),
                },
                "pair",
            )
            pairs[ANY] = joined((pairs.get(ANY, EMPTY), pair))
    return made_of(run, at, "list", pairs, "items")


def _pairs_told(run: FunctionRun, receiver: Value, keys: list[Value], at: int) -> dict[str, Value]:
    return {
        key(number): made_of(
            run, at, "tuple", {key(0): name, key(1): load_item(run, receiver, name, at)}, f"pair {number}"
        )
        for number, name in enumerate(keys)
    }


def _keys_of(mapping: Atom) -> str:
    """The label of a mapping's keys: those of a module's or a class's own table may be constants."""
    return ITER if isinstance(mapping, Sym) and mapping.root[0] in ("m", "c") else KEYS


@native("builtins.dict.values")
def _dict_values(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    del arguments
    known = known_elements(run, receiver or EMPTY)
    if known and isinstance(next(iter(receiver or EMPTY)), (Alloc, Sym)):
        values = [load_item(run, receiver or EMPTY, name, at, sources=False) for name in known]
        return made_of(run, at, "list", {key(number): value for number, value in enumerate(values)})
    return made_of(run, at, "list", {ANY: element(run, receiver or EMPTY, ANY, at)})


@native("builtins.dict.keys")
def _dict_keys(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    del arguments
    known = known_elements(run, receiver or EMPTY)
    if known:
        return made_of(run, at, "list", {key(number): name for number, name in enumerate(known)})
    return made_of(run, at, "list", {ANY: element(run, receiver or EMPTY, ITER, at)})


@native("builtins.dict.clear", "builtins.list.clear", "builtins.set.clear")
def _clear(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    del arguments, at
    if receiver is not None and len(receiver) == 1:
        run.state.clear(next(iter(receiver)))
    return EMPTY


@native("builtins.list.append")
def _append(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    if receiver is None:
        return None
    if not run.in_loop:
        ask_size_of(run, receiver)
    known = positions_of(run, receiver)
    if known is not None and len(known) < 64 and not run.in_loop:
        store(run, receiver, key(len(known)), first_of(arguments), at)
    else:
        store(run, receiver, ANY, first_of(arguments), at)
    return EMPTY


@native("builtins.list.extend", "collections.deque.extend", "builtins.set.update")
def _extend(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    if receiver is None:
        return None
    known, more = positions_of(run, receiver), positions_of(run, first_of(arguments))
    if known is not None and more is not None and not run.in_loop:
        for number, value in enumerate(more, len(known)):
            store(run, receiver, key(number), value, at)
    else:
        store(run, receiver, ANY, iterated(run, first_of(arguments), at), at)
    return EMPTY


@native("builtins.list.insert")
def _insert(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    if receiver is None or len(arguments.positional) < 2:
        return None
    thing, known = only_list(receiver), positions_of(run, receiver)
    constants, others = constants_of(run, arguments.positional[0])
    place = constants[0] if len(constants) == 1 and not others and not run.in_loop else None
    if thing and known is not None and isinstance(place, int):
        known.insert(place, arguments.positional[1])
        for number, value in enumerate(known):
            store(run, receiver, key(number), value, -1)
    else:
        forget_positions(run, receiver)
        store(run, receiver, ANY, arguments.positional[1], at)
    return EMPTY


@native("builtins.list.pop")
def _list_pop(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    if receiver is None:
        return None
    thing, known = only_list(receiver), positions_of(run, receiver)
    constants, others = constants_of(run, first_of(arguments)) if arguments.positional else ([-1], False)
    if (
        thing
        and known
        and len(constants) == 1
        and not others
        and isinstance(constants[0], int)
        and not run.in_loop
        and -len(known) <= constants[0] < len(known)
    ):
        value = known.pop(constants[0])
        set_elements(run, thing, known)
        return value
    found = element(run, receiver, ANY, at)
    forget_positions(run, receiver if arguments.positional or thing else {})
    return found


@native("builtins.list.remove")
def _remove(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    del at
    if receiver is not None:
        remove_element(run, receiver, first_of(arguments))
    return EMPTY


@native("builtins.list.sort", "builtins.list.reverse")
def _sort(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    if receiver is None:
        return None
    call_key(run, arguments, element(run, receiver, ANY, at), at)
    forget_positions(run, receiver)
    return EMPTY


@native("builtins.list.rotate", "collections.deque.rotate")
def _rotate(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    del arguments, at
    forget_positions(run, receiver or EMPTY)
    return EMPTY


@native("builtins.list.popleft", "collections.deque.popleft")
def _pop_left(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    del arguments
    return _list_pop(run, Arguments([{const(0): None}]), receiver, at)


@native("builtins.list.appendleft", "collections.deque.appendleft")
def _append_left(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    return _insert(run, Arguments([{const(0): None}, first_of(arguments)]), receiver, at)


@native("collections.defaultdict")
def _defaultdict(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    made = _dict(run, Arguments(arguments.positional[1:], arguments.keywords), receiver, at)
    for thing in made or ():
        run.state.write(thing, "<factory>", first_of(arguments), strong=True)
    return made
