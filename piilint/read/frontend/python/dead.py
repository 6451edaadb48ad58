"""Code that never runs: only what it defines and imports is kept, since types and other files may speak of it."""

from __future__ import annotations

from typing import Any

import libcst as cst

from piilint.read.frontend.python.builder import DEFINITIONS, FunctionBuilder


def collect(function: FunctionBuilder, node: Any) -> None:
    """Keep the functions, classes and imports of a statement that cannot run, and of the statements inside it."""
    pending = [node]
    while pending:
        node = pending.pop()
        define = DEFINITIONS.get(type(node))
        if define is not None:
            define(function, node)
        elif isinstance(node, (cst.SimpleStatementLine, cst.SimpleStatementSuite, cst.IndentedBlock)):
            pending.extend(reversed(node.body))
        elif isinstance(
            node,
            (cst.BaseCompoundStatement, cst.Else, cst.Finally, cst.ExceptHandler, cst.ExceptStarHandler, cst.MatchCase),
        ):
            parts = [getattr(node, name, None) for name in ("finalbody", "orelse")]
            parts += [
                *reversed(getattr(node, "handlers", ())),
                *reversed(getattr(node, "cases", ())),
                getattr(node, "body", None),
            ]
            pending.extend(part for part in parts if part is not None)
