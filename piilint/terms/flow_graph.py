"""The flow graph: all ways of personal data through a program, as plain nodes and edges.

A node is one step at one place; flows that share a step share the node. An edge names the flows that take it, so that a
way through the graph which no flow takes from end to end can be told from one that does.
"""

from __future__ import annotations

from dataclasses import dataclass

from piilint.terms.finding import CodeFrame
from piilint.terms.flow import Verb
from piilint.terms.grades import Confidence, Mask


@dataclass(frozen=True, slots=True)
class FlowNode:
    """One step. `id` is `n1`, `n2`, ... in reading order; `data` are the types that pass; `kind` a sink's kind.

    `scope` is the function that it stands in, for a source what the data belongs to. `at` is the step's (function,
    instruction) in the Program, -1 where it has none.
    """

    id: str
    verb: Verb
    frame: CodeFrame
    message: str
    scope: str = ""
    data: tuple[str, ...] = ()
    kind: str | None = None
    unresolved: bool = False
    at: tuple[int, int] = (-1, -1)


@dataclass(frozen=True, slots=True)
class FlowEdge:
    """One hop from node to node, and the ids of the flows that take it."""

    source: str
    target: str
    flows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FlowLine:
    """One flow: the nodes that it passes, in order. `findings` are (rule, fingerprint) of what it breaks."""

    id: str
    data: str
    source: str
    sink: str
    kind: str
    screen: str
    mask: Mask
    masked_by: str | None
    confidence: Confidence
    nodes: tuple[str, ...]
    findings: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class FlowGraph:
    """Nodes in reading order, edges by the numbers of their ends, flows in the order of their sinks.

    `explored` is how many flows there are in the whole program, before anything limited them.
    """

    nodes: tuple[FlowNode, ...] = ()
    edges: tuple[FlowEdge, ...] = ()
    flows: tuple[FlowLine, ...] = ()
    explored: int = 0


@dataclass(frozen=True, slots=True)
class FlowFilter:
    """Which flows are wanted; of each kind that is given one must fit.

    `data` and `kinds` are dotted patterns. `sources` and `sinks` are names, as in a trace, or places `PATH[:LINE]`;
    `files` are paths that a flow passes; `fingerprints` name findings. `broken`: only what breaks a rule.
    """

    data: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    sinks: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    fingerprints: tuple[str, ...] = ()
    broken: bool = False
