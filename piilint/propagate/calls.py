"""Calls: who is called, how arguments meet parameters, and what comes back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from piilint.ir import instructions as ir
from piilint.propagate import generators
from piilint.propagate.arguments import Arguments
from piilint.propagate.atoms import (
    BOUND_SELF,
    EMPTY,
    OPAQUE,
    Absent,
    Alloc,
    Atom,
    Bound,
    Cls,
    Const,
    Ext,
    ExtInst,
    Fact,
    Func,
    Inst,
    Maybe,
    Member,
    Sym,
    Value,
    alloc,
    cls_atom,
    sym,
)
from piilint.propagate.binding import bind
from piilint.propagate.builtin_bases import fill_base
from piilint.propagate.deferred import Deferred, note_coroutine, note_generator
from piilint.propagate.dispatched import chosen_functions
from piilint.propagate.enums import enum_members
from piilint.propagate.exceptions import is_exception, keep_arguments
from piilint.propagate.filled import fill
from piilint.propagate.function_objects import call_getter, call_partial, captured, is_getter, is_partial
from piilint.propagate.instantiate import Instantiation, specialised
from piilint.propagate.members import BARE, EXACT
from piilint.propagate.memory import joined
from piilint.propagate.native_registry import NATIVES
from piilint.propagate.receivers import of_one_container, unknown_receivers
from piilint.propagate.records import fill_fields
from piilint.propagate.registrations import Registered
from piilint.propagate.rendering import call_pending, call_template
from piilint.propagate.summary import NAMED
from piilint.propagate.taints import only_taints
from piilint.propagate.things import is_nameless, names_of, things_of
from piilint.terms.access_path import attribute

if TYPE_CHECKING:
    from piilint.propagate.run import FunctionRun


MAX_TOLD_APART = 6
"""Functions that one call may reach and is still handed to each with all that is known; beyond, none is told apart."""


def call_value(run: FunctionRun, callee: Value, arguments: Arguments, at: int) -> Value:
    """Calls whatever the callee may be; the results joined."""
    chosen: list[tuple[Atom, Atom]] = []
    carried, beside = only_taints(callee), dict[Atom, Value]()
    many, run.calls_many = run.calls_many, len(callee) > MAX_TOLD_APART
    if len(callee) > 1 and any(isinstance(atom, Member) for atom in callee):
        carried = {**run.state.own(unknown_receivers(run, callee)), **carried}
        callee, beside = of_one_container(callee)
    for atom in callee:
        if atom.is_taint or isinstance(atom, Absent) or (isinstance(atom, Const) and len(callee) > 1):
            # `helper = None`, where the import failed, is not what is called
            continue
        if isinstance(atom, Sym):
            run.engine.look_at_fillers(atom)
        things = things_of(run, atom)
        if isinstance(atom, Sym) and not things:
            run.want(atom)
            # what a caller's object does with personal data, only that caller knows
            run.asks = run.asks or (
                atom.root[0] in ("p", "x")
                and any(isinstance(one, (Fact, Maybe)) for value in arguments.all() for one in value)
            )
            continue
        if isinstance(atom, Sym):
            _ask(run, atom, things, at)
        chosen.extend((thing, atom) for thing in things)
    before, run.is_one_of = run.is_one_of, run.is_one_of or sum(map(_has_body, chosen)) > 1
    results = [
        _call_thing(run, thing, atom, {**beside.get(thing, EMPTY), **carried}, arguments, at) for thing, atom in chosen
    ]
    run.calls_many, run.is_one_of = many, before
    return joined(results) if chosen else run.call_unknown(callee, arguments, at)


def _has_body(chosen: tuple[Atom, Atom]) -> bool:
    thing = chosen[0]
    return isinstance(thing, (Func, Bound)) or (isinstance(thing, Alloc) and thing.kind == "closure")


def _call_thing(run: FunctionRun, thing: Atom, atom: Atom, carried: Value, arguments: Arguments, at: int) -> Value:
    """Calls one thing; `carried` is what the callee's value carries, and so the receiver that it was read from."""
    captures = atom if isinstance(atom, (Sym, Alloc)) else None
    if isinstance(thing, Func):
        return call_function(run, thing.id, arguments, at, captures=captures)
    if isinstance(thing, Bound):
        owner = _bound_to(run, thing, atom)
        return call_function(run, thing.function, arguments, at, receiver={owner: None, **carried}, captures=captures)
    if isinstance(thing, Alloc) and thing.kind == "closure":
        receiver = run.engine.fields_of(run, thing).get(BOUND_SELF)
        return call_function(run, thing.function, arguments, at, receiver=receiver, captures=thing)
    if is_partial(thing):
        return call_partial(run, thing, atom, arguments, at)
    if is_getter(thing):
        return call_getter(run, thing, arguments, at)
    if isinstance(thing, Alloc) and thing.kind == "base_method":
        fields = run.state.heap.get(thing, {})
        name = next(one for one in fields["<callee>"] if isinstance(one, Ext)).name
        return run.call_library((name,), thing, fields[BOUND_SELF], arguments, at)
    if isinstance(thing, Cls):
        return construct(run, thing.id, arguments, at)
    if isinstance(thing, (Alloc, Inst)) and thing.cls >= 0:
        method = run.program.method(thing.cls, "__call__")
        if method is not None:
            return call_function(run, method, arguments, at, receiver={atom: None})
        if not arguments.all() and BARE.issuperset(run.program.classes[thing.cls].external_bases):
            # no object of the class can be called: a reference to one can
            return {atom: None}
        return run.call_library(
            tuple(f"{name}.__call__" for name in names_of(run.engine, thing)), thing, {atom: None}, arguments, at
        )
    if isinstance(thing, Ext) and not run.function.is_python:
        registered = run.engine.registrations.of(thing.name)
        if registered:
            return joined(_call_registered(run, one, arguments, at) for one in registered)
    if isinstance(thing, Ext) and arguments.positional and _is_unbound_method(thing.name):
        receiver = arguments.positional[0]
        return run.call_library((thing.name,), thing, {**receiver, **carried}, arguments.without_first(), at)
    if isinstance(thing, (Ext, ExtInst, Member)) and not is_nameless(thing):
        names = names_of(run.engine, thing)
        receiver = _library_receiver(run, thing, atom, names, carried, at) if isinstance(thing, Member) else None
        return run.call_library(names, thing, receiver, arguments, at)
    return run.call_unknown({atom: None, **carried}, arguments, at)


def _bound_to(run: FunctionRun, method: Bound | Member, atom: Atom) -> Atom:
    """The object of a method: where a variable that others filled keeps it, what that variable tells."""
    receiver = method.receiver
    # a port of the function that put the method there is none of this one
    foreign = isinstance(receiver, Sym) or (isinstance(receiver, Alloc) and receiver not in run.state.heap)
    return sym(atom.root, (*atom.path, BOUND_SELF)) if isinstance(atom, Sym) and foreign else receiver


OF_CLASSES = ("__new__", "fromkeys", "maketrans", "fromhex", "from_bytes")
"""Methods of the built-in types that are called on the type itself."""


def _is_unbound_method(name: str) -> bool:
    """Whether a name is that of a method that is read from a built-in type: `str.join(",", parts)`."""
    module, _, rest = name.partition(".")
    return module == "builtins" and "." in rest and not rest.endswith(OF_CLASSES)


def _ask(run: FunctionRun, atom: Sym, things: tuple[Atom, ...], at: int) -> None:
    """Where the program tells several things that are called here, a caller may know which one it is."""
    if len(things) > 1:
        run.want(atom)
        for index in chosen_by(run, at):
            run.want(index, NAMED)
    elif isinstance(things[0], Cls) and not atom.path and run.program.classes[things[0].id].subclasses:
        run.want(atom)


MAX_CHOICE = 8
"""Steps between a call and the table that its callee comes from: `TABLE[name].cls(config).run`."""


def chosen_by(run: FunctionRun, at: int) -> list[Sym]:
    """The symbols by which the callee is chosen from a table: `TABLE[name](x)`, `TABLE.get(name)(x)`."""
    call = run.code[at] if at >= 0 else None
    chosen = run.code[call.callee] if isinstance(call, ir.Call) else None
    index = -1
    for _ in range(MAX_CHOICE):
        if isinstance(chosen, ir.Assign | ir.Unpack):
            chosen = run.code[chosen.value]
        elif isinstance(chosen, ir.LoadAttribute):
            chosen = run.code[chosen.object]
        elif isinstance(chosen, ir.LoadItem) and not isinstance(run.code[chosen.index], ir.Constant):
            index = chosen.index
            break
        elif isinstance(chosen, ir.LoadItem):
            chosen = run.code[chosen.object]
        elif isinstance(chosen, ir.Call):
            read = run.code[chosen.callee]
            if isinstance(read, ir.LoadAttribute) and read.name == "get" and chosen.arguments:
                index = chosen.arguments[0]
                break
            chosen = read
        else:
            break
    return [one for one in run.values[index] if isinstance(one, Sym)] if index >= 0 else []


def _call_registered(run: FunctionRun, registered: Registered, arguments: Arguments, at: int) -> Value:
    """A function of the program that a template calls by the name that it was registered under."""
    if registered.with_context:
        arguments = arguments.with_first({sym(("p", 0)): None})
    result = call_function(run, registered.function, arguments, at)
    if registered.template is None:
        return result
    module = run.program.template(registered.dialect, registered.template)
    if module is not None:
        call_template(run, run.program.modules[module].first_function, result, at, None, "")
    return EMPTY


def _library_receiver(
    run: FunctionRun, thing: Member, atom: Atom, names: tuple[str, ...], carried: Value, at: int
) -> Value:
    """The object that a library's method is called on: where rules put data into it, the caller's object itself."""
    if (
        isinstance(thing.receiver, ExtInst)
        and not thing.receiver.site
        and (run.engine.knowledge.keeps(names) or any(name in NATIVES for name in names))
    ):
        if isinstance(atom, Sym) and atom.path[-1:] == (attribute(thing.name),):
            return {sym(atom.root, atom.path[:-1]): None, **carried}
        if isinstance(atom, Sym) and atom in run.context:
            return {sym(atom.root, (*atom.path, BOUND_SELF)): None, **carried}
        held = run.engine.receiver_of(run, at)[0] or EMPTY
        meant: Value = {one: None for one in held if isinstance(one, Sym) and thing.receiver in things_of(run, one)}
        if meant:
            return {**meant, **carried}
    own = isinstance(thing.receiver, Inst) and any(name in NATIVES for name in names)
    if own or (isinstance(thing.receiver, Inst) and run.engine.listings.filled(thing.receiver.cls)):
        meant = {one: None for one in _read_from(run, at) if isinstance(one, Sym)}
        if meant:
            return {**meant, **carried}
    if isinstance(thing.receiver, ExtInst) and not thing.receiver.site and thing.receiver.model == -1:
        typed = isinstance(atom, Sym) and atom.path[-1:] == (attribute(thing.name),)
        if typed and isinstance(atom, Sym) and run.engine.knowledge.of_calls(names).propagators:
            # of what a caller hands in as an object of a library more is known than its class
            carried = {**run.state.own({sym(atom.root, atom.path[:-1]): None}), **carried}
    return {_bound_to(run, thing, atom): None, **carried}


def _read_from(run: FunctionRun, at: int) -> Value:
    """What a method is read from at an instruction that calls it, or that calls what it reads, `super()` or not."""
    instruction = run.code[at] if at >= 0 else None
    if isinstance(instruction, ir.Call):
        instruction = run.code[instruction.callee]
    found = run.values[instruction.object] if isinstance(instruction, ir.LoadAttribute) else EMPTY
    return joined(run.state.heap.get(atom, {}).get(BOUND_SELF) or {atom: hop} for atom, hop in found.items())


def call_function(
    run: FunctionRun,
    function: int,
    arguments: Arguments,
    at: int,
    receiver: Value | None = None,
    captures: Atom | None = None,
) -> Value:
    """Calls a function of the program: its summary at this call, and what rules say of its name."""
    at = at if at >= 0 else run.at
    if function in run.engine.dispatching:
        deciding = arguments.positional[0] if arguments.positional else EMPTY
        chosen = chosen_functions(run, function, deciding)
        if chosen != [function]:
            others = [one for one in chosen if one != function]
            told = [call_function(run, one, arguments, at, receiver, captures) for one in others]
            if function not in chosen:
                return joined(told)
            return joined([*told, _call_once(run, function, arguments, at, receiver, captures)])
    return _call_once(run, function, arguments, at, receiver, captures)


def _call_once(
    run: FunctionRun, function: int, arguments: Arguments, at: int, receiver: Value | None, captures: Atom | None
) -> Value:
    active = (function, *(receiver or ()))
    if active in run.active:
        # a property or a dunder method that comes back to itself on one object adds nothing
        return EMPTY
    run.active.add(active)
    try:
        return _call_function(run, function, arguments, at, receiver, captures)
    finally:
        run.active.discard(active)


MAX_NESTING = 12
"""Accessors that run accessors while one instruction is looked at."""


def _call_function(
    run: FunctionRun, function: int, arguments: Arguments, at: int, receiver: Value | None, captures: Atom | None
) -> Value:
    if len(run.active) > MAX_NESTING:
        return {OPAQUE: None}
    engine = run.engine
    owner = run.program.functions[function]
    engine.called.add(function)
    if owner.ir.generator and arguments.unused:
        # nobody goes through what it gives, so that its body never runs
        return EMPTY
    ports = bind(run, function, arguments, receiver, at, captures)
    for name in owner.ir.captures:
        ports["x", name] = captured(run, function, captures, name)
    instantiation = Instantiation(run, ports, at)
    specs = engine.specs_of_function(function, next(iter(receiver), None) if receiver else None)
    result: Value = EMPTY
    if len(engine.depth) < engine.MAX_DEPTH or engine.known(function):
        summary = engine.summary(function, (), run) if run.calls_many else specialised(run, function, instantiation)
    else:
        summary = engine.later(function, run)
    if specs:
        run.before_call(specs, arguments, receiver, at)
    if engine.on_call is not None:
        engine.on_call(function, instantiation)
    returns, yields = instantiation.apply(summary)
    if summary.pending:
        call_pending(instantiation, summary, None, "")
    if owner.ir.generator:
        made = alloc((run.id, at, "generator", function, *run.turn), "generator", -1, function)
        generators.made(run, made, ports, yields, returns)
        note_generator(run, made, Deferred(function, arguments, at, receiver, captures, run.turn))
        result = {made: None}
    else:
        result = returns
        if owner.ir.asynchronous:
            note_coroutine(run, Deferred(function, arguments, at, receiver, captures, run.turn))
        if summary.never_returns:
            run.never = True
    if specs:
        result = run.after_call(
            specs, run.returned_by_rules(specs, result, arguments, receiver, at), arguments, receiver, at
        )
    return result


def construct(run: FunctionRun, cls: int, arguments: Arguments, at: int) -> Value:
    """Calls a class of the program: a new object, then `__init__` or what stands for it."""
    engine, program = run.engine, run.program
    if engine.is_enum(cls) and arguments.positional:
        return enum_members(run, cls, arguments.positional[0])
    meta = engine.metaclass_of(cls)
    caller = program.method(meta, "__call__") if meta is not None else None
    if caller is not None and caller != run.id:
        return call_function(run, caller, arguments, at, receiver={cls_atom(cls): None})
    made = alloc((run.id, at, "new", cls, *run.turn), "object", cls)
    run.state.create(made, {})
    value: Value = {made: None}
    names = engine.class_names(cls)
    specs = engine.knowledge.of_calls(names)
    if specs:
        # of what a library's class shows by itself, one below it speaks for itself
        own = tuple(sink for sink in specs.sinks if not sink.instances)
        run.before_call(specs._replace(sinks=own), arguments, None, at)
    fill(run, cls, made, arguments, at)
    maker = program.method(cls, "__new__")
    if maker is not None:
        made_by_new = call_function(
            run, maker, replace(arguments, positional=[{cls_atom(cls): None}, *arguments.positional]), at
        )
        value = made_by_new or value
    start = program.method(cls, "__init__")
    if is_exception(run, cls):
        keep_arguments(run, value, arguments, at)
    if start is not None:
        call_function(run, start, arguments, at, receiver=value)
    elif maker is None:
        fill_fields(run, cls, value, arguments, at)
        fill_base(run, cls, value, arguments, at)
    if specs:
        value = run.after_call(specs, value, arguments, None, at)
    return value


def call_method(run: FunctionRun, value: Value, name: str, arguments: Arguments, at: int) -> Value | None:
    """Calls a method that the program's classes define for syntax (`__iter__`, `__str__`); None where none does."""
    results: list[Value] = []
    for atom in value:
        if atom.is_taint:
            continue
        things = things_of(run, atom)
        if isinstance(atom, Sym) and not things:
            run.want(atom)
        for thing in things:
            if isinstance(thing, (Inst, Alloc)) and thing.cls >= 0:
                method = run.program.method(thing.cls, name)
                if method is None:
                    continue
                exact = isinstance(thing, Alloc) or thing.site == EXACT
                targets = (method,) if exact else run.engine.overrides(thing.cls, name, method)
                results.extend(call_function(run, one, arguments, at, receiver={atom: None}) for one in targets)
    return joined(results) if results else None
