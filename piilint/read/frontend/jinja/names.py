"""Which names a piece of a template binds, and which ones the macros in it read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from jinja2 import nodes

Bound = tuple[frozenset[str], frozenset[str]]
"""The names that are bound whichever way control goes, and those that may be."""


def bound_names(body: Sequence[nodes.Node]) -> Bound:
    """The names that statements bind in the scope that they stand in. `if` opens no scope; all other blocks do."""
    surely: set[str] = set()
    maybe: set[str] = set()
    for node in body:
        if isinstance(node, nodes.If):
            always, sometimes = _bound_by_if(node)
            surely |= always
            maybe |= sometimes
        else:
            surely.update(_bound_by(node))
    return frozenset(surely), frozenset(maybe | surely)


def _bound_by_if(node: nodes.If) -> Bound:
    branches = [node.body, *(one.body for one in node.elif_), node.else_]
    bound = [bound_names(branch) for branch in branches]
    surely = frozenset.intersection(*(one for one, _ in bound))
    return surely, frozenset().union(*(maybe for _, maybe in bound))


def _bound_by(node: nodes.Node) -> Iterable[str]:
    if isinstance(node, (nodes.Assign, nodes.AssignBlock)):
        return target_names(node.target)
    if isinstance(node, nodes.Import):
        return [node.target]
    if isinstance(node, nodes.FromImport):
        return [name if isinstance(name, str) else name[1] for name in node.names]
    if isinstance(node, nodes.Macro):
        return [node.name]
    return []


def target_names(target: nodes.Node) -> list[str]:
    """The names in the target of an assignment or a loop; `namespace.attribute` binds none."""
    if isinstance(target, nodes.Name):
        return [target.name]
    if isinstance(target, nodes.Tuple):
        return [name for item in target.items for name in target_names(item)]
    return []


def macros_in(body: Iterable[nodes.Node]) -> Iterator[nodes.Macro | nodes.CallBlock]:
    """The macros that statements define, those in other macros apart. Blocks are functions of their own."""
    stack = list(body)[::-1]
    while stack:
        node = stack.pop()
        if isinstance(node, (nodes.Macro, nodes.CallBlock)):
            yield node
        elif not isinstance(node, (nodes.Block, nodes.Expr)):
            stack.extend(list(node.iter_child_nodes())[::-1])


def read_names(node: nodes.Node) -> frozenset[str]:
    """All names that are read anywhere in a node."""
    return frozenset(name.name for name in node.find_all(nodes.Name) if name.ctx == "load")


def hands_on_context(node: nodes.Node) -> bool:
    """Whether another template is run somewhere in a node with all the variables that are in scope there."""
    return any(
        one.with_context
        for one in node.find_all((nodes.Include, nodes.Import, nodes.FromImport))
        if isinstance(one, (nodes.Include, nodes.Import, nodes.FromImport))
    )


def captured_names(bound: Iterable[str], body: Sequence[nodes.Node]) -> list[str]:
    """Those of the names that a scope binds which macros in it read, sorted."""
    macros = list(macros_in(body))
    if not macros:
        return []
    if any(hands_on_context(macro) for macro in macros):
        return sorted(bound)
    read = frozenset().union(*(read_names(macro) for macro in macros))
    return sorted(read.intersection(bound))
