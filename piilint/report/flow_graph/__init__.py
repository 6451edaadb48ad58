"""The flow graph in the languages of those who draw, query and read graphs."""

from piilint.report.flow_graph.formats import GRAPH_FORMATS

__all__ = ["GRAPH_FORMATS"]
