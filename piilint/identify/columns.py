"""What the columns of a query's result or of a data frame are: by rules, by their table, by their names together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from piilint.identify.declared import NOT_PERSONAL
from piilint.identify.evidence import Siblings
from piilint.identify.found import by_comment, guessed, ruled
from piilint.identify.scene import Scene
from piilint.terms.column import Column, Part
from piilint.terms.location import Place
from piilint.terms.specs import FoundSource, NotPersonalSpec

_NO_DATA = ("bool", "json_schema")


@dataclass(slots=True)
class ColumnJudge:
    """Answers for a list of columns that belong together, at the instruction that brings them in."""

    scene: Scene

    def __call__(
        self, columns: Sequence[Column], function: int, instruction: int
    ) -> Mapping[str, tuple[FoundSource, ...]]:
        """The sources by the columns' names; a column that is not personal has none."""
        place = self.scene.program.place(function, instruction)
        near = self.scene.is_near(self.scene.program.functions[function])
        names = [part.name for column in columns for part in column.parts or (Part(column.name),)]
        together = Siblings.of(self.scene.weigher.matcher, names)
        found: dict[str, tuple[FoundSource, ...]] = {}
        for column in columns:
            if column.measure or self._is_excused(place):
                continue
            told: dict[FoundSource, None] = {}
            for part in column.parts or (Part(column.name),):
                for source in self._of(part, together, near, place, function, instruction):
                    told[source] = None
            if not told and len(column.parts) == 1 and column.parts[0].name != column.name:
                renamed = Part(column.name, column.parts[0].table)
                told = dict.fromkeys(self._of(renamed, together, near, place, function, instruction))
            if told:
                found[column.name] = (*found.get(column.name, ()), *told)
        return found

    def _is_excused(self, place: Place) -> bool:
        return self.scene.declared.comment(place.path, place.line, place.end_line) == NOT_PERSONAL

    def _of(
        self, part: Part, together: Siblings, near: bool, place: Place, function: int, instruction: int
    ) -> tuple[FoundSource, ...]:
        declared = self.scene.declared
        owner = f"{part.table}.{part.name}" if part.table else part.name
        where = Place(part.path, part.line, None, part.line) if part.path else place
        at = (-1, -1) if part.path else (function, instruction)
        spec = declared.by("column", [owner, part.name])
        if isinstance(spec, NotPersonalSpec):
            return ()
        if spec is not None:
            return (ruled(spec, where, owner, *at),)
        if part.path:
            said = declared.comment(part.path, part.line)
            if said is not None:
                return () if said == NOT_PERSONAL else (by_comment(said, where, owner),)
        if part.owner >= 0:
            source = self.scene.sources.fields.get((part.owner, part.name))
            return (source,) if source is not None else ()
        if part.kind.startswith(_NO_DATA):
            return ()
        siblings = Siblings.of(self.scene.weigher.matcher, part.siblings) if part.siblings else together
        clues = self.scene.weigher.clues(part.name, [part.table] if part.table else [], siblings, near)
        return tuple(guessed(clue, where, owner, *at) for clue in clues)
