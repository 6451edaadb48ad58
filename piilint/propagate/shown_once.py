"""What a class shows by being a sink itself is not told again where the mappings that its objects give are shown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from piilint.propagate.hops import unrolled

if TYPE_CHECKING:
    from piilint.propagate.atoms import Fact
    from piilint.propagate.engine import Engine
    from piilint.propagate.hops import Hop
    from piilint.propagate.summary import Chain, SinkKey

Reported = tuple["SinkKey", "Fact", "Chain", int]


def told_by_class(engine: Engine, found: dict[Reported, Hop | None]) -> set[Reported]:
    """Reports of what went through an object's mapping while its class, as a sink of that kind, shows the same."""
    if not engine.mapped_at:
        return set()
    told: set[tuple[str, int, object]] = set()
    for sink, fact, _, _ in found:
        for cls in _classes_shown_at(engine, sink):
            told.add((sink.kind, cls, fact.source))
            if not engine.listings.models_of(cls):
                # what its own declarations say is not told again of the objects that it is given
                told.add((sink.kind, cls, fact.data))
    return {
        report
        for report, hop in found.items()
        if not _is_part_of_class(engine, report[0])
        and any(
            (report[0].kind, cls, what) in told
            for cls in _mapped_on_the_way(engine, hop)
            for what in (report[1].source, report[1].data)
        )
    }


def _is_part_of_class(engine: Engine, sink: SinkKey) -> bool:
    return sink.function in engine.listings.by_body or sink.function in engine.listings.returning


def _classes_shown_at(engine: Engine, sink: SinkKey) -> Iterable[int]:
    """The classes of which a sink shows what they list, or what a method of theirs returns."""
    found = {one.cls for one in engine.listings.by_body.get(sink.function, ()) if one.sink.kind == sink.kind}
    if any(one.kind == sink.kind for one in engine.listings.returning.get(sink.function, ())):
        found.add(engine.program.functions[sink.function].cls)
    return found


def _mapped_on_the_way(engine: Engine, hop: Hop | None) -> set[int]:
    """The classes, with their bases, whose objects made a mapping of what a chain of hops carries."""
    found: set[int] = set()
    for one in unrolled(hop):
        for cls in engine.mapped_at.get((one.function, one.instruction), ()):
            found.update(base for base in engine.program.classes[cls].mro if isinstance(base, int))
    return found
