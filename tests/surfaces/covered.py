"""Which entries of the rules speak of a callable, and what they say of its arguments."""

from __future__ import annotations

from collections.abc import Iterable

from piilint.propagate.knowledge import Knowledge
from piilint.terms.pattern import PatternIndex, matches
from piilint.terms.port import Port
from piilint.terms.specs import SinkSpec
from tests.surfaces.description import Callable


class Rules:
    """The built-in rules, asked for one name at a time."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        book = knowledge.rulebook
        self._otherwise: PatternIndex[bool] = PatternIndex()
        self._attributes: list[tuple[str, str]] = []
        for table in (book.sink, book.render, book.record, book.registration, book.guard, book.audit, book.source):
            for spec in table:
                for pattern in spec.match.patterns:
                    if spec.match.by == "subclass_of" and getattr(spec, "attribute", None):
                        self._attributes.append((pattern, str(spec.attribute)))
                    elif spec.match.by != "text":
                        self._otherwise.add(pattern, True)
                for pattern in (*getattr(spec, "made_by", ()), *getattr(spec, "registered_by", ())):
                    self._otherwise.add(pattern, True)
        for record in book.record:
            told = (record.fields_from, record.exclude_from, *record.model_from)
            for pattern in record.match.patterns:
                self._attributes += [(pattern, one) for one in told if one]
        for render in book.render:
            told = (render.template.partition(":")[2], render.context.partition(":")[2])
            for pattern in render.match.patterns:
                self._attributes += [(pattern, one) for one in told if one]

    def sinks(self, name: str) -> tuple[SinkSpec, ...]:
        """Where a call of it shows something."""
        return self._knowledge.of_call(name).sinks

    def cover(self, name: str) -> bool:
        """Whether some entry says what the callable shows, passes on, brings in or hides. That it gives back nothing
        (`from = []`), or an object of the class that is called, says neither."""
        specs = self._knowledge.of_call(name)
        if specs.sinks or specs.renders or specs.sources or specs.sanitizers:
            return True
        if any(spec.from_ or spec.calls or spec.columns_from for spec in specs.propagators):
            return True
        if any(spec.type != "callee" for spec in specs.returns):
            return True
        if any(True for _ in self._otherwise.find(name)):
            return True
        owner, _, last = name.rpartition(".")
        return any(attribute == last and matches(pattern, owner) for pattern, attribute in self._attributes)


def misfits(found: Callable, sinks: Iterable[SinkSpec]) -> list[str]:
    """The entries none of whose ports is an argument that the callable takes."""
    by_origin: dict[str, list[Port]] = {}
    for sink in sinks:
        by_origin.setdefault(str(sink.origin), []).append(sink.port)
    return [
        origin
        for origin, ports in sorted(by_origin.items())
        if not any(port.base != "argument" or found.takes(port.which) for port in ports)
    ]
