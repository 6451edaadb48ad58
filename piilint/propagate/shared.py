"""The memory that functions share, by symbol: what a port may hold, and what is put into objects held there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from piilint.propagate.atoms import (
    BOUND_SELF,
    Alloc,
    Atom,
    Bound,
    Derived,
    ExtInst,
    Inst,
    Sym,
    Value,
    sym,
)
from piilint.propagate.memory import ITER
from piilint.propagate.narrowing import NAMESPACES
from piilint.propagate.summary import Effect, Summary
from piilint.propagate.things import parameter_things
from piilint.terms.access_path import ANY

if TYPE_CHECKING:
    from piilint.ir.program import Module
    from piilint.propagate.engine import Engine
    from piilint.propagate.facts_of_program import ProgramFacts
    from piilint.propagate.hops import Hop


def share(engine: Engine, function: int, effect: Effect, value: Value, summary: Summary) -> bool:
    """Puts what a function writes where others find it; whether that was news."""
    target, label = effect.target, effect.label
    if not target.path:
        roots = [root for root in bases_of(engine, function, target) if is_there(engine, function, root.root)]
        news = [engine.contribute(root, label, value, summary, (root.root, label)) for root in roots]
        return any(news)
    if target.path[0][:1] != ".":
        return False
    if not all(is_there(engine, function, root.root) for root in bases_of(engine, function, target)):
        return False
    holders = [atom for atom in read_shared(engine, function, target) if _is_kept(atom)]
    # whoever mentions the field that leads to the object reads it
    readers = [(root.root, target.path[0]) for root in bases_of(engine, function, target)]
    news = [engine.contribute(one, label, value, summary, *readers) for one in holders]
    return any(news)


def _is_kept(atom: Atom) -> bool:
    """Whether an object has a memory of its own, not that of its class."""
    return (isinstance(atom, Alloc) and atom.cls < 0) or (isinstance(atom, ExtInst) and bool(atom.site))


def is_there(facts: ProgramFacts, function: int, root: tuple[Any, ...]) -> bool:
    """Whether who reads shared memory finds there what a function puts there: what tests put there is for tests."""
    program = facts.program
    if not program.functions[function].module.in_test_code:
        return True
    owner: Module | None = None
    if root[0] == "m":
        owner = program.modules[root[1]]
    elif root[0] in ("c", "f"):
        owner = program.classes[root[1]].module
    return owner is None or owner.in_test_code


def is_far_fetched(atom: Atom, hop: Hop | None) -> bool:
    """Whether an atom says of what an unknown call gave back that it carries what lies in some variable or class.

    Registries and sessions are asked for everything. If each of their answers, once it is kept somewhere, carried all
    that they hold, all shared memory were one.
    """
    return isinstance(atom, Derived) and atom.sym.root[0] in NAMESPACES and hop is not None and hop.guesses > 0


def bases_of(engine: Engine, function: int, symbol: Sym) -> list[Sym]:
    """Where the memory of what a symbol begins with lies: of a parameter in its class and the class's bases."""
    kind = symbol.root[0]
    if kind == "x":
        return []
    if kind not in ("p", "f"):
        return [sym(symbol.root)]
    classes = [symbol.root[1]] if kind == "f" else []
    if kind == "p":
        things = parameter_things(engine, function, symbol.root[1])
        classes = [thing.cls for thing in things if isinstance(thing, Inst)]
    mro = (base for cls in classes for base in engine.program.classes[cls].mro)
    return [sym(("f", base)) for base in mro if isinstance(base, int)]


def read_shared(engine: Engine, function: int, symbol: Sym) -> Value:
    """What shared memory holds under a symbol."""
    value: Value = dict.fromkeys(bases_of(engine, function, symbol))
    for label in symbol.path:
        below: Value = {}
        for atom, hop in value.items():
            if atom.is_taint:
                below.setdefault(atom, hop)
                continue
            if isinstance(atom, Bound) and label == BOUND_SELF:
                below.setdefault(atom.receiver, hop)
                continue
            held = engine.shared.read(
                atom, ANY if label == ITER and not engine.shared.heap.get(atom, {}).get(ITER) else label
            )
            for part, before in held.items():
                below.setdefault(part, before or hop)
            cls = getattr(atom, "cls", -1)
            if cls >= 0 and label[:1] == ".":
                for part, before in engine.shared.read(sym(("f", cls)), label).items():
                    below.setdefault(part, before or hop)
        value = below
    return value
