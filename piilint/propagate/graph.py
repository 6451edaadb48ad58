"""The graph of what lies between sources and sinks. The one place of networkx."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from piilint.terms.flow import Flow, Step

if TYPE_CHECKING:
    import networkx as nx


def flow_graph(flows: Iterable[Flow]) -> nx.DiGraph[int]:
    """All flows' steps as nodes (attribute `step`) and their hops as edges; equal steps are one node."""
    import networkx as nx

    graph: nx.DiGraph[int] = nx.DiGraph()
    numbers: dict[tuple[object, ...], int] = {}
    for flow in flows:
        _add(graph, flow.steps, numbers)
    return graph


def _add(graph: nx.DiGraph[int], steps: Sequence[Step], numbers: dict[tuple[object, ...], int]) -> list[int]:
    nodes = []
    for step in steps:
        key = (step.verb, step.place, step.function, step.instruction)
        number = numbers.setdefault(key, len(numbers))
        if number not in graph:
            graph.add_node(number, step=step)
        nodes.append(number)
    for one, other in pairwise(nodes):
        if one != other:
            graph.add_edge(one, other)
    return nodes


def shortest(steps: list[Step]) -> list[Step]:
    """The trace without the rounds that data made in loops and recursion: the shortest way through its own steps."""
    if len({(step.verb, step.place, step.function, step.instruction) for step in steps}) == len(steps):
        return steps
    import networkx as nx

    graph: nx.DiGraph[int] = nx.DiGraph()
    nodes = _add(graph, steps, {})
    return [graph.nodes[number]["step"] for number in nx.shortest_path(graph, nodes[0], nodes[-1])]
