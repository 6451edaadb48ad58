"""Generators that are gone on with: what is sent into one, or thrown, and where it comes out.

A generator's body runs where it is called, as if it were asked for all that it yields. What is sent into it and what is
thrown are ports of their own, which nothing reaches then; where somebody sends or throws, the body runs once more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeGuard

from piilint.ir.blocks import first_yields, hands_out
from piilint.ir.instructions import Yield
from piilint.propagate.atoms import EMPTY, Alloc, Atom, Const, ExtInst, Sym, Value, alloc, below, sym
from piilint.propagate.exceptions import raised
from piilint.propagate.instantiate import Instantiation, specialised
from piilint.propagate.memory import ITER, SPREAD, State, is_element, joined
from piilint.propagate.native_registry import first_of, native
from piilint.propagate.sequences import TAKEN
from piilint.propagate.summary import CALLED, KIND
from piilint.propagate.things import things_of
from piilint.terms.access_path import ANY, key, position_of

if TYPE_CHECKING:
    from piilint.propagate.arguments import Arguments
    from piilint.propagate.run import FunctionRun

SENT, THROWN, YIELDED = ("s",), ("t",), ("y",)
"""The roots of what is sent into a generator, of what is thrown, and of what it yielded as whoever asked left it."""
RETURNED = "<return>"
ORDER = "order"
"""The kind of what a summary tells of the order in which a generator yields: the first elements, and any behind."""


def in_order(run: FunctionRun, state: State) -> Value:
    """What the generator of this look yields first, second ..., where that is sure, as an object in the memory."""
    first = first_yields(run.body) if run.yielded else []
    if not first or run.engine.listens(run.id):
        return EMPTY
    fields = {key(number): run.yielded.get(at, EMPTY) for number, at in enumerate(first)}
    behind = joined(value for at, value in run.yielded.items() if at not in first)
    if len(first) < sum(isinstance(one, Yield) for one in run.code):
        fields[ANY] = behind
    thing = alloc((run.id, -1, ORDER), ORDER)
    state.create(thing, fields)
    return {thing: None}


def _elements(run: FunctionRun, thing: Alloc, yields: Value) -> dict[str, Value]:
    """What a generator holds: its elements, in order where that is known."""
    order = next((atom for atom in yields if isinstance(atom, Alloc) and atom.kind == ORDER), None)
    if order is None:
        return {ANY: yields}
    fields = run.state.heap.get(order, {})
    if (thing, "asked") not in run.active:
        return dict(fields)
    # it is gone on with: what was taken is gone
    taken = run.state.heap.get(thing, {}).get(TAKEN, EMPTY)
    gone = max((atom.value for atom in taken if isinstance(atom, Const)), default=0)
    if ANY in run.state.heap.get(thing, {}):
        return {ANY: joined(fields.values())}
    moved = {label: value for label, value in fields.items() if (position_of(label) or 0) >= gone or label == ANY}
    return {
        label if (place := position_of(label)) is None else key(place - gone): value for label, value in moved.items()
    }


def made(run: FunctionRun, thing: Alloc, ports: dict[tuple[object, ...], Value], yields: Value, returns: Value) -> None:
    """A generator is called: it keeps what it was called with, if it will be gone on with."""
    fields = {**_elements(run, thing, yields), RETURNED: returns}
    if run.engine.listens(thing.function) or _hands_out(run, thing):
        fields.update({f"<{root[0]} {root[1]}>": value for root, value in ports.items()})
    run.state.create(thing, fields)


def handed_out(run: FunctionRun, value: Value) -> None:
    """What a manager yields, whoever uses it may fill before the manager goes on."""
    if len(run.yielded) > 1 or not hands_out(run.body):
        return
    root = sym(YIELDED)
    for atom in value:
        if not isinstance(atom, Alloc) or atom.kind not in ("list", "set", "dict", "object"):
            continue
        for label, held in list(run.state.heap.get(atom, {}).items()):
            if label[:1] == "." or (is_element(label) and label != ANY):
                run.state.write(atom, label, joined((held, {below(root, label): None})), strong=True)
        if atom.kind == "dict":
            run.state.write(atom, SPREAD, {root: None}, strong=False)
        elif atom.kind != "object":
            run.state.write(atom, ANY, {below(root, ITER): None}, strong=False)


def left(run: FunctionRun, thing: Alloc, at: int) -> None:
    """A manager goes on behind what it yielded: with that, and all that it knows, as the body of the `with` left it."""
    if not _hands_out(run, thing):
        return
    called_at = thing.site[1] if thing.site[0] == run.id else at
    before = {
        one: fields
        for one, fields in run.state.heap.items()
        if isinstance(one, Alloc) and one.site[:2] == (run.id, called_at) and one is not thing
    }
    resumed(run, thing, thing.function, YIELDED, run.state.heap.get(thing, {}).get(ANY, EMPTY), at)
    for one, fields in before.items():
        again = run.state.heap.get(one)
        if again is not None and again is not fields:
            labels = {**fields, **again}
            run.state.create(one, {name: joined((fields.get(name, EMPTY), again.get(name, EMPTY))) for name in labels})


def _hands_out(run: FunctionRun, thing: Alloc) -> bool:
    return thing.function >= 0 and hands_out(run.program.functions[thing.function].body)


def _kept(run: FunctionRun, holder: Alloc | Sym, function: int) -> dict[str, Value]:
    """What a generator keeps, here or with a caller."""
    if isinstance(holder, Alloc):
        return run.state.heap.get(holder, {})
    owner = run.program.functions[function].ir
    labels = [ANY, f"<{SENT[0]}>", f"<{THROWN[0]}>", *(f"<p {number}>" for number in range(len(owner.parameters)))]
    return {label: run.state.read(holder, label) for label in (*labels, *(f"<x {name}>" for name in owner.captures))}


def resumed(run: FunctionRun, holder: Alloc | Sym, function: int, port: tuple[str], value: Value, at: int) -> Value:
    """A generator goes on with what is sent or thrown at a port; what it yields then."""
    fields = _kept(run, holder, function)
    yields = fields.get(ANY, EMPTY)
    if function < 0 or not (port is YIELDED or run.engine.listens(function)):
        return yields
    ports: dict[tuple[object, ...], Value] = {}
    for label, held in fields.items():
        kind, _, which = label[1:-1].partition(" ")
        if label[:1] == "<" and which:
            ports[kind, int(which) if which.isdigit() else which] = held
        elif label[:1] == "<" and (kind,) in (SENT, THROWN, YIELDED):
            # what was sent or thrown before
            ports[(kind,)] = held
    label = f"<{port[0]}>"
    brought = ports[port] = joined((fields.get(label, EMPTY), value))
    run.state.write(holder, label, brought, strong=True)
    here = isinstance(holder, Alloc) and holder.site[0] == run.id and holder.site[1] >= 0
    instantiation = Instantiation(run, ports, holder.site[1] if here and isinstance(holder, Alloc) else at)
    returns, more = instantiation.apply(specialised(run, function, instantiation))
    run.state.write(holder, ANY, more, strong=False)
    run.state.write(holder, RETURNED, returns, strong=False)
    return joined((yields, more))


def _generators(run: FunctionRun, value: Value) -> list[tuple[Alloc | Sym, int]]:
    """The generators that a value is, and whose they are; of what is handed in, callers are asked."""
    found: list[tuple[Alloc | Sym, int]] = []
    for atom in value:
        if isinstance(atom, Alloc) and atom.kind == "generator" and atom.function >= 0:
            found.append((atom, atom.function))
        elif isinstance(atom, Sym):
            run.want(atom, CALLED | KIND)
            found.extend((atom, one.site[1]) for one in things_of(run, atom) if _is_told(one))
    return found


def _is_told(thing: Atom) -> TypeGuard[ExtInst]:
    """Whether it is what a caller tells of a generator, which only lies where the caller handed it in."""
    return isinstance(thing, ExtInst) and thing.site[:1] == ("of",)


def delegated(run: FunctionRun, value: Value, at: int) -> None:
    """`yield from value`: what is sent or thrown here goes on to it."""
    for thing, function in _generators(run, value):
        for port in (SENT, THROWN):
            resumed(run, thing, function, port, {sym(port): None}, at)


def _went_on(run: FunctionRun, receiver: Value, port: tuple[str], value: Value, at: int) -> Value | None:
    known = _generators(run, receiver)
    if not known and not any(_is_told(atom) for atom in receiver):
        return None
    return joined(resumed(run, *one, port, value, at) for one in known)


@native("builtins.generator.send", "builtins.generator.asend")
def _send(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    return _went_on(run, receiver or EMPTY, SENT, first_of(arguments), at)


@native("builtins.generator.throw", "builtins.generator.athrow")
def _throw(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    return _went_on(run, receiver or EMPTY, THROWN, raised(run, joined(arguments.positional[:2]), EMPTY, at), at)
