"""A kept result with today's lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from piilint.terms.flow import Flow, Step
from piilint.terms.location import Place
from piilint.terms.own_code import OwnMask
from piilint.terms.specs import FoundSource

Lines = Mapping[str, Mapping[int, int]]
"""By path: each line of then, and what it is today. A path that is not there stands as it stood."""


class UnknownLineError(Exception):
    """A line that nothing in its file mentions."""


class Mover:
    """Puts today's lines in the place of those of then. Raises UnknownLineError for one that nothing mentions."""

    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        self._sources: dict[FoundSource, FoundSource] = {}

    def line(self, path: str, line: int) -> int:
        """One line."""
        lines = self._lines.get(path)
        if lines is None:
            return line
        try:
            return lines[line]
        except KeyError:
            raise UnknownLineError from None

    def place(self, place: Place) -> Place:
        """One place."""
        if place.path not in self._lines:
            return place
        end = None if place.end_line is None else self.line(place.path, place.end_line)
        return replace(place, line=self.line(place.path, place.line), end_line=end)

    def mask(self, mask: OwnMask) -> OwnMask:
        """A function of the program that hides data."""
        return replace(mask, line=self.line(mask.path, mask.line))

    def flow(self, flow: Flow) -> Flow:
        """A flow, with its source, its sink and its steps; equal sources stay one object."""
        source = self._source(flow.source)
        root = flow.root
        if root == f"{flow.source.path}:{flow.source.line}":
            root = f"{source.path}:{source.line}"
        return replace(
            flow,
            source=source,
            sink=replace(flow.sink, place=self.place(flow.sink.place)),
            steps=tuple(self._step(step) for step in flow.steps),
            root=root,
        )

    def _step(self, step: Step) -> Step:
        return replace(step, place=self.place(step.place)) if step.place.path in self._lines else step

    def _source(self, source: FoundSource) -> FoundSource:
        known = self._sources.get(source)
        if known is None:
            end = None if source.end_line is None else self.line(source.path, source.end_line)
            known = replace(source, line=self.line(source.path, source.line), end_line=end)
            self._sources[source] = known
        return known
