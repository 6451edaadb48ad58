"""Which flows a question is about, and which findings each flow is part of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from piilint.terms.errors import UserError
from piilint.terms.finding import Finding
from piilint.terms.flow import Flow
from piilint.terms.flow_graph import FlowFilter
from piilint.terms.location import Place
from piilint.terms.pattern import matches
from piilint.terms.rulebook import Rulebook
from piilint.terms.spelling import did_you_mean

Told = Mapping[int, tuple[tuple[str, str], ...]]
_End = tuple[str, str, int, tuple[int, int], str]


def findings_by_flow(flows: Sequence[Flow], findings: Iterable[Finding]) -> Told:
    """(rule, fingerprint) of the findings that each flow is part of, by the flow's position."""
    ends: dict[_End, list[tuple[str, str]]] = {}
    for finding in findings:
        parts = finding.members or (finding,)
        for part in parts:
            source = part.source
            if source is not None:
                data = part.data if isinstance(part.data, str) else part.data[0]
                key = (data, source.place.path, source.place.line, part.sink_at, part.sink_kind or "")
                ends.setdefault(key, []).append((finding.rule, finding.fingerprint))
    told: dict[int, tuple[tuple[str, str], ...]] = {}
    for position, flow in enumerate(flows):
        sink, source_at = flow.sink, flow.source
        key = (flow.data, source_at.path, source_at.line, (sink.function, sink.instruction), sink.kind)
        if key in ends:
            told[position] = tuple(dict.fromkeys(ends[key]))
    return told


def chosen_flows(
    flows: Sequence[Flow], told: Told, wanted: FlowFilter, rulebook: Rulebook, paths: Sequence[str]
) -> frozenset[int]:
    """The positions of the flows that fit. Raises UserError where a filter names what there is not.

    `paths` are the files of the program.
    """
    _refuse(flows, told, wanted, rulebook, paths)
    return frozenset(
        position
        for position, flow in enumerate(flows)
        if _fits_some(wanted.data, flow.data)
        and _is_some(wanted.sources, _source_words(flow), (_source_place(flow),))
        and _is_some(wanted.sinks, _sink_words(flow), (flow.sink.place,))
        and (not wanted.files or any(_is_file(path, step.place.path) for path in wanted.files for step in flow.steps))
        and (not wanted.broken or position in told)
        and (not wanted.fingerprints or any(name in wanted.fingerprints for _, name in told.get(position, ())))
    )


def _fits_some(patterns: Sequence[str], name: str) -> bool:
    return not patterns or any(matches(pattern, name) for pattern in patterns)


def _is_some(wanted: Sequence[str], words: Sequence[str], places: Sequence[Place]) -> bool:
    return not wanted or any(_is(one, words, places) for one in wanted)


def _is(wanted: str, words: Sequence[str], places: Sequence[Place]) -> bool:
    """Whether a name, a pattern of one, or a place `PATH[:LINE]` is meant."""
    return any(matches(wanted, word) for word in words) or any(
        wanted in (str(place), f"{place.path}:{place.line}") or _is_file(wanted, place.path) for place in places
    )


def _is_file(wanted: str, path: str) -> bool:
    return wanted.removeprefix("./") == path


def _source_place(flow: Flow) -> Place:
    source = flow.source
    return Place(source.path, source.line, None, source.end_line, None, source.cell)


def _source_words(flow: Flow) -> tuple[str, ...]:
    return (flow.source.owner, flow.source.owner.rpartition(".")[2])


def _sink_words(flow: Flow) -> tuple[str, ...]:
    return (flow.sink.kind, flow.sink.callee, flow.sink.screen)


def _refuse(flows: Sequence[Flow], told: Told, wanted: FlowFilter, rulebook: Rulebook, paths: Sequence[str]) -> None:
    data = [one.id for one in rulebook.data]
    wrong = [
        f'--data: no data type is called "{pattern}"{did_you_mean(pattern, data)}'
        for pattern in wanted.data
        if not any(matches(pattern, one) for one in data)
    ]
    wrong += [
        f"--file: {path} is no file of the program{did_you_mean(path, paths)}"
        for path in wanted.files
        if not any(_is_file(path, one) for one in paths)
    ]
    for option, those, words, place in (
        ("source", wanted.sources, _source_words, _source_place),
        ("sink", wanted.sinks, _sink_words, lambda flow: flow.sink.place),
    ):
        for one in those:
            if flows and not any(_is(one, words(flow), (place(flow),)) for flow in flows):
                known = {word for flow in flows for word in words(flow) if word}
                hint = did_you_mean(one, known)
                wrong.append(f'--{option}: no flow of the program has the {option} "{one}"{hint}')
    names = {name for those in told.values() for _, name in those}
    wrong += [
        f'--fingerprint: no finding has the fingerprint "{one}"; `piilint check --output-format json` tells them'
        for one in wanted.fingerprints
        if one not in names
    ]
    if wrong:
        raise UserError(*wrong)
