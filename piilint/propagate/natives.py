"""Built-in callables whose meaning needs behaviour: they call what they are given, or turn constants into labels.

Everything of the standard library that only moves data from port to port is said in `rules/python/` instead.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from piilint.propagate.access import constants_of, element, load_attribute, load_item, store
from piilint.propagate.arguments import Arguments, positions_of
from piilint.propagate.atoms import (
    ABSENT,
    EMPTY,
    OPAQUE,
    TEXT,
    Alloc,
    Bound,
    Cls,
    Inst,
    Sym,
    Value,
    alloc,
    bound,
    func,
)
from piilint.propagate.memory import ITER, KEYS, SPREAD, is_element, joined, without_absent
from piilint.propagate.taints import only_taints
from piilint.propagate.text import text_of
from piilint.propagate.things import things_of
from piilint.terms.access_path import ANY, attribute, key, position_of
from piilint.terms.flow import Verb

if TYPE_CHECKING:
    from piilint.propagate.run import FunctionRun

Native = Callable[["FunctionRun", Arguments, "Value | None", int], "Value | None"]
"""Gives the result of a call, or None where this call is none of its business."""

NATIVES: dict[str, Native] = {}

DOCUMENT = "<document>"
"""The label under which a text keeps the value that it was made from, for whoever reads it back."""


def native(*names: str) -> Callable[[Native], Native]:
    """Registers the meaning of built-in callables."""

    def register(function: Native) -> Native:
        for name in names:
            NATIVES[name] = function
        return function

    return register


def _first(arguments: Arguments) -> Value:
    return arguments.positional[0] if arguments.positional else EMPTY


def _made(run: FunctionRun, at: int, kind: str, fields: dict[str, Value], tag: str = "made") -> Value:
    thing = alloc((run.id, at, tag), kind)
    run.state.create(thing, fields)
    return {thing: None}


@native("builtins.dict.get", "builtins.dict.pop", "builtins.dict.setdefault", "collections.OrderedDict.get", "collections.defaultdict.get")
def _dict_get(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    if receiver is None or not arguments.positional:
        return None
    default = arguments.positional[1] if len(arguments.positional) > 1 else arguments.keywords.get("default", EMPTY)
    constants, others = constants_of(run, _first(arguments))
    surely = not others and bool(constants)
    for constant in constants:
        for atom in receiver:
            held = run.state.heap.get(atom, {}).get(key(constant)) if isinstance(atom, Alloc) else None
            surely = surely and held is not None and ABSENT not in held
    found = load_item(run, receiver, _first(arguments), at)
    method = run.method_name(at)
    if method == "setdefault":
        for constant in constants:
            store(run, receiver, key(constant), joined((found, default)), at)
    elif method == "pop" and len(constants) == 1 and not others:
        for atom in receiver:
            if isinstance(atom, (Alloc, Sym)):
                run.state.drop(atom, key(constants[0]))
    return found if surely else joined((found, default))


@native("builtins.dict", "builtins.dict.update", "collections.OrderedDict", "collections.ChainMap", "collections.Counter")
def _dict(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    target = receiver if receiver is not None else _made(run, at, "dict", {})
    for value in arguments.positional:
        for atom, hop in value.items():
            if atom.is_taint:
                store(run, target, ANY, {atom: hop}, at)
            elif isinstance(atom, Alloc) and atom.kind == "dict":
                for label, held in list(run.state.heap.get(atom, {}).items()):
                    for thing in target:
                        run.state.write(thing, label, held, strong=ABSENT not in held and label not in (ANY, KEYS, SPREAD))
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
    for atom, hop in (receiver or {}).items():
        fields = run.state.heap.get(atom, {}) if isinstance(atom, Alloc) else {}
        for label, held in fields.items():
            if is_element(label):
                from piilint.propagate.atoms import const
                from piilint.terms.access_path import name_of

                name = name_of(label)
                keys: Value = {const(name): None} if name is not None else fields.get(KEYS, {OPAQUE: None})
                pair = _made(run, at, "tuple", {key(0): keys, key(1): without_absent(held)}, f"pair {label}")
                pairs[key(number) if ANY not in fields and not isinstance(atom, Sym) else ANY] = joined((pairs.get(ANY, EMPTY), pair))
                number += 1
        if not isinstance(atom, Alloc) or SPREAD in fields:
            rest = fields.get(SPREAD, {atom: hop})
            pair = _made(run, at, "tuple", {key(0): element(run, rest, KEYS, at) if isinstance(atom, Alloc) else {OPAQUE: None}, key(1): element(run, rest, ANY, at)}, "pair")
            pairs[ANY] = joined((pairs.get(ANY, EMPTY), pair))
    return _made(run, at, "list", pairs, "items")


@native("builtins.dict.values")
def _dict_values(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    del arguments
    return _made(run, at, "list", {ANY: element(run, receiver or EMPTY, ANY, at)})


@native("builtins.dict.keys")
def _dict_keys(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    del arguments
    return _made(run, at, "list", {ANY: element(run, receiver or EMPTY, ITER, at)})


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
    known = positions_of(run, receiver)
    if known is not None and len(known) < 64 and not run.in_loop:
        store(run, receiver, key(len(known)), _first(arguments), at)
    else:
        store(run, receiver, ANY, _first(arguments), at)
    return EMPTY


@native("builtins.list.extend", "collections.deque.extend", "builtins.set.update")
def _extend(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    if receiver is None:
        return None
    known, more = positions_of(run, receiver), positions_of(run, _first(arguments))
    if known is not None and more is not None and not run.in_loop:
        for number, value in enumerate(more, len(known)):
            store(run, receiver, key(number), value, at)
    else:
        store(run, receiver, ANY, iterated(run, _first(arguments), at), at)
    return EMPTY


@native("builtins.list.insert")
def _insert(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    if receiver is None or len(arguments.positional) < 2:
        return None
    known = positions_of(run, receiver)
    constants, others = constants_of(run, arguments.positional[0])
    if known is not None and len(constants) == 1 and not others and isinstance(constants[0], int) and not run.in_loop:
        known.insert(constants[0], arguments.positional[1])
        for number, value in enumerate(known):
            store(run, receiver, key(number), value, -1)
    else:
        _forget_positions(run, receiver)
        store(run, receiver, ANY, arguments.positional[1], at)
    return EMPTY


@native("builtins.list.pop")
def _list_pop(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    if receiver is None:
        return None
    known = positions_of(run, receiver)
    constants, others = constants_of(run, _first(arguments)) if arguments.positional else ([-1], False)
    if known and len(constants) == 1 and not others and isinstance(constants[0], int) and not run.in_loop and -len(known) <= constants[0] < len(known):
        value = known.pop(constants[0])
        thing = next(atom for atom in receiver if not atom.is_taint)
        run.state.clear(thing)
        for number, kept in enumerate(known):
            store(run, receiver, key(number), kept, -1)
        return value
    found = element(run, receiver, ANY, at)
    _forget_positions(run, receiver)
    return found


@native("builtins.list.sort", "builtins.list.reverse")
def _sort(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    if receiver is None:
        return None
    _call_key(run, arguments, element(run, receiver, ANY, at), at)
    _forget_positions(run, receiver)
    return EMPTY


def _forget_positions(run: FunctionRun, value: Value) -> None:
    for atom in value:
        fields = run.state.heap.get(atom)
        if fields and isinstance(atom, Alloc) and any(position_of(label) is not None for label in fields):
            everything = run.state.read(atom, ANY)
            run.state.clear(atom)
            run.state.write(atom, ANY, everything, strong=True)


def _call_key(run: FunctionRun, arguments: Arguments, elements: Value, at: int) -> None:
    chooser = arguments.keywords.get("key")
    if chooser:
        run.call_value(chooser, Arguments([elements]), at)


def iterated(run: FunctionRun, value: Value, at: int) -> Value:
    """Some element of iterating over a value."""
    return run.iterate(value, at)


@native("builtins.list", "builtins.tuple", "builtins.set", "builtins.frozenset", "collections.deque")
def _sequence(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    del receiver
    kind = run.callee_name(at).rpartition(".")[2]
    kind = kind if kind in ("tuple", "set") else "list"
    value = _first(arguments)
    known = positions_of(run, value) if kind != "set" else None
    taints = {atom: hop for atom, hop in value.items() if atom.is_taint}
    fields = {key(number): held for number, held in enumerate(known)} if known is not None else {ANY: iterated(run, value, at)}
    return {**_made(run, at, kind, fields if arguments.positional else {}), **taints}


@native("builtins.sorted", "builtins.reversed")
def _sorted(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    del receiver
    elements = iterated(run, _first(arguments), at)
    _call_key(run, arguments, elements, at)
    known = positions_of(run, _first(arguments)) if run.callee_name(at).endswith("reversed") else None
    fields = {key(number): value for number, value in enumerate(reversed(known))} if known is not None else {ANY: elements}
    return _made(run, at, "list", fields)


@native("builtins.min", "builtins.max")
def _least(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    del receiver
    values = arguments.positional if len(arguments.positional) > 1 else [iterated(run, _first(arguments), at)]
    found = joined([*values, arguments.rest, arguments.keywords.get("default", EMPTY)])
    _call_key(run, arguments, found, at)
    return found


@native("builtins.enumerate")
def _enumerate(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    del receiver
    known = positions_of(run, _first(arguments))
    values = known if known is not None else [iterated(run, _first(arguments), at)]
    pairs = [_made(run, at, "tuple", {key(0): EMPTY, key(1): value}, f"pair {number}") for number, value in enumerate(values)]
    return _made(run, at, "list", {key(number): pair for number, pair in enumerate(pairs)} if known is not None else {ANY: pairs[0]})


@native("builtins.zip", "itertools.zip_longest")
def _zip(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    del receiver
    columns = [positions_of(run, value) for value in arguments.positional]
    if columns and not arguments.rest and all(column is not None for column in columns):
        rows = list(zip(*(column for column in columns if column is not None), strict=False))
        made = [_made(run, at, "tuple", {key(number): value for number, value in enumerate(row)}, f"row {index}") for index, row in enumerate(rows)]
        return _made(run, at, "list", {key(number): row for number, row in enumerate(made)})
    fields = {key(number): iterated(run, value, at) for number, value in enumerate(arguments.positional)}
    if arguments.rest:
        fields[ANY] = iterated(run, arguments.rest, at)
    return _made(run, at, "list", {ANY: _made(run, at, "tuple", fields, "row")})


@native("builtins.map")
def _map(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    del receiver
    columns = [positions_of(run, value) for value in arguments.positional[1:]]
    if len(columns) == 1 and columns[0] is not None and len(columns[0]) <= 8:
        results = [run.call_value(_first(arguments), Arguments([value]), at) for value in columns[0]]
        return _made(run, at, "list", {key(number): value for number, value in enumerate(results)})
    elements = [iterated(run, value, at) for value in arguments.positional[1:]]
    return _made(run, at, "list", {ANY: run.call_value(_first(arguments), Arguments(elements), at)})


@native("builtins.filter", "itertools.filterfalse", "itertools.takewhile", "itertools.dropwhile")
def _filter(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    del receiver
    if len(arguments.positional) < 2:
        return None
    elements = iterated(run, arguments.positional[1], at)
    run.call_value(_first(arguments), Arguments([elements]), at)
    return _made(run, at, "list", {ANY: elements})


@native("functools.reduce")
def _reduce(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    del receiver
    if len(arguments.positional) < 2:
        return None
    elements = iterated(run, arguments.positional[1], at)
    start = joined([elements, *arguments.positional[2:3]])
    once = run.call_value(_first(arguments), Arguments([start, elements]), at)
    return joined((start, run.call_value(_first(arguments), Arguments([joined((start, once)), elements]), at)))


@native("functools.partial", "functools.partialmethod")
def _partial(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    del receiver
    fields = {f"<{number}>": value for number, value in enumerate(arguments.positional[1:])}
    fields.update({f"<={name}>": value for name, value in arguments.keywords.items()})
    return _made(run, at, "partial", {**fields, "<callee>": _first(arguments)})


@native("builtins.getattr")
def _getattr(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    del receiver
    if len(arguments.positional) < 2:
        return None
    constants, others = constants_of(run, arguments.positional[1])
    found = [load_attribute(run, _first(arguments), name, at) for name in constants if isinstance(name, str)]
    if others:
        found.append(run.any_attribute(_first(arguments), at))
    return joined([*found, *arguments.positional[2:3]])


@native("builtins.setattr")
def _setattr(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    del receiver
    if len(arguments.positional) < 3:
        return None
    constants, others = constants_of(run, arguments.positional[1])
    for name in constants:
        if isinstance(name, str):
            store(run, _first(arguments), attribute(name), arguments.positional[2], at)
    if others:
        store(run, _first(arguments), "", run.state.own(arguments.positional[2]), at)
    return EMPTY


@native("builtins.iter")
def _iter(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    del receiver
    return _made(run, at, "generator", {ANY: iterated(run, _first(arguments), at)})


@native("builtins.next", "builtins.anext")
def _next(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    del receiver
    value = _first(arguments)
    told = run.call_method(value, "__next__", Arguments(), at)
    return joined([told if told is not None else element(run, value, ANY, at), *arguments.positional[1:2]])


@native("builtins.super")
def _super(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    del receiver
    return run.super_value(arguments, at)


@native("builtins.vars", "dataclasses.asdict")
def _vars(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    del receiver
    return run.as_mapping(_first(arguments), at)


@native("dataclasses.replace", "copy.replace")
def _replace(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    del receiver
    made: list[Value] = []
    for atom in _first(arguments):
        if isinstance(atom, Alloc) and atom.cls >= 0:
            copy = alloc((run.id, at, "copy", run.numbered(atom)), "object", atom.cls)
            run.state.create(copy, dict(run.state.heap.get(atom, {})))
            made.append({copy: None})
        else:
            made.append({atom: None})
    value = joined(made)
    for name, held in arguments.keywords.items():
        store(run, value, attribute(name), held, at)
    return value


@native("builtins.staticmethod", "builtins.classmethod", "builtins.property", "functools.wraps", "functools.lru_cache", "functools.cache", "functools.cached_property")
def _keeps_function(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    del run, receiver, at
    return _first(arguments) if arguments.decorator else None


@native("operator.attrgetter", "operator.itemgetter")
def _getter(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    del receiver
    kind = run.callee_name(at).rpartition(".")[2]
    return _made(run, at, "getter", {f"<{kind} {number}>": value for number, value in enumerate(arguments.positional)})


@native("collections.defaultdict")
def _defaultdict(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    made = _dict(run, Arguments(arguments.positional[1:], arguments.keywords), receiver, at)
    for thing in made or ():
        run.state.write(thing, "<factory>", _first(arguments), strong=True)
    return made


@native("json.dumps", "pickle.dumps", "marshal.dumps")
def _dumps(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    del receiver
    made = alloc((run.id, at, "document"), "document")
    run.state.create(made, {DOCUMENT: _first(arguments)})
    return {made: None, TEXT: None, **run.moved(only_taints(joined((run.state.deep(_first(arguments)), text_of(run, _first(arguments), at)))), Verb.FORMAT, at)}


@native("json.loads", "pickle.loads", "marshal.loads")
def _loads(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    del receiver
    documents = [atom for atom in _first(arguments) if isinstance(atom, Alloc) and atom.kind == "document"]
    if not documents:
        return None
    return run.moved(joined(run.state.read(document, DOCUMENT) for document in documents), Verb.CALL, at)
