"""Entries: functions that nobody in the program calls are called by somebody all the same.

Routes, commands, handlers and tests have no caller in the code. At them, what a parameter carries is decided by what
is left as evidence: its class's fields, the modules' and classes' shared memory, and names.
"""

from __future__ import annotations

from functools import partial

from piilint.propagate.atoms import Atom, Derived, Fact, Inst, Maybe, Sym, Value, fact, is_of_library
from piilint.propagate.engine import Engine
from piilint.propagate.hops import Hop
from piilint.propagate.kept import ROOT, keep_settled
from piilint.propagate.shared import read_shared, share
from piilint.propagate.summary import SHOWN, Chain, SinkKey
from piilint.propagate.taints import apply_ops, carried
from piilint.terms.access_path import ANY
from piilint.terms.flow import Verb

MAX_ROUNDS = 6
"""How often shared memory may lead on to shared memory."""


def entries_of(engine: Engine) -> list[int]:
    """The functions that were looked at and that have no caller but themselves."""
    callers: dict[int, set[int]] = {}
    for (callee, _), readers in engine.readers().items():
        callers.setdefault(callee, set()).update(reader for reader, _ in readers if reader != callee)
    functions = sorted({function for function, _ in engine.summaries})
    found = []
    reached: set[int] = set()
    for function in functions:
        own = engine.program.functions[function].module.in_test_code
        others = {
            caller
            for caller in callers.get(function, ())
            if own or not engine.program.functions[caller].module.in_test_code
        }
        if not others or function in engine.escaped or engine.program.functions[function].ir.kind == "module":
            found.append(function)
    called: dict[int, list[int]] = {}
    for callee, those in callers.items():
        for caller in those:
            called.setdefault(caller, []).append(callee)
    stack = list(found)
    while stack:
        current = stack.pop()
        if current not in reached:
            reached.add(current)
            stack.extend(called.get(current, ()))
    # a circle of functions that nothing outside it calls has to start somewhere
    found.extend(function for function in functions if function not in reached)
    return sorted(found)


def entry_reports(engine: Engine) -> dict[tuple[SinkKey, Fact, Chain, int], Hop | None]:
    """The facts that reach sinks where a function is called from outside."""
    found: dict[tuple[SinkKey, Fact, Chain, int], Hop | None] = {}
    for function in entries_of(engine):
        summary = engine.summaries.get((function, ()))
        if summary is None:
            continue
        known: Settled = {}
        for (key, chain), taints in summary.hits.items():
            if key.kind == SHOWN:
                continue
            for taint, hop in taints.items():
                for told_there, before in settled(engine, function, taint, 0, known).items():
                    if isinstance(told_there, Fact):
                        inside = (
                            Hop(before, Verb.PASS, *_first_place(hop, function), "", hop) if before is not None else hop
                        )
                        found.setdefault((key, told_there, chain, function), inside)
    return found


def share_guesses(engine: Engine) -> None:
    """What functions without a caller put into shared memory, where only a caller could tell more of it."""
    for _ in range(MAX_ROUNDS):
        fresh = False
        for function in entries_of(engine):
            summary = engine.summaries.get((function, ()))
            for effect, value in list(summary.effects.items()) if summary is not None else ():
                if effect.target.root[0] == ROOT and summary is not None:
                    tell = partial(settled, engine, function, round_=0)
                    fresh = keep_settled(engine, effect, summary, tell) or fresh
                    continue
                told: Value = {}
                for atom in value:
                    if isinstance(atom, Maybe):
                        told.update(settled(engine, function, atom, 0))
                if told and summary is not None:
                    fresh = share(engine, function, effect, told, summary) or fresh
        if not fresh:
            return
        engine.run([])


def _first_place(hop: Hop | None, function: int) -> tuple[int, int]:
    while hop is not None and hop.before is not None:
        hop = hop.before
    return (hop.function, hop.instruction) if hop is not None else (function, 0)


Settled = dict[tuple[Atom, int], Value]
"""What the taints of one function come to, by taint and round: many of them lead to the same shared memory."""


def settled(engine: Engine, function: int, taint: Atom, round_: int, known: Settled | None = None) -> Value:
    """What a taint comes to when nobody calls the function. `known` is used again while shared memory stays."""
    if isinstance(taint, Fact):
        return {taint: None}
    known = {} if known is None else known
    if (taint, round_) not in known:
        known[taint, round_] = _settled(engine, function, taint, round_, known)
    return known[taint, round_]


def _settled(engine: Engine, function: int, taint: Atom, round_: int, known: Settled) -> Value:
    if round_ > MAX_ROUNDS:
        return {}
    if isinstance(taint, Maybe):
        if _is_known(engine, function, taint):
            return {}
        return apply_ops({fact(taint.source, taint.base): None}, taint.ops)
    if isinstance(taint, Derived):
        result: Value = {}
        for atom, hop in _shared(engine, function, taint).items():
            if isinstance(atom, Fact):
                result.setdefault(atom, hop)
            elif isinstance(atom, (Maybe, Derived)):
                for after, before in settled(engine, function, atom, round_ + 1, known).items():
                    result.setdefault(after, before if before is not None else hop)
        return apply_ops(result, taint.ops)
    return {}


def _is_known(engine: Engine, function: int, taint: Maybe) -> bool:
    """Whether shared memory tells what a guess is about, so that the guess is void."""
    if taint.base.root[0] not in ("m", "c", "d") or not taint.base.path:
        return False
    held = read_shared(engine, function, taint.base)
    return bool(held) and not any(_leaves_open(engine, atom, taint.label) for atom in held)


def _leaves_open(engine: Engine, atom: Atom, label: str) -> bool:
    """Whether a thing may have anything under a label: a table that was read from outside has any column."""
    if not is_of_library(atom):
        return atom.is_opaque or isinstance(atom, (Sym, Inst))
    fields = engine.shared.heap.get(atom, {})
    there = fields.get(label, fields.get(ANY)) if label else None
    return there is None or any(part.is_opaque for part in there)


def _shared(engine: Engine, function: int, taint: Derived) -> Value:
    value = read_shared(engine, function, taint.sym)
    value = {atom: hop for atom, hop in value.items() if atom is not taint.sym}
    found = carried(engine.shared, value, taint.deep, taint.without)
    return {atom: hop for atom, hop in found.items() if not (isinstance(atom, Derived) and atom.sym is taint.sym)}
