"""GraphML, for tools that query and lay out graphs; written by networkx."""

from __future__ import annotations

from piilint.report.code_line import printable
from piilint.report.flow_graph.labels import edge_words
from piilint.terms.flow_graph import FlowGraph


def graph_as_graphml(graph: FlowGraph) -> str:
    """Nodes and edges with flat attributes; several values of one are joined by a comma and a space."""
    import networkx as nx

    built: nx.DiGraph[str] = nx.DiGraph()
    for node in graph.nodes:
        place = node.frame.place
        told = {
            "verb": node.verb.value,
            "path": place.path,
            "cell": place.cell,
            "line": place.line,
            "column": place.column,
            "scope": node.scope,
            "message": node.message,
            "data": ", ".join(node.data),
            "kind": node.kind,
            "unresolved": node.unresolved,
            "code": (node.frame.first_code_line or "").strip(),
        }
        built.add_node(node.id, **_plain(told))
    for edge in graph.edges:
        built.add_edge(edge.source, edge.target, flows=", ".join(edge.flows), data=edge_words(edge, graph))
    return '<?xml version="1.0" encoding="utf-8"?>\n' + "\n".join(nx.generate_graphml(built)) + "\n"


def _plain(told: dict[str, str | int | bool | None]) -> dict[str, str | int | bool]:
    """What is there, and of texts only what XML may hold."""
    return {
        name: printable(value) if isinstance(value, str) else value for name, value in told.items() if value is not None
    }
