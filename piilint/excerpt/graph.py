"""The nodes of a flow graph with their code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from piilint.excerpt.frames import Frames
from piilint.excerpt.texts import Texts
from piilint.ir.program import Program
from piilint.terms.flow import Verb
from piilint.terms.flow_graph import FlowGraph, FlowNode
from piilint.terms.source_file import SourceFile


def excerpt_graph(graph: FlowGraph, program: Program, files: Sequence[SourceFile]) -> FlowGraph:
    """The graph with code and exact columns; its order stays."""
    frames = Frames(program, Texts(files))
    return replace(graph, nodes=tuple(_filled(node, frames) for node in graph.nodes))


def _filled(node: FlowNode, frames: Frames) -> FlowNode:
    return replace(node, frame=frames.fill(node.frame, node.at, node.scope if node.verb is Verb.SOURCE else ""))
