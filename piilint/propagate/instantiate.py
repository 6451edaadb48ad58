"""Applying a summary at a call: ports become the caller's values, effects change the caller's memory."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from piilint.propagate.access import element, load_attribute_plain
from piilint.propagate.arguments import Arguments
from piilint.propagate.atoms import (
    BOUND_SELF,
    EMPTY,
    Absent,
    Alloc,
    Atom,
    Bound,
    Const,
    Derived,
    ExtInst,
    Fact,
    Inst,
    Maybe,
    Member,
    Sym,
    Value,
    alloc,
    bound_to,
    fact,
    inst,
    is_of_library,
    maybe,
)
from piilint.propagate.descriptors import descriptors
from piilint.propagate.hops import Hop
from piilint.propagate.members import EXACT
from piilint.propagate.memory import ITER, Fields, joined
from piilint.propagate.narrowing import MAX_ATOMS, narrowed
from piilint.propagate.native_registry import DOCUMENT, read_back
from piilint.propagate.sizes import SIZE, knows_sizes
from piilint.propagate.stores import write_effect
from piilint.propagate.subjects import is_marked, of_owner
from piilint.propagate.summary import CALLED, COUNTED, DECIDES, KEY, KIND, NAMED, SHOWN, TABLE, Chain, Summary
from piilint.propagate.taints import apply_ops, carried
from piilint.propagate.things import goes_its_own_way, things_of
from piilint.propagate.turns import size_of
from piilint.terms.access_path import Path, position_of
from piilint.terms.flow import Verb
from piilint.terms.specs import FoundSource

if TYPE_CHECKING:
    from piilint.propagate.run import Context, FunctionRun


class Instantiation:
    """One summary at one call site. Reads the caller's memory as it was before the call, then changes it once."""

    def __init__(self, run: FunctionRun, ports: dict[tuple[object, ...], Value], at: int) -> None:
        self.run = run
        self.ports = ports
        self.at = at
        self._resolved: dict[Sym, Value] = {}
        self._carried: dict[tuple[Sym, bool, Path], Value] = {}
        self._allocs: dict[Alloc, Alloc] = {}
        self._guesses: dict[Maybe, Value] = {}

    def resolve(self, symbol: Sym) -> Value:
        """What a symbol of the callee is in the caller."""
        known = self._resolved.get(symbol)
        if known is not None:
            return known
        if symbol.parent is None:
            value = self.ports.get(symbol.root)
            if value is None:
                value = {symbol: None} if symbol.root[0] not in ("p", "x", "s", "t", "y") else EMPTY
        else:
            whole = self.resolve(symbol.parent)
            if symbol.path[-1][:1] == "[":
                make_missing(self.run, whole, symbol.path[-1], self.at)
            value = part_of(self.run, whole, symbol.path[-1], self.at)
        self._resolved[symbol] = value
        return value

    def value(self, value: Value) -> Value:
        """A value of the callee as the caller sees it."""
        result: Value = {}
        for atom, inside in value.items():
            if isinstance(atom, Sym):
                self._pass(self.resolve(atom), inside, result)
            elif isinstance(atom, Fact):
                root = self._root(atom.root)
                fixed = atom if root is atom.root else fact(atom.source, root, atom.data, atom.mask, atom.by)
                if fixed not in result:
                    result[fixed] = Hop(inside, Verb.RETURN, self.run.id, self.at)
            elif isinstance(atom, Derived):
                taints = self._carried_by(atom)
                self._pass(apply_ops(taints, atom.ops) if atom.ops else taints, inside, result)
            elif isinstance(atom, Alloc):
                result.setdefault(self._allocated(atom), inside)
            elif isinstance(atom, Maybe):
                self._pass(self._maybe(atom), inside, result)
            else:
                for after in self._thing(atom):
                    result.setdefault(after, inside)
        return narrowed(result) if len(result) > MAX_ATOMS else result

    def _pass(self, value: Value, inside: Hop | None, result: Value) -> None:
        """What a port holds comes out again: taints and symbols remember the way inside."""
        for atom, before in value.items():
            if atom not in result:
                if inside is not None and (atom.is_taint or isinstance(atom, Sym)):
                    result[atom] = Hop(before, Verb.CALL, self.run.id, self.at, "", inside)
                else:
                    result[atom] = before

    def _carried_by(self, atom: Derived) -> Value:
        part = (atom.sym, atom.deep, atom.without)
        taints = self._carried.get(part)
        if taints is None:
            taints = self._carried[part] = carried(self.run.state, self.resolve(atom.sym), atom.deep, atom.without)
        return taints

    def _thing(self, atom: Atom) -> list[Atom]:
        if isinstance(atom, (Bound, Member)) and isinstance(atom.receiver, (Sym, Alloc)):
            receivers = (
                self.resolve(atom.receiver)
                if isinstance(atom.receiver, Sym)
                else {self._allocated(atom.receiver): None}
            )
            return [bound_to(atom, receiver) for receiver in receivers if not receiver.is_taint]
        if isinstance(atom, Inst) and atom.site and atom.site != EXACT and not is_marked(atom):
            return [inst(atom.cls, (self.run.id, self.at))]
        return [atom]

    def _allocated(self, atom: Alloc) -> Alloc:
        if atom.site[0] != "out":
            return atom
        known = self._allocs.get(atom)
        if known is None:
            _, function, way = atom.site
            site = (self.run.id, self.at, function, way, *self.run.turn)
            known = self._allocs[atom] = alloc(site, atom.kind, atom.cls, atom.function)
        return known

    def _root(self, root: Atom | None) -> Atom | None:
        if isinstance(root, Sym):
            things = [
                atom for atom in self.resolve(root) if not atom.is_taint and not isinstance(atom, (Const, Absent))
            ]
            return things[0] if len(things) == 1 else root if not things else things[0]
        if isinstance(root, Alloc):
            return self._allocated(root)
        return root

    def _maybe(self, atom: Maybe) -> Value:
        known = self._guesses.get(atom)
        if known is None:
            known = self._guesses[atom] = self._guessed(atom)
        return known

    def _guessed(self, atom: Maybe) -> Value:
        base = self.resolve(atom.base)
        found: Value = {}
        if not atom.label and any(_tells(one, atom.source.data) for one in base):
            # what the parameter's name tells is known already, and from where it is
            return found
        for thing, hop in base.items():
            for taint in resolved_maybe(self.run, atom, thing):
                found.setdefault(taint, hop)
        return apply_ops(found, atom.ops)

    def apply(
        self, summary: Summary, kind: str | None = None, screen: str = "", way: Chain = ()
    ) -> tuple[Value, Value]:
        """Do to the caller what the summary says. Returns what is returned and what is yielded.

        `kind`, `screen`: what a template's output is here, where the call renders one. `way`: call sites between this
        one and the function, where its call was waiting for this one.
        """
        run = self.run
        run.engine.applied(summary)
        run.keyed = run.keyed or summary.keyed
        returns, yields, raises = self.value(summary.returns), self.value(summary.yields), self.value(summary.raises)
        effects = []
        for effect, value in summary.effects.items():
            targets = [
                atom
                for atom in self.resolve(effect.target)
                if not atom.is_taint and not isinstance(atom, (Const, Absent))
            ]
            effects.append((targets, effect, self.value(value)))
        hits = [(key, self.value(taints), chain) for (key, chain), taints in summary.hits.items()]
        made: dict[Alloc, dict[str, Value]] = {}
        for exported, fields in summary.heap.items():
            if isinstance(exported, Alloc):
                made[self._allocated(exported)] = {label: self.value(value) for label, value in fields.items()}
        for thing, fields in made.items():
            run.state.create(thing, with_older(run, thing, fields))
        for targets, effect, value in effects:
            write_effect(run, targets, effect.label, value, effect.strong)
        for key, taints, chain in hits:
            if kind is not None and key.kind == SHOWN:
                key = replace(key, kind=kind, screen=screen)
            run.hit(key, taints, ((run.id, self.at), *way, *chain))
        run.throw(raises)
        return returns, yields


def with_older(run: FunctionRun, thing: Alloc, fields: Fields) -> Fields:
    """The fields of a new object, with those of an older one that it holds and that was made at the same place."""
    older = run.state.heap.get(thing)
    if not older or not any(thing in held for held in fields.values()):
        return fields
    labels = dict.fromkeys((*fields, *older))
    return {label: joined((fields.get(label, EMPTY), older.get(label, EMPTY))) for label in labels}


def _tells(atom: Atom, data: str) -> bool:
    return (isinstance(atom, Fact) and atom.data == data) or (isinstance(atom, Maybe) and atom.source.data == data)


ANY_ATTRIBUTE = ".*"
"""The label of an attribute whose name is not known."""
AS_MAPPING = "<.>"
"""The label of an object's attributes as a mapping."""
FACTORY = "<factory>"
"""In a mapping: what makes the value of a key that it does not have."""


def make_missing(run: FunctionRun, value: Value, label: str, at: int) -> None:
    """A mapping with a factory has every key that is asked for."""
    for atom in value:
        fields = run.state.heap.get(atom)
        if fields and FACTORY in fields and label not in fields and label != ITER:
            run.state.write(atom, label, run.call_value(fields[FACTORY], Arguments(), at), strong=True)


def part_of(run: FunctionRun, value: Value, label: str, at: int) -> Value:
    """The part of a value under a label of an access path."""
    if label == BOUND_SELF:
        return joined(
            {atom.receiver: None} if isinstance(atom, (Bound, Member)) else run.state.read(atom, label)
            for atom in value
            if isinstance(atom, (Bound, Member, Alloc, Sym))
        )
    if label == AS_MAPPING:
        return run.as_mapping(value, at)
    if label == SIZE:
        return size_of(run, value)
    if label == DOCUMENT:
        return read_back(run, value)
    if label[:1] == "<":
        return joined(run.state.read(atom, label) for atom in value if isinstance(atom, (Alloc, Sym)))
    if label == ANY_ATTRIBUTE:
        return run.any_attribute(value, at)
    if label[:1] == ".":
        return load_attribute_plain(run, value, label[1:])
    if label == ITER and any(isinstance(atom, Alloc) and atom.cls >= 0 for atom in value):
        # of which class it is, and so what going through it gives, is only known here
        return run.iterate(value, at)
    if any(_is_gone_through(run, atom) for atom in value):
        place = position_of(label)
        return run.unpacked(value, place, at) if place is not None else element(run, value, label, at)
    return element(run, value, label, at)


def _is_gone_through(run: FunctionRun, atom: Atom) -> bool:
    """Whether an object has positions only as what going through it gives first, second ..."""
    known = isinstance(atom, Alloc) and atom.cls >= 0 and goes_its_own_way(run, atom)
    return known and isinstance(atom, Alloc) and run.program.method(atom.cls, "__getitem__") is None


def resolved_maybe(run: FunctionRun, atom: Maybe, thing: Atom) -> list[Atom]:
    """What a guess from a name comes to, now that the base is known to be `thing`."""
    if isinstance(thing, Sym):
        if atom.label[:1] == ".":
            verdicts = [
                run.engine.field_source(part.cls, atom.label[1:])
                for part in things_of(run, thing)
                if isinstance(part, (Inst, Alloc)) and part.cls >= 0
            ]
            found = [maybe(verdict, thing, atom.label) for verdict in verdicts if isinstance(verdict, FoundSource)]
            if found or any(verdict is None for verdict in verdicts):
                return list(found)
        return [maybe(atom.source, thing, atom.label)]
    if isinstance(thing, (Inst, Alloc)) and thing.cls >= 0 and atom.label[:1] == ".":
        held = run.state.heap.get(thing, {}).get(atom.label)
        if held is not None and not any(part.is_opaque for part in held):
            return []
        verdict = run.engine.field_source(thing.cls, atom.label[1:])
        if isinstance(verdict, FoundSource):
            return [fact(of_owner(verdict, thing), thing)]
        if verdict is None or isinstance(thing, Alloc) or run.engine.is_plain_member(thing.cls, atom.label[1:]):
            return []
        if run.engine.is_related(thing.cls, atom.label[1:]):
            return []
        return [fact(of_owner(atom.source, thing), thing)]
    if thing.is_opaque or (is_of_library(thing) and not _says_fields(run, thing, atom.label)):
        return [fact(of_owner(atom.source, thing), thing)]
    return []


def _says_fields(run: FunctionRun, thing: Atom, label: str) -> bool:
    """Whether a library's object holds something there, or shows fields that it lists and no others."""
    held = run.state.heap.get(thing, {}).get(label)
    return bool(held) or (isinstance(thing, Alloc) and bool(run.engine.listings.specs_named(thing.kind)))


def specialised(run: FunctionRun, function: int, instantiation: Instantiation) -> Summary:
    """The summary of a function for what this caller knows of the things it asks about."""
    engine = run.engine
    context: dict[Sym, tuple[Atom, ...]] = {}
    summary = engine.summary(function, (), run)
    if engine.is_indifferent(function):
        return summary
    chosen: Context = ()
    # what a template is handed are all the variables of a page
    most = MAX_CONTEXT if run.program.functions[function].is_python else MAX_CONTEXT_OF_TEMPLATE
    for _ in range(MAX_QUESTIONS):
        fresh = False
        constants = NAMED | DECIDES | COUNTED | (KEY if summary.wants_keys and summary.keys_matter else 0)
        for symbol, why in summary.wanted.items():
            if symbol in context or not why & (constants | CALLED | TABLE | KIND) or len(context) >= most:
                continue
            things = descriptors(run, symbol, instantiation.resolve(symbol), why)
            if why == DECIDES:
                things = tuple(thing for thing in things if isinstance(thing, Const))
            if not why & constants:
                things = tuple(thing for thing in things if not isinstance(thing, Const))
            if not why & (constants | CALLED | KIND):
                things = tuple(
                    thing
                    for thing in things
                    if isinstance(thing, ExtInst) and run.engine.knowledge.has_columns(thing.name)
                )
            if things:
                context[symbol] = things
                fresh = True
        if not fresh:
            break
        if engine.is_running(function) and len(context) > MAX_RECURSIVE_CONTEXT:
            # a recursion that knows ever more of ever deeper parts ends in the general summary
            return summary
        chosen = _in_order(context)
        if knows_sizes(chosen) and not engine.has_room(function, chosen):
            # how many elements there are matters less than what they are
            context = {symbol: things for symbol, things in context.items() if SIZE not in symbol.path}
            chosen = _in_order(context)
        summary = engine.summary(function, chosen, run)
    if chosen:
        engine.compare(function, chosen)
    return summary


def _in_order(context: dict[Sym, tuple[Atom, ...]]) -> Context:
    return tuple(sorted(context.items(), key=lambda item: (repr(item[0].root), item[0].path)))


MAX_QUESTIONS = 6
"""How often what a look knows brings it to ask for more: a wrapper of a wrapper for what that one wraps."""
MAX_CONTEXT, MAX_CONTEXT_OF_TEMPLATE, MAX_RECURSIVE_CONTEXT = 12, 256, 4
"""Parts of the ports of one function that one caller tells it about; fewer where the function calls itself."""
