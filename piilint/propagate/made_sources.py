"""Sources that only the look at a call brings to light: by a rule about the call, or by the columns that it names."""

from __future__ import annotations

from collections.abc import Mapping

from piilint.ir.program import Function, Program
from piilint.propagate.facts_of_program import ProgramFacts
from piilint.propagate.knowledge import Knowledge
from piilint.terms.column import Column
from piilint.terms.grades import Confidence
from piilint.terms.sources import Sources
from piilint.terms.specs import FoundSource, SourceSpec


class MadeSources(ProgramFacts):
    """The sources that were made in this run, each once."""

    def __init__(self, program: Program, sources: Sources, knowledge: Knowledge) -> None:
        super().__init__(program, sources, knowledge)
        self._columns: dict[tuple[int, int, tuple[Column, ...]], Mapping[str, tuple[FoundSource, ...]]] = {}
        self._known_sources: dict[FoundSource, FoundSource] = {}
        self._sources_made: dict[tuple[int, int, int], FoundSource] = {}

    def call_source(self, spec: object, function: Function, at: int) -> FoundSource:
        """The source that a `[[source]] call` makes of a call site."""
        assert isinstance(spec, SourceSpec)
        return self._source_at(spec, function, at, self.written_name(function, at) + "()")

    def read_source(self, spec: SourceSpec, function: Function, at: int, owner: str) -> FoundSource:
        """The source that a `[[source]] attribute` makes of a read of a library's object."""
        return self._source_at(spec, function, at, owner)

    def _source_at(self, spec: SourceSpec, function: Function, at: int, owner: str) -> FoundSource:
        key = (id(spec), function.id, at)
        found = self._sources_made.get(key)
        if found is None:
            place = self.program.place(function.id, at)
            origin = f" in {spec.origin}" if spec.origin else ""
            found = self._sources_made[key] = FoundSource(
                spec.data, f"declared{origin}", Confidence.HIGH, place.path, place.line, owner,
                spec.subject, function.id, at, place.end_line, True,
            )  # fmt: skip
        return found

    def query_sources(
        self, function: int, columns: tuple[Column, ...], at: int
    ) -> Mapping[str, tuple[FoundSource, ...]]:
        """What columns are that come in at an instruction; the same objects at each look."""
        key = (function, at, columns)
        found = self._columns.get(key)
        if found is None:
            told = self.sources.columns(columns, function, at)
            found = self._columns[key] = {
                name: tuple(self._known_sources.setdefault(source, source) for source in sources)
                for name, sources in told.items()
            }
        return found

    def sources_at_calls(self) -> int:
        """How many call sites were found to be sources."""
        return len(self._sources_made) + len(self._known_sources)
