"""The formats of `piilint graph` by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from piilint.report.flow_graph.dot import graph_as_dot
from piilint.report.flow_graph.graphml import graph_as_graphml
from piilint.report.flow_graph.mermaid import graph_as_mermaid
from piilint.report.flow_graph.node_link import graph_as_json
from piilint.terms.flow_graph import FlowGraph

GRAPH_FORMATS: Mapping[str, Callable[[FlowGraph], str]] = MappingProxyType(
    {"dot": graph_as_dot, "mermaid": graph_as_mermaid, "graphml": graph_as_graphml, "json": graph_as_json}
)
