"""Places of a flow as frames; `excerpt` fills in the code and the columns."""

from __future__ import annotations

from piilint.terms.finding import CodeFrame, FramedStep
from piilint.terms.flow import Flow, Verb
from piilint.terms.location import Place


def framed(place: Place) -> CodeFrame:
    """A frame without its code."""
    return CodeFrame(place)


def source_frame(flow: Flow) -> CodeFrame:
    """Where the data enters; in a notebook in the cell that the trace starts in."""
    source, cell = flow.source, flow.source.cell
    first = flow.steps[0] if flow.steps else None
    if cell is None and first is not None and first.verb is Verb.SOURCE:
        same = (first.place.path, first.place.line) == (source.path, source.line)
        cell = first.place.cell if same else None
    return framed(Place(source.path, source.line, None, source.end_line, None, cell))


def steps_of(flow: Flow) -> tuple[FramedStep, ...]:
    """The trace's steps, each with the frame of its place."""
    return tuple(FramedStep(step, framed(step.place)) for step in flow.steps)
