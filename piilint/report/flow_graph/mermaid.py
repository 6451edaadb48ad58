"""Mermaid, which code hosts draw in a Markdown file: one box a step, one frame a file."""

from __future__ import annotations

import re

from piilint.report.code_line import printable
from piilint.report.flow_graph.labels import by_file, is_hidden, label_lines, masks_of
from piilint.terms.flow import Verb
from piilint.terms.flow_graph import FlowGraph, FlowNode

MAX_EDGES = 500
"""Mermaid draws no more unless it is told to."""

_SPECIAL = re.compile(r"[^\w .,:;/()=+*'!?|$%~^-]")


def graph_as_mermaid(graph: FlowGraph) -> str:
    """The whole graph as a flowchart; dotted edges lead to what arrives well masked."""
    lines = ["flowchart LR"]
    for number, (path, nodes) in enumerate(by_file(graph), 1):
        lines += [f'  subgraph file{number}["{_text(path)}"]', *(f"    {_node(node)}" for node in nodes), "  end"]
    masks = masks_of(graph)
    for edge in graph.edges:
        lines.append(f"  {edge.source} {'-.->' if is_hidden(edge, masks) else '-->'} {edge.target}")
    lines += ["  classDef source fill:#d7e8fa,stroke:#29557f", "  classDef sink fill:#fbd9d3,stroke:#b3261e"]
    for verb, name in ((Verb.SOURCE, "source"), (Verb.SINK, "sink")):
        those = [node.id for node in graph.nodes if node.verb is verb]
        lines += [f"  class {','.join(those)} {name}"] if those else []
    return "\n".join(lines) + "\n"


def _node(node: FlowNode) -> str:
    text = "<br/>".join(_text(line) for line in label_lines(node))
    first, last = ("([", "])") if node.verb is Verb.SOURCE else ("[", "]")
    return f'{node.id}{first}"{text}"{last}'


def _text(text: str) -> str:
    """What Mermaid or HTML would read as more than text, as the number of its character."""
    return _SPECIAL.sub(lambda found: f"#{ord(found.group())};", printable(text))
