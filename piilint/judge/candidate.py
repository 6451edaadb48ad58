"""A flow as rules look at it: with its screen, what stands before its sink, and how well it is really hidden there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from piilint.terms.config import Config
from piilint.terms.flow import Flow
from piilint.terms.grades import Confidence, Mask
from piilint.terms.location import Place
from piilint.terms.pattern import matches
from piilint.terms.rulebook import Rulebook
from piilint.terms.screen import Screen, Screens, SinkContext

SinkKey = tuple[Place, str, str]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A flow that some rule may forbid."""

    flow: Flow
    screen: Screen
    context: SinkContext
    mask: Mask
    confidence: Confidence
    about_self: bool = False
    """Whether the data is about the person who looks."""

    @property
    def sink_key(self) -> SinkKey:
        """What makes two sinks the same: two expressions on one line of a template differ by their text."""
        return (self.flow.sink.place, self.flow.sink.kind, self.flow.sink.callee)

    @property
    def preference(self) -> tuple[int, int, int]:
        """The smallest tells the most of several flows from one source to one sink: least hidden, surest, shortest."""
        return (self.mask.rank, -self.confidence.rank, len(self.flow.steps))


def candidates(flows: Sequence[Flow], screens: Screens, rulebook: Rulebook, config: Config) -> tuple[Candidate, ...]:
    """The flows that are sure enough for this run, each with all that a rule may ask about it."""
    shown = _shown_in_clear(flows)
    found = []
    for position, flow in enumerate(flows):
        confidence = flow.sureness
        if confidence.rank < config.min_confidence.rank:
            continue
        context = screens.contexts.get(position, SinkContext())
        mask = _mask(flow, shown[flow.sink.screen], rulebook)
        mine = _is_about_self(flow, rulebook)
        found.append(Candidate(flow, _screen(flow, context, screens), context, mask, confidence, mine))
    return tuple(found)


def _is_about_self(flow: Flow, rulebook: Rulebook) -> bool:
    """Whether the source is about the person who looks, and such data is not always about others."""
    kind = rulebook.data_type(flow.data)
    return flow.source.subject == "self" and (kind is None or kind.subject in (None, "self"))


def _screen(flow: Flow, context: SinkContext, screens: Screens) -> Screen:
    """The screen as the flow reaches it."""
    return context.screen or screens.screens.get(flow.sink.screen) or Screen(flow.sink.screen)


def _shown_in_clear(flows: Sequence[Flow]) -> dict[str, set[str]]:
    """Screen -> the types of data that it shows without an adequate mask."""
    shown: dict[str, set[str]] = defaultdict(set)
    for flow in flows:
        if flow.mask is not Mask.ADEQUATE:
            shown[flow.sink.screen].add(flow.data)
    return shown


def _mask(flow: Flow, beside: set[str], rulebook: Rulebook) -> Mask:
    """The flow's own mask, but weak where the sanitizer is `weak_beside` a type that the same screen shows."""
    if flow.mask is not Mask.ADEQUATE or flow.masked_by is None:
        return flow.mask
    for sanitizer in rulebook.sanitizer:
        did_it = _is_called(sanitizer.match.patterns, flow.masked_by) and _fits_some(sanitizer.data, flow.data)
        if did_it and any(_fits_some(sanitizer.weak_beside, data) for data in beside):
            return Mask.WEAK
    return flow.mask


def _is_called(patterns: tuple[str, ...], name: str) -> bool:
    """Whether a sanitizer is the one that a trace names, by its qualified name or by the last part of it."""
    return _fits_some(patterns, name) or any(pattern.rpartition(".")[2] == name for pattern in patterns)


def _fits_some(patterns: tuple[str, ...], name: str) -> bool:
    return any(matches(pattern, name) for pattern in patterns)
