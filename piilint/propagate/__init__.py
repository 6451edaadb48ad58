"""Follows personal data from its sources to sinks.

How it works: each function is looked at once, on demand, with its ports as symbols (`run`); the result is a summary
(`summary`) of what it returns, changes and hands to sinks in terms of those ports. A call applies the callee's summary
to the caller's values (`instantiate`), so calls and returns match and data never jumps between callers. Where a summary
says that it would help to know *which* function, class or constant a port is, a caller that knows asks for a look that
knows it too. We do this, and not a forward search fact by fact, because aliasing, mutated arguments, closures and
functions as values then need no machinery of their own: they are objects in the memory of one look. What keeps it
cheap is demand: only functions that mention a source or a sink are looked at, with what they call, and with those
callers to whom personal data comes back or through whom a sink is fed.

Approximations, and their direction: access paths are cut at a depth (more flows), values at a width (more flows),
looks at a number of rounds (fewer flows); exceptions of which nothing is known reach only handlers of all exceptions
(fewer); unknown calls pass arguments to results (more) and never to other arguments (fewer), and what they find by a
key is not the key (fewer).
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from piilint.ir.program import Program
from piilint.propagate import atoms
from piilint.propagate.engine import Engine
from piilint.propagate.entries import entry_reports, share_guesses
from piilint.propagate.explained import watched
from piilint.propagate.graph import flow_graph
from piilint.propagate.interest import interesting
from piilint.propagate.open_calls import open_calls
from piilint.propagate.own_masks import own_masks
from piilint.propagate.shown_once import told_by_class
from piilint.propagate.tracing import Tracer
from piilint.terms.flow import Propagation
from piilint.terms.rulebook import Rulebook
from piilint.terms.sources import Sources
from piilint.terms.watched import Spot

__all__ = ["flow_graph", "open_calls", "propagate"]


def propagate(program: Program, sources: Sources, rulebook: Rulebook, watch: Spot | None = None) -> Propagation:
    """All flows from sources to sinks, in a fixed order, and how much was seen; with what there is at a spot."""
    atoms.clear()
    engine = Engine(program, sources, rulebook)
    with _room():
        engine.run(interesting(engine))
        share_guesses(engine)
    found = entry_reports(engine)
    for _, reports in sorted(engine.reports.items(), key=lambda item: (item[0][0], repr(item[0][1]))):
        for (sink, fact, chain), hop in reports.items():
            found[sink, fact, chain, chain[0][0] if chain else sink.function] = hop
    told = told_by_class(engine, found)
    tracer = Tracer(engine)
    flows = [tracer.flow_of(*report[:2], hop, report[2]) for report, hop in found.items() if report not in told]
    flows.sort(key=lambda flow: flow.order)
    places = tuple(program.place(*at) for at in sorted(engine.unmatched_templates))
    made = engine.sources_at_calls()
    missing = tuple(sorted(engine.missing_templates))
    sinks, unresolved = len(engine.sinks_seen), len(engine.unresolved)
    with _room():
        masks = own_masks(engine)
        seen = None if watch is None else watched(engine, flows, watch)
    return Propagation(tuple(flows), sources.count + made, sinks, unresolved, places, missing, masks, seen)


@contextmanager
def _room() -> Iterator[None]:
    """Room for looks within looks (`Engine.MAX_DEPTH` bounds them), and no search for garbage: little is cyclic."""
    before, collecting = sys.getrecursionlimit(), gc.isenabled()
    sys.setrecursionlimit(max(before, 8000))
    gc.disable()
    try:
        yield
    finally:
        sys.setrecursionlimit(before)
        if collecting:
            gc.enable()
