"""JSON in the form that networkx and browsers' graph libraries call node-link, with the flows beside it."""

from __future__ import annotations

import json

from piilint import __version__
from piilint.report.json_document import Object, frame_object
from piilint.terms.flow_graph import FlowGraph, FlowLine, FlowNode

VERSION = 1


def graph_as_json(graph: FlowGraph) -> str:
    """One document, the same bytes for the same graph."""
    document = {
        "version": VERSION,
        "tool": {"name": "piilint", "version": __version__},
        "directed": True,
        "multigraph": False,
        "graph": {},
        "nodes": [_node(node) for node in graph.nodes],
        "edges": [{"source": edge.source, "target": edge.target, "flows": list(edge.flows)} for edge in graph.edges],
        "flows": [_flow(flow) for flow in graph.flows],
        "explored": graph.explored,
    }
    return json.dumps(document, indent=2) + "\n"


def _node(node: FlowNode) -> Object:
    return {
        "id": node.id,
        "verb": node.verb.value,
        **frame_object(node.frame),
        "scope": node.scope,
        "message": node.message,
        "data": list(node.data),
        "kind": node.kind,
        "unresolved": node.unresolved,
    }


def _flow(flow: FlowLine) -> Object:
    return {
        "id": flow.id,
        "data": flow.data,
        "source": flow.source,
        "sink": flow.sink,
        "kind": flow.kind,
        "screen": flow.screen,
        "masked": str(flow.mask),
        "masked_by": flow.masked_by,
        "confidence": str(flow.confidence),
        "nodes": list(flow.nodes),
        "findings": [{"rule": rule, "fingerprint": fingerprint} for rule, fingerprint in flow.findings],
    }
