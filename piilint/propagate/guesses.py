"""Where a read is a source: by the field's declaration, or by the name where nothing better is known of the value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from piilint.propagate.atoms import (
    EMPTY,
    Alloc,
    Atom,
    Derived,
    Ext,
    ExtInst,
    Fact,
    Inst,
    Maybe,
    Sym,
    Value,
    fact,
    is_of_library,
    maybe,
)
from piilint.propagate.kept import is_store, is_told
from piilint.propagate.memory import SPREAD
from piilint.propagate.subjects import of_owner
from piilint.propagate.taints import apply_op
from piilint.propagate.things import names_of, things_of
from piilint.terms.access_path import ANY, key
from piilint.terms.flow import Verb
from piilint.terms.specs import FoundSource

if TYPE_CHECKING:
    from piilint.propagate.knowledge import Knowledge
    from piilint.propagate.run import FunctionRun


def read_sources(run: FunctionRun, base: Value, label: str, at: int) -> Value:
    """The facts that a read of `base.label` brings in, by the field's declaration or by its name."""
    named = run.sources.get(at, ())
    result: Value = {}
    engine = run.engine
    for source in named:
        if source.declared:
            root = next((atom for atom in base if not atom.is_taint), None)
            result[fact(source, root)] = run.hop(None, Verb.READ, at)
    guesses = tuple(source for source in named if not source.declared)
    field = label[1:] if label[:1] == "." else ""
    for atom in base:
        if atom.is_taint:
            continue
        if isinstance(atom, Sym):
            _symbol_sources(run, atom, label, field, guesses, at, result)
        elif isinstance(atom, Inst) or (isinstance(atom, Alloc) and atom.cls >= 0):
            held = run.state.heap.get(atom, {}).get(label)
            if held is not None and not _unknown(held):
                continue
            verdict = engine.field_source(atom.cls, field)
            if isinstance(verdict, FoundSource):
                result[fact(of_owner(verdict, atom), atom)] = run.hop(None, Verb.READ, at)
            elif (
                verdict is engine.NO_VERDICT
                and isinstance(atom, Inst)
                and not engine.is_plain_member(atom.cls, field)
                and not engine.is_related(atom.cls, field)
            ):
                for source in guesses:
                    result[fact(of_owner(source, atom), atom)] = run.hop(None, Verb.READ, at)
        elif is_store(atom, run) and is_told(run, atom.name, label):
            continue
        elif isinstance(atom, Alloc) and engine.listings.specs_named(atom.kind):
            continue  # a library's object that shows the fields that it lists
        elif atom.is_opaque or is_of_library(atom):
            fields = run.state.heap.get(atom, {})
            held = fields.get(label)
            if held is None and is_of_library(atom) and SPREAD in fields:
                for one in fields[SPREAD]:
                    if isinstance(one, Sym):
                        _symbol_sources(run, one, label, field, guesses, at, result)
                continue
            if held is None and is_of_library(atom):
                # a column may be read as an attribute
                held = fields.get(key(field)) if field else None
                held = fields.get(ANY) if held is None else held
                if held is not None and any(one.is_taint for one in held):
                    continue
            if held is not None and (not _unknown(held) or any(one.is_taint for one in held)):
                continue
            declared = library_field(run, atom, field, at) if field in engine.knowledge.field_names else None
            for source in (declared,) if declared is not None else guesses:
                result[fact(of_owner(source, atom), atom)] = run.hop(None, Verb.READ, at)
    if result and at >= 0 and (run.id, at) in engine.sources.not_personal:
        return EMPTY
    return result


def having(run: FunctionRun, value: Value, part: str, of_text: bool = False) -> Value:
    """The value without what it carries and its part does not tell, and without what only its name says it is, where it
    has a part that such data lack; what callers put into it only where it may be read from a text: by a key."""
    knowledge = run.engine.knowledge
    if part not in knowledge.parts_lacked:
        return value
    lacking = knowledge.without_part.get(part) if of_text else None
    return {
        after: hop
        for atom, hop in value.items()
        if not (isinstance(atom, (Fact, Maybe)) and _is_untold(knowledge, atom, part))
        for after in (apply_op(atom, lacking) if lacking is not None and isinstance(atom, Derived) else (atom,))
    }


def _is_untold(knowledge: Knowledge, atom: Fact | Maybe, part: str) -> bool:
    data = atom.source.data
    return part in knowledge.plain.get(data, ()) or (
        not atom.source.declared and part in knowledge.lacking.get(data, ())
    )


def library_field(run: FunctionRun, thing: Atom, field: str, at: int) -> FoundSource | None:
    """The source that rules say an attribute of a library's object is, where it is read."""
    engine = run.engine
    for name in names_of(engine, thing) if at >= 0 and isinstance(thing, (Ext, ExtInst)) else ():
        for spec in engine.knowledge.attribute_sources.find(f"{name}.{field}"):
            return engine.read_source(spec, run.function, at, f"{name.rpartition('.')[2]}.{field}")
    return None


def _unknown(value: Value) -> bool:
    return any(atom.is_opaque for atom in value)


def _symbol_sources(
    run: FunctionRun, symbol: Sym, label: str, field: str, guesses: tuple[FoundSource, ...], at: int, result: Value
) -> None:
    engine = run.engine
    written = run.state.heap.get(symbol, {}).get(label)
    if written is not None and not any(isinstance(atom, Sym) or atom.is_opaque for atom in written):
        return
    things = things_of(run, symbol) if field else ()
    if field in engine.knowledge.field_names:
        declared = [one for thing in things if (one := library_field(run, thing, field, at)) is not None]
        for source in declared:
            result[maybe(source, symbol, label)] = run.hop(None, Verb.READ, at)
        if declared:
            return
    if guesses and any(
        isinstance(thing, (Inst, Alloc)) and thing.cls >= 0 and engine.is_related(thing.cls, field) for thing in things
    ):
        guesses = ()  # another class says what is there
    verdicts = [
        engine.field_source(thing.cls, field) for thing in things if isinstance(thing, (Inst, Alloc)) and thing.cls >= 0
    ]
    for verdict in verdicts:
        if isinstance(verdict, FoundSource):
            result[maybe(verdict, symbol, label)] = run.hop(None, Verb.READ, at)
    if not verdicts or all(verdict is engine.NO_VERDICT for verdict in verdicts):
        for source in guesses:
            result[maybe(source, symbol, label)] = run.hop(None, Verb.READ, at)
