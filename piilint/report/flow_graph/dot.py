"""DOT, the language of Graphviz: one box a step, one cluster a file."""

from __future__ import annotations

from piilint.report.code_line import printable
from piilint.report.flow_graph.labels import by_file, edge_words, is_hidden, label_lines, masks_of
from piilint.terms.flow import Verb
from piilint.terms.flow_graph import FlowEdge, FlowGraph, FlowNode

_LOOKS = {
    Verb.SOURCE: 'shape=ellipse, style=filled, fillcolor="#d7e8fa"',
    Verb.SINK: 'style=filled, fillcolor="#fbd9d3"',
}


def graph_as_dot(graph: FlowGraph) -> str:
    """The whole graph; grey edges lead to what arrives well masked, dashed ones come out of a call that is unknown."""
    lines = [
        "digraph flows {",
        "  rankdir=LR;",
        '  node [shape=box, fontname="Helvetica", fontsize=10];',
        '  edge [fontname="Helvetica", fontsize=9, color="#b3261e"];',
    ]
    for number, (path, nodes) in enumerate(by_file(graph), 1):
        lines += [f"  subgraph cluster_{number} {{", f"    label={_quoted(path)};", '    color="#999999";']
        lines += [f"    {_node(node)}" for node in nodes]
        lines.append("  }")
    masks, unknown = masks_of(graph), {node.id for node in graph.nodes if node.unresolved}
    for edge in graph.edges:
        looks = [f"tooltip={_quoted(', '.join(edge.flows))}", f"label={_quoted(edge_words(edge, graph))}"]
        looks += ['color="#999999"'] if is_hidden(edge, masks) else []
        looks += ["style=dashed"] if edge.source in unknown else []
        lines.append(f"  {_edge(edge)} [{', '.join(looks)}];")
    return "\n".join([*lines, "}"]) + "\n"


def _node(node: FlowNode) -> str:
    looks = _LOOKS.get(node.verb)
    return f"{node.id} [label={_label(label_lines(node))}{f', {looks}' if looks else ''}];"


def _edge(edge: FlowEdge) -> str:
    return f"{edge.source} -> {edge.target}"


def _label(lines: list[str]) -> str:
    """Lines that end at the left, as code does."""
    return '"' + "".join(f"{_escaped(line)}\\l" for line in lines) + '"'


def _quoted(text: str) -> str:
    return f'"{_escaped(text)}"'


def _escaped(text: str) -> str:
    return printable(text).replace("\\", "\\\\").replace('"', '\\"')
