"""What a value is in terms that hold in a function that is called with it, too: what a context tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from piilint.propagate.atoms import (
    BOUND_SELF,
    MADE_WITH,
    Absent,
    Alloc,
    Atom,
    Bound,
    Cls,
    Const,
    Derived,
    Ext,
    ExtInst,
    Fact,
    Func,
    Inst,
    Member,
    Mod,
    Sym,
    Text,
    Value,
    bound,
    ext_inst,
    func,
    inst,
    is_of_library,
    member,
    sym,
)
from piilint.propagate.enums import key_of_member
from piilint.propagate.function_objects import FUNCTION_OBJECTS, is_getter, is_partial, told_of
from piilint.propagate.members import EXACT
from piilint.propagate.subjects import is_marked, mark_of
from piilint.propagate.summary import CALLED, DECIDES, KIND, NAMED
from piilint.propagate.things import CONTAINERS, is_nameless, names_of, things_of

if TYPE_CHECKING:
    from piilint.propagate.run import FunctionRun

PLAIN = ("list", "dict", "set", "tuple")
MAX_THINGS = 6


def descriptors(run: FunctionRun, symbol: Sym, value: Value, why: int = CALLED) -> tuple[Atom, ...]:
    """What a value is, in terms that hold in the callee too: functions, classes, constants; () where unknown."""
    found: dict[Atom, None] = {}
    surely = True
    for atom in value:
        if atom.is_taint or isinstance(atom, Absent):
            # beside the constant there is something computed (a guess from a name tells nothing of that)
            surely = surely and not (isinstance(atom, (Derived, Fact)) and why & DECIDES)
            continue
        if isinstance(atom, Sym):
            things = things_of(run, atom)
            if len(things) != 1:
                run.want(atom, why)
            if not things:
                surely = bool(why & NAMED)
        for thing in things if isinstance(atom, Sym) else (atom,):
            told = thing if why & NAMED and key_of_member(thing) else None
            plain = isinstance(thing, Alloc) and why & KIND and thing.kind in PLAIN
            kind = ext_inst(CONTAINERS[thing.kind]) if plain and isinstance(thing, Alloc) else None
            described = told or kind or _descriptor(run, symbol, thing, isinstance(atom, Sym))
            if described is not None:
                found[described] = None
            elif isinstance(thing, Member) and isinstance(thing.receiver, (Const, Text)):
                surely = False
    if not surely:
        # a constant that may be another one is none, nor is a method that may be a text's one of a container
        found = {one: None for one in found if not isinstance(one, (Const, Member))}
    if not found or len(found) > MAX_THINGS:
        return ()
    return tuple(found)


def _descriptor(run: FunctionRun, symbol: Sym, thing: Atom, loose: bool) -> Atom | None:
    receiver = sym(symbol.root, (*symbol.path, BOUND_SELF))
    if isinstance(thing, (Func, Cls, Mod, Ext)):
        return thing
    if isinstance(thing, Const):
        return thing if isinstance(thing.value, (str, int, bool, tuple)) else None
    if isinstance(thing, Bound):
        return bound(receiver, thing.function)
    if isinstance(thing, Alloc):
        if thing.kind == "closure":
            return (
                bound(receiver, thing.function) if BOUND_SELF in run.state.heap.get(thing, {}) else func(thing.function)
            )
        if thing.kind in FUNCTION_OBJECTS:
            return told_of(thing, run.engine.fields_of(run, thing))
        if thing.kind == "generator":
            # what it was called with lies with the caller, under the labels of the ports
            return ext_inst("builtins.generator", site=("of", thing.function)) if thing.function >= 0 else None
        if "." in thing.kind:
            return ext_inst(thing.kind) if thing.kind != MADE_WITH else None
        return inst(thing.cls, EXACT) if thing.cls >= 0 else None
    if isinstance(thing, Inst):
        if is_marked(thing):
            return inst(thing.cls, _kept(thing))
        return inst(thing.cls, () if loose or thing.site != EXACT else EXACT)
    if is_partial(thing) or is_getter(thing):
        return thing
    if is_nameless(thing):
        # a look that knows this much knows no more than one that knows nothing
        return None
    if isinstance(thing, ExtInst):
        return ext_inst(thing.name, thing.model, _kept(thing))
    if isinstance(thing, Member):
        base = thing.receiver
        while isinstance(base, Member):
            base = base.receiver
        if isinstance(base, ExtInst) and base.site:
            # which object it is, the caller says: what matters here is what rules say of its methods
            same = isinstance(thing.receiver, ExtInst) and run.engine.knowledge.of_calls(names_of(run.engine, thing))
            return member(ext_inst(base.name, base.model, _kept(base)), thing.name) if same else None
        if isinstance(base, Alloc) and is_of_library(base):
            return member(ext_inst(base.kind), thing.name) if base is thing.receiver else None
        if isinstance(base, Alloc) and base.kind in CONTAINERS and base is thing.receiver:
            # a method of a container: which one it is, the callee finds under the label of a receiver
            return member(ext_inst(CONTAINERS[base.kind]), thing.name)
        return thing if isinstance(base, (Ext, Cls, ExtInst)) else None
    return None


def _kept(thing: Atom) -> tuple[object, ...]:
    """Of where an object was made only whom it is about."""
    return mark_of(thing) if is_marked(thing) else ()
