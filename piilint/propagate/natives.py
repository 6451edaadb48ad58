"""Built-in functions that call what they are given, look at objects by name, or read back what they wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING

from piilint.ir.instructions import Call
from piilint.propagate.access import constants_of, element, load_attribute
from piilint.propagate.arguments import Arguments, positions_of
from piilint.propagate.assignments import assigned_attribute
from piilint.propagate.atoms import (
    EMPTY,
    TEXT,
    Alloc,
    Sym,
    Value,
    alloc,
    const,
)
from piilint.propagate.deferred import asked
from piilint.propagate.exceptions import exception, names_handled
from piilint.propagate.made_classes import made_class
from piilint.propagate.members import classes_of
from piilint.propagate.memory import joined
from piilint.propagate.name_shapes import names_shaped
from piilint.propagate.native_registry import (
    DEQUE,
    DOCUMENT,
    NATIVES,
    call_each,
    call_key,
    first_of,
    iterated,
    made_of,
    native,
    read_back,
)
from piilint.propagate.pairs import paired
from piilint.propagate.sequences import taken
from piilint.propagate.serialised import by_default
from piilint.propagate.sizes import ask_size_of
from piilint.propagate.stores import forget_positions, name_attributes, store, used_up
from piilint.propagate.summary import NAMED
from piilint.propagate.taints import only_taints
from piilint.propagate.text import text_of
from piilint.terms.access_path import ANY, attribute, key
from piilint.terms.flow import Verb

if TYPE_CHECKING:
    from piilint.propagate.run import FunctionRun

MOST_APART = 8
"""Elements that a function is called with one by one; with more, once with any of them."""


@native("builtins.list", "builtins.tuple", "builtins.set", "builtins.frozenset", "collections.deque")
def _sequence(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    del receiver
    kind = run.callee_name(at).rpartition(".")[2]
    kind = "set" if kind == "frozenset" else kind if kind in ("tuple", "set") else "list"
    value = first_of(arguments)
    if kind != "set":
        ask_size_of(run, value)
    known = positions_of(run, value) if kind != "set" else None
    taints = {atom: hop for atom, hop in value.items() if atom.is_taint}
    fields = (
        {key(number): held for number, held in enumerate(known)}
        if known is not None
        else {ANY: iterated(run, value, at)}
    )
    tag = DEQUE if kind == "list" and run.callee_name(at).endswith(DEQUE) else "made"
    return {**made_of(run, at, kind, fields if arguments.positional else {}, tag), **taints}


@native("builtins.sorted", "builtins.reversed")
def _sorted(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    del receiver
    elements = iterated(run, first_of(arguments), at)
    call_key(run, arguments, elements, at)
    known = positions_of(run, first_of(arguments)) if run.callee_name(at).endswith("reversed") else None
    fields = (
        {key(number): value for number, value in enumerate(reversed(known))} if known is not None else {ANY: elements}
    )
    return made_of(run, at, "list" if run.callee_name(at).endswith("sorted") else "generator", fields)


@native("builtins.min", "builtins.max")
def _least(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    del receiver
    values = arguments.positional if len(arguments.positional) > 1 else [iterated(run, first_of(arguments), at)]
    found = joined([*values, arguments.rest, arguments.keywords.get("default", EMPTY)])
    call_key(run, arguments, found, at)
    return found


@native("builtins.enumerate")
def _enumerate(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    del receiver
    known = positions_of(run, first_of(arguments))
    values = known if known is not None else [iterated(run, first_of(arguments), at)]
    start, others = constants_of(run, (arguments.keywords.get("start") or joined(arguments.positional[1:2])), 0)
    first = start[0] if len(start) == 1 and not others and isinstance(start[0], int) else None
    first = 0 if len(arguments.positional) < 2 and "start" not in arguments.keywords else first
    pairs = [
        made_of(
            run,
            at,
            "tuple",
            {key(0): EMPTY if known is None or first is None else {const(first + number): None}, key(1): value},
            f"pair {number}",
        )
        for number, value in enumerate(values)
    ]
    return made_of(
        run,
        at,
        "generator",
        {key(number): pair for number, pair in enumerate(pairs)} if known is not None else {ANY: pairs[0]},
    )


@native("builtins.zip", "itertools.zip_longest")
def _zip(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    del receiver
    for value in arguments.positional:
        ask_size_of(run, value)
    if any(arguments.positional.count(value) > 1 for value in arguments.positional):
        # `zip(rows, rows)`: of one iterator each column has other elements
        for value in arguments.positional:
            used_up(run, value)
    columns = [positions_of(run, value) for value in arguments.positional]
    if columns and not arguments.rest and all(column is not None for column in columns):
        rows = list(zip(*(column for column in columns if column is not None), strict=False))
        made = [
            made_of(run, at, "tuple", {key(number): value for number, value in enumerate(row)}, f"row {index}")
            for index, row in enumerate(rows)
        ]
        return made_of(run, at, "generator", {key(number): row for number, row in enumerate(made)})
    fields = {key(number): iterated(run, value, at) for number, value in enumerate(arguments.positional)}
    row = positions_of(run, {atom: hop for atom, hop in arguments.rest.items() if not atom.is_opaque})
    if row and not fields:
        # `zip(*rows)` makes columns of rows
        turned = [made_of(run, at, "tuple", {ANY: held}, f"column {number}") for number, held in enumerate(row)]
        return made_of(run, at, "generator", {key(number): column for number, column in enumerate(turned)})
    if arguments.rest:
        fields[ANY] = iterated(run, arguments.rest, at)
    return made_of(run, at, "generator", {ANY: made_of(run, at, "tuple", fields, "row")})


@native("itertools.islice")
def _islice(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    del receiver
    value = first_of(arguments)
    known = positions_of(run, value)
    ends: list[int | None] = []
    for bound in arguments.positional[1:]:
        constants, others = constants_of(run, bound, 0)
        if others or len(constants) != 1 or not (constants[0] is None or isinstance(constants[0], int)):
            known = None
        else:
            ends.append(constants[0])
    if known is None or not ends or any(isinstance(end, int) and end < 0 for end in ends) or run.in_loop:
        used_up(run, value)
        return None
    used_up(run, value)
    return made_of(run, at, "generator", {key(number): one for number, one in enumerate(known[slice(*ends)])})


@native("builtins.map", "concurrent.futures.Executor.map")
def _map(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    del receiver
    columns = [positions_of(run, value) for value in arguments.positional[1:]]
    if len(columns) == 1 and columns[0] is not None and len(columns[0]) <= MOST_APART:
        results = call_each(run, first_of(arguments), (Arguments([value]) for value in columns[0]), at)
        return made_of(run, at, "generator", {key(number): value for number, value in enumerate(results)})
    elements = [iterated(run, value, at) for value in arguments.positional[1:]]
    return made_of(run, at, "generator", {ANY: run.call_value(first_of(arguments), Arguments(elements), at)})


@native("builtins.filter", "itertools.filterfalse", "itertools.takewhile", "itertools.dropwhile")
def _filter(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    del receiver
    if len(arguments.positional) < 2:
        return None
    elements = iterated(run, arguments.positional[1], at)
    run.call_value(first_of(arguments), Arguments([elements]), at)
    return made_of(run, at, "generator", {ANY: elements})


@native("functools.reduce")
def _reduce(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    del receiver
    if len(arguments.positional) < 2:
        return None
    elements = iterated(run, arguments.positional[1], at)
    ask_size_of(run, arguments.positional[1])
    step, start = first_of(arguments), arguments.positional[2:3]
    known = positions_of(run, arguments.positional[1])
    if known is not None and 0 < len(known) + len(start) <= MOST_APART:
        told, *rest = [*start, *known]
        before = run.turn
        for number, value in enumerate(rest):
            run.turn = (*before, number)
            told = run.call_value(step, Arguments([told, value]), at)
        run.turn = before
        return told
    first = joined(start) if start else elements
    once = run.call_value(step, Arguments([first, elements]), at)
    return joined((first, run.call_value(step, Arguments([joined((first, once)), elements]), at)))


@native("concurrent.futures.as_completed", "asyncio.as_completed")
def _as_completed(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    # of a mapping, as everywhere, the keys
    del receiver
    return made_of(run, at, "list", {ANY: iterated(run, first_of(arguments), at)})


@native("itertools.starmap")
def _starmap(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    del receiver
    if len(arguments.positional) < 2:
        return None
    rows = positions_of(run, arguments.positional[1])
    apart = rows is not None and len(rows) <= MOST_APART
    handed = []
    for row in rows if rows is not None and apart else [iterated(run, arguments.positional[1], at)]:
        known = positions_of(run, row)
        handed.append(Arguments(known) if known is not None else Arguments(rest=iterated(run, row, at), sequence=row))
    results = call_each(run, first_of(arguments), handed, at)
    return made_of(run, at, "generator", {key(number) if apart else ANY: value for number, value in enumerate(results)})


@native("functools.partial", "functools.partialmethod")
def _partial(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    del receiver
    fields = {f"<{number}>": value for number, value in enumerate(arguments.positional[1:])}
    fields.update({f"<={name}>": value for name, value in arguments.keywords.items()})
    kind = run.method_name(at)
    kind = kind if kind == "partialmethod" else "partial"
    return made_of(run, at, kind, {**fields, "<callee>": first_of(arguments)})


@native("builtins.getattr")
def _getattr(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    del receiver
    if len(arguments.positional) < 2:
        return None
    constants, others = constants_of(run, arguments.positional[1], NAMED)
    found = [load_attribute(run, first_of(arguments), name, at) for name in constants if isinstance(name, str)]
    if others:
        named = [
            load_attribute(run, first_of(arguments), name, at) for name in names_shaped(run, first_of(arguments), at)
        ]
        found.extend(named or [run.any_attribute(first_of(arguments), at)])
    return joined([*found, *arguments.positional[2:3]])


UNNAMED = "under a name that is made at run time"


@native("builtins.setattr")
def _setattr(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    del receiver
    if len(arguments.positional) < 3:
        return None
    constants, others = constants_of(run, arguments.positional[1], NAMED)
    for atom in first_of(arguments):
        if isinstance(atom, Sym):
            # which of its attributes are descriptors, its class says
            run.want(atom)
    mapping = None
    if others or len(constants) > 1:
        call = run.code[at] if at >= 0 else None
        direct = isinstance(call, Call) and len(call.arguments) == 3 and not call.stars
        mapping = paired(run, call.arguments[1], call.arguments[2]) if direct and isinstance(call, Call) else None
    for name in constants:
        if isinstance(name, str):
            assigned_attribute(run, first_of(arguments), name, arguments.positional[2], at)
            if mapping is None and not run.call_setter(first_of(arguments), name, arguments.positional[2], at):
                store(run, first_of(arguments), attribute(name), arguments.positional[2], at)
    if others or mapping is not None:
        if mapping is not None:
            name_attributes(run, first_of(arguments), mapping)
        else:
            held = run.moved(arguments.positional[2], Verb.STORE, at, UNNAMED, unresolved=True)
            name_attributes(run, first_of(arguments), made_of(run, at, "dict", {ANY: held}, "named"))
    return EMPTY


@native("builtins.iter", "builtins.tuple.__iter__")
def _iter(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    arguments = Arguments([receiver]) if receiver is not None else arguments
    known = positions_of(run, first_of(arguments)) if len(arguments.positional) == 1 else None
    if known is not None and not run.in_loop:
        return made_of(run, at, "generator", {key(number): value for number, value in enumerate(known)})
    return made_of(run, at, "generator", {ANY: iterated(run, first_of(arguments), at)})


@native("builtins.next", "builtins.anext")
def _next(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    del receiver
    value = first_of(arguments)
    for atom in value:
        if isinstance(atom, Alloc) and atom in run.deferred:
            asked(run, atom, at)
    step = "__anext__" if run.method_name(at) == "anext" else "__next__"
    told = run.call_method(value, step, Arguments(), at)
    first = taken(run, value) if told is None else None
    # whoever handed an iterator in no longer has what was taken from it
    forget_positions(run, {atom: hop for atom, hop in value.items() if isinstance(atom, Sym)})
    if first is not None:
        return first
    return joined([told if told is not None else element(run, value, ANY, at), *arguments.positional[1:2]])


@native("builtins.super")
def _super(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    del receiver
    return run.super_value(arguments, at)


@native("builtins.type")
def _type(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    del receiver
    alone = len(arguments.positional) == 1
    return classes_of(run, first_of(arguments)) if alone else made_class(run, arguments, at)


@native("os.fspath")
def _fspath(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    del receiver
    return run.call_method(first_of(arguments), "__fspath__", Arguments(), at)


@native("builtins.vars")
def _vars(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    if not arguments.all():
        return NATIVES["builtins.locals"](run, arguments, receiver, at)
    return run.as_mapping(first_of(arguments), at)


@native(
    "builtins.staticmethod",
    "builtins.classmethod",
    "builtins.property",
    "functools.wraps",
    "functools.lru_cache",
    "functools.cache",
    "functools.cached_property",
)
def _keeps_function(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    del run, receiver, at
    return first_of(arguments) if arguments.decorator else None


@native("operator.attrgetter", "operator.itemgetter")
def _getter(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    del receiver
    kind = run.callee_name(at).rpartition(".")[2]
    return made_of(
        run, at, "getter", {f"<{kind} {number}>": value for number, value in enumerate(arguments.positional)}
    )


@native("builtins.int", "builtins.float")
def _number(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    """A text that is no number stands in the exception that says so, for a handler that is near and is made for it."""
    del receiver
    text = only_taints(run.state.own(first_of(arguments))) if run.handler >= 0 else EMPTY
    if text and names_handled(run, "ValueError"):
        run.throw(exception(run, "builtins.ValueError", Arguments([{TEXT: None, **text}]), at))
    return None


@native("json.dumps", "pickle.dumps", "marshal.dumps")
def _dumps(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    del receiver
    made = alloc((run.id, at, "document", *run.turn), "document")
    value = first_of(arguments)
    if "default" in arguments.keywords:
        value = by_default(run, value, arguments.keywords["default"], at, 0)
    run.state.create(made, {DOCUMENT: value})
    shown = only_taints(joined((run.state.deep(value), text_of(run, value, at))))
    return {made: None, TEXT: None, **run.moved(shown, Verb.FORMAT, at)}


@native("json.loads", "json.load", "pickle.loads", "pickle.load", "marshal.loads", "marshal.load")
def _loads(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    del receiver
    text = first_of(arguments)
    if not any(isinstance(atom, Sym) or DOCUMENT in run.state.heap.get(atom, ()) for atom in text):
        return None
    return run.moved(read_back(run, text), Verb.CALL, at)
