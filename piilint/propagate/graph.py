"""The graph of what lies between sources and sinks, and shortest ways through it."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from piilint.terms.finding import CodeFrame
from piilint.terms.flow import Flow, Step, Verb
from piilint.terms.flow_graph import FlowEdge, FlowGraph, FlowLine, FlowNode

if TYPE_CHECKING:
    import networkx as nx

Key = tuple[object, ...]
Findings = tuple[tuple[str, str], ...]

_VERBS = list(Verb)


def flow_graph(
    flows: Sequence[Flow], wanted: Collection[int] | None = None, findings: Mapping[int, Findings] | None = None
) -> FlowGraph:
    """The steps of the wanted flows as nodes and their hops as edges; without `wanted`, of all.

    `wanted` are positions among the flows, and `findings` are (rule, fingerprint) of what breaks a rule, by position.
    Flows that show the same data in the same way are one.
    """
    import networkx as nx

    alike: dict[Key, list[int]] = {}
    for position, flow in enumerate(flows):
        alike.setdefault(_same(flow), []).append(position)
    chosen = [group for group in alike.values() if wanted is None or any(one in wanted for one in group)]
    graph: nx.DiGraph[Key] = nx.DiGraph()
    for number, group in enumerate(chosen, 1):
        _take(graph, flows[group[0]], f"f{number}")
    ordered = sorted(graph.nodes)
    ids = {key: f"n{number}" for number, key in enumerate(ordered, 1)}
    place = {key: number for number, key in enumerate(ordered)}
    edges = sorted(graph.edges, key=lambda edge: (place[edge[0]], place[edge[1]]))
    return FlowGraph(
        tuple(_node(ids[key], graph.nodes[key]["step"], graph.nodes[key]["flows"]) for key in ordered),
        tuple(FlowEdge(ids[one], ids[other], tuple(graph.edges[one, other]["flows"])) for one, other in edges),
        tuple(_line(f"f{number}", flows, group, ids, findings or {}) for number, group in enumerate(chosen, 1)),
        len(alike),
    )


def _key(step: Step) -> Key:
    """What makes two steps one node, in reading order: the same is done at the same place."""
    place = step.place
    # one line may hold several sources, one call several kinds of sinks, and one display several keys
    named = step.scope if step.verb is Verb.SOURCE else step.message if step.verb in (Verb.SINK, Verb.STORE) else ""
    where = (place.path, place.cell or 0, place.line, place.end_line or place.line)
    return (*where, _VERBS.index(step.verb), step.function, step.instruction, named)


def _told(flow: Flow) -> tuple[Step, ...]:
    """The steps that a drawing needs: what is read only to go on in the same line says nothing of its own."""
    following = (*flow.steps[1:], None)
    return tuple(
        step
        for step, after in zip(flow.steps, following, strict=True)
        if step.verb is not Verb.READ or after is None or _line_of(step) != _line_of(after)
    )


def _line_of(step: Step) -> tuple[str, int | None, int]:
    return step.place.path, step.place.cell, step.place.line


def _same(flow: Flow) -> Key:
    sink = flow.sink
    steps = tuple(_key(step) for step in _told(flow))
    return (steps, flow.data, flow.mask, flow.masked_by, sink.kind, sink.callee, sink.screen)


def _take(graph: nx.DiGraph[Key], flow: Flow, name: str) -> None:
    steps = _told(flow)
    keys = [_key(step) for step in steps]
    for key, step in zip(keys, steps, strict=True):
        if key not in graph:
            graph.add_node(key, step=step, flows=[])
        graph.nodes[key]["flows"].append(flow)
    for one, other in pairwise(keys):
        if one != other:
            if not graph.has_edge(one, other):
                graph.add_edge(one, other, flows=[])
            graph.edges[one, other]["flows"].append(name)


def _node(name: str, step: Step, flows: Sequence[Flow]) -> FlowNode:
    return FlowNode(
        name,
        step.verb,
        CodeFrame(step.place),
        step.message,
        step.scope,
        tuple(sorted({flow.data for flow in flows})),
        flows[0].sink.kind if step.verb is Verb.SINK else None,
        step.unresolved,
        (step.function, step.instruction),
    )


def _line(
    name: str, flows: Sequence[Flow], group: Sequence[int], ids: Mapping[Key, str], findings: Mapping[int, Findings]
) -> FlowLine:
    flow = flows[group[0]]
    sink = flow.sink
    return FlowLine(
        name,
        flow.data,
        flow.source.owner,
        sink.callee,
        sink.kind,
        sink.screen,
        flow.mask,
        flow.masked_by,
        flow.confidence,
        tuple(ids[_key(step)] for step in _told(flow)),
        tuple(dict.fromkeys(told for one in group for told in findings.get(one, ()))),
    )


def shortest(steps: list[Step]) -> list[Step]:
    """The trace without the rounds that data made in loops and recursion: the shortest way through its own steps."""
    keys: list[Key] = [(step.verb, step.place, step.function, step.instruction) for step in steps]
    if len(set(keys)) == len(keys):
        return steps
    first_with: dict[Key, Step] = dict(zip(reversed(keys), reversed(steps), strict=True))
    if keys[0] == keys[-1]:
        return [first_with[keys[0]]]
    ways: dict[Key, list[Key]] = {}
    for here, there in pairwise(keys):
        ways.setdefault(here, []).append(there)
    # breadth first: who first leads to a step is on a shortest way to it
    before: dict[Key, Key] = {}
    waiting = deque([keys[0]])
    while keys[-1] not in before:
        here = waiting.popleft()
        for there in ways[here]:
            if there not in before:
                before[there] = here
                waiting.append(there)
    way = [keys[-1]]
    while way[-1] != keys[0]:
        way.append(before[way[-1]])
    return [first_with[key] for key in reversed(way)]
