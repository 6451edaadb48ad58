"""What a drawing says at a node: what happens there, where, and the code."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby

from piilint.report.code_line import CUT, on_one_line
from piilint.terms.flow import Verb
from piilint.terms.flow_graph import FlowEdge, FlowGraph, FlowNode
from piilint.terms.grades import Mask
from piilint.terms.sink_words import sink_words

WIDEST = 64
"""Characters of a line in a drawing."""


def label_lines(node: FlowNode) -> list[str]:
    """`SOURCE Device.latitude`, its data type and evidence; for all others the verb, the line, and the code."""
    place = node.frame.place
    where = f"cell {place.cell}, line {place.line}" if place.cell is not None else f"line {place.line}"
    code = on_one_line((node.frame.first_code_line or "").strip())
    if node.verb is Verb.SOURCE:
        head = [f"SOURCE {node.scope}".rstrip(), f"{', '.join(node.data)}: {node.message}"]
    elif node.verb is Verb.SINK:
        callee = node.message.partition(": ")[2]
        head = [f"SINK {callee}".rstrip(), sink_words(node.kind or "")]
    else:
        head = [node.message, f"in {node.scope}" if node.scope else ""]
    return [_cut(line) for line in (*head, f"{where}: {code}" if code else where) if line]


def _cut(line: str) -> str:
    line = on_one_line(line)
    return line if len(line) <= WIDEST else line[: WIDEST - len(CUT)] + CUT


def by_file(graph: FlowGraph) -> Iterator[tuple[str, list[FlowNode]]]:
    """The nodes of each file; they are sorted by it already."""
    for path, nodes in groupby(graph.nodes, key=lambda node: node.frame.place.path):
        yield path, list(nodes)


def is_hidden(edge: FlowEdge, masks: Mapping[str, Mask]) -> bool:
    """Whether all that takes this way arrives well masked."""
    return all(masks[name] is Mask.ADEQUATE for name in edge.flows)


def masks_of(graph: FlowGraph) -> dict[str, Mask]:
    """How well each flow is hidden where it arrives, by its id."""
    return {flow.id: flow.mask for flow in graph.flows}


def edge_words(edge: FlowEdge, graph: FlowGraph) -> str:
    """The types of data that take a hop."""
    data = {flow.id: flow.data for flow in graph.flows}
    return ", ".join(sorted({data[name] for name in edge.flows}))
