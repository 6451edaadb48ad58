"""What is known of one line: its sources, what data comes there, where it goes on to, and where it stops."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from piilint.ir import instructions as ir
from piilint.propagate.engine import Engine
from piilint.propagate.spots import Standing, meanings_at, next_line, standing_at
from piilint.propagate.trails import Carried, Follower, carried_in
from piilint.propagate.watch import Watch
from piilint.terms.flow import Flow
from piilint.terms.grades import Mask
from piilint.terms.location import Place
from piilint.terms.specs import FoundSource
from piilint.terms.watched import Note, Spot, Trail, Watched

MAX_NAMED = 5
"""Callers and readers that are told by name."""


@dataclass(slots=True)
class _Found:
    """What several looks say of the data of one source."""

    data: str
    mask: Mask = Mask.ADEQUATE
    masked_by: str | None = None
    came: dict[Note, None] = field(default_factory=dict)
    lines: set[tuple[int, int]] = field(default_factory=set)
    masked: dict[Note, None] = field(default_factory=dict)
    stops: dict[Note, None] = field(default_factory=dict)


def watched(engine: Engine, flows: Sequence[Flow], spot: Spot) -> Watched:
    """All that the engine, which has come to its end, knows of a spot. `flows` are those that it found."""
    standing = standing_at(engine.program, spot)
    if not (standing.code or standing.parameters or standing.fields):
        return Watched(notes=(_no_code(engine, spot),))
    meanings = meanings_at(standing, engine.sources)
    watch = Watch(engine)
    found: dict[int, _Found] = {}
    sources = {id(source): source for _, source in meanings}
    for function, instructions in standing.code:
        for look in watch.looks_at(function):
            carried = carried_in(watch, look)
            sources.update(carried.sources)
            _add(engine, watch, carried, instructions, found)
    for meaning, source in meanings:
        if not meaning.excused:
            found.setdefault(id(source), _Found(meaning.data, Mask.NONE))
    for flow in flows:
        # what a class lists is shown though no value of its body carries it
        if _stands_at(flow, spot):
            sources[id(flow.source)] = flow.source
            found.setdefault(id(flow.source), _Found(flow.data, flow.mask, flow.masked_by))
    trails = [_trail(engine, flows, sources[name], one, standing, spot) for name, one in found.items()]
    # of an object of which another part is read nothing goes on from here, and nothing stops
    trails = [trail for trail in trails if trail.flows or trail.masked or trail.stops]
    trails.sort(key=lambda trail: (trail.source, trail.owner, trail.data))
    told = tuple(dict.fromkeys(meaning for meaning, _ in meanings))
    return Watched(_scopes(engine, standing), told, tuple(trails), tuple(_notes(engine, watch, standing, spot)))


def _no_code(engine: Engine, spot: Spot) -> Note:
    following = next_line(engine.program, spot)
    hint = f"; the next code is on line {following}" if following is not None else ""
    return Note("no code", f"no code stands there{hint}", Place(spot.path, spot.line, cell=spot.cell))


def _scopes(engine: Engine, standing: Standing) -> tuple[str, ...]:
    return tuple(engine.program.functions[one].name for one in standing.functions)


def _add(engine: Engine, watch: Watch, carried: Carried, instructions: Iterable[int], found: dict[int, _Found]) -> None:
    follower = Follower(watch, carried)
    here = [at for at in instructions if not isinstance(carried.seen.run.code[at], ir.Phi)]
    for name, facts in follower.at(here).items():
        way = follower.follow(name, here)
        least = min(facts, key=lambda one: (one.fact.mask.rank, one.fact.data))
        one = found.setdefault(name, _Found(least.fact.data))
        if least.fact.mask.rank <= one.mask.rank:
            one.mask, one.masked_by = least.fact.mask, least.fact.by
        for given in facts:
            if given.caller is not None:
                place = engine.program.place(*given.caller)
                caller = engine.program.functions[given.caller[0]].name
                one.came[Note("handed in", f"handed in by {caller}", place)] = None
        one.came.update(dict.fromkeys(follower.came_back(name, here)))
        function = carried.look[0]
        one.lines.update((function, carried.seen.run.body.lines[at]) for at in way.passed)
        one.masked.update(dict.fromkeys(way.masked))
        one.stops.update(dict.fromkeys(way.stops))
        if way.returned:
            one.stops.update(dict.fromkeys(_returned(engine, carried.look[0])))


def _returned(engine: Engine, function: int) -> list[Note]:
    """Who has the result; a note of where to look next."""
    readers = {at for (callee, _), those in engine.readers().items() if callee == function for at, _ in those}
    callers = sorted(readers - {function})
    owner = engine.program.functions[function]
    here = Place(owner.module.path, owner.ir.line)
    if not callers:
        return [Note("returned", f"returned by {owner.name}, which nothing in the program calls", here)]
    names = [engine.program.functions[one].name for one in callers[:MAX_NAMED]]
    more = f" and {len(callers) - MAX_NAMED} more" if len(callers) > MAX_NAMED else ""
    return [Note("returned", f"returned by {owner.name} to {', '.join(names)}{more}", here)]


def _trail(
    engine: Engine, flows: Sequence[Flow], source: FoundSource, one: _Found, standing: Standing, spot: Spot
) -> Trail:
    mine = [position for position, flow in enumerate(flows) if flow.source is source]
    begins = (source.path, source.cell) == (spot.path, spot.cell) and (
        source.line <= spot.line <= (source.end_line or source.line)
    )
    passing = [at for at in mine if begins or _passes(engine, flows[at], one.lines, spot)]
    stops = list(one.stops)
    if not one.lines and not passing:
        stops += [] if begins or not mine else [_elsewhere([flows[at] for at in mine])]
        stops += _unread(engine, source, standing) if begins or not mine else []
    onward = any(note.kind == "returned" for note in stops) and bool(passing)
    return Trail(
        one.data,
        source.owner,
        Place(source.path, source.line, None, source.end_line, None, source.cell),
        source.evidence,
        one.mask,
        one.masked_by,
        tuple(sorted(one.came, key=lambda note: (note.place, note.message))),
        tuple(passing),
        tuple(sorted(one.masked, key=lambda note: (note.place, note.message))),
        tuple(
            sorted(
                (note for note in stops if not (onward and note.kind == "returned")),
                key=lambda note: (note.place, note.kind, note.message),
            )
        ),
    )


def _passes(engine: Engine, flow: Flow, lines: set[tuple[int, int]], spot: Spot) -> bool:
    """Whether a flow takes one of the lines that the data passes from the spot on, or the spot itself."""
    places = [(step.function, step.instruction) for step in flow.steps if step.verb.value != "source"]
    for function, at in (*places, *flow.call_chain):
        if at >= 0 and (function, engine.program.functions[function].body.lines[at]) in lines:
            return True
    return _stands_at(flow, spot)


def _stands_at(flow: Flow, spot: Spot) -> bool:
    """Whether a step of a flow stands on the spot's line."""
    return any(
        (step.place.path, step.place.cell, step.place.line) == (spot.path, spot.cell, spot.line) for step in flow.steps
    )


def _elsewhere(flows: list[Flow]) -> Note:
    """Data that is shown, but not by way of the place that is asked about; a note of where that is."""
    sink = min((flow.sink for flow in flows), key=lambda one: (one.place.path, one.place.line))
    more = len({flow.sink.place for flow in flows}) - 1
    others = f" and {more} more" if more else ""
    return Note("elsewhere", f"shown on a way that does not lead through here: {sink.callee}{others}", sink.place)


def _unread(engine: Engine, source: FoundSource, standing: Standing) -> list[Note]:
    """Where a declared field is read, though none of it leads to a sink."""
    name = source.owner.rpartition(".")[2]
    found: dict[Note, None] = {}
    for cls, field_name in standing.fields:
        if field_name != name:
            continue
        for function in engine.readers_of(("f", cls), name):
            body = engine.program.functions[function].body
            for at, instruction in enumerate(body.code):
                if isinstance(instruction, ir.LoadAttribute) and instruction.name == name:
                    words = f"read in {engine.program.functions[function].name}; nothing there shows it"
                    found[Note("read", words, engine.program.place(function, at))] = None
    if found:
        return list(found)[:MAX_NAMED]
    place = Place(source.path, source.line)
    return [Note("unread", "nothing that was looked at reads it from here", place)]


def _notes(engine: Engine, watch: Watch, standing: Standing, spot: Spot) -> list[Note]:
    """Functions that were not looked at, bounds that were met, and calls that are not known."""
    here = Place(spot.path, spot.line, cell=spot.cell)
    notes: dict[Note, None] = {}
    for function in standing.functions:
        owner = engine.program.functions[function]
        what = owner.name or "the file's own code"
        if not any(watch.looks_at(one) for one in standing.functions):
            words = f"{what} was not looked at: no personal data enters or comes there, as far as is known"
            notes[Note("not looked at", words, here)] = None
        for bound in sorted(engine.bounds.get(function, ())):
            notes[Note("bound", f"flows through {what} may be missing: {bound}", here)] = None
    for function, instructions in standing.code:
        for at in instructions:
            if (function, at) in engine.unresolved:
                name = engine.written_name(engine.program.functions[function], at) or "what is called here"
                words = f"{name} is not known: it counts as giving back what it is given"
                notes[Note("unknown call", words, engine.program.place(function, at))] = None
    return list(notes)
