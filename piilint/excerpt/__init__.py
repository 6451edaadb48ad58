"""The code and the exact columns of findings, read again from the files that are in one, and from no others."""

from piilint.excerpt.fill import excerpt
from piilint.excerpt.graph import excerpt_graph
from piilint.excerpt.spot import excerpt_spot

__all__ = ["excerpt", "excerpt_graph", "excerpt_spot"]
