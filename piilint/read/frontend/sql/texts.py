"""Which texts of a module read as SQL, and what each says."""

from __future__ import annotations

import re

from piilint.ir.instructions import Build, Constant, Operate
from piilint.ir.module import FunctionIR, ModuleIR, decode_body
from piilint.ir.query import QueryIR, written_text

_SOMEWHERE = re.compile(
    rb"""(?xis) \b (?: select\b.*?\bfrom | create\s+(?:\w+\s+)*?table | insert\s+into | update\s+\S+\s+set
    | delete\s+from ) \b"""
)
_BEGINS = re.compile(
    r"""(?xis) \s* (?: --[^\n]*\n \s* | /\*.*?\*/ \s* | \( \s* )*
    (?: select\s | with\s.+\bas\s*\( | create\s+(?:\w+\s+)*?table\s | insert\s+(?:or\s+\w+\s+)?into\s
    | replace\s+into\s | update\s.+\sset\s | delete\s+from\s | (?:drop|alter)\s+table\s | begin\b | pragma\s )"""
)
MAX_TEXT = 20_000
"""Longer texts are no queries but data."""


def may_hold_queries(content: bytes) -> bool:
    """Whether a file is worth the look: a cheap question that most files answer with no."""
    return _SOMEWHERE.search(content) is not None


def reads_as_sql(text: str) -> bool:
    """Whether a text begins as SQL does."""
    return len(text) <= MAX_TEXT and _BEGINS.match(text) is not None


def queries_of(module: ModuleIR) -> list[QueryIR]:
    """The module's texts that are SQL, in its order, each once."""
    found: dict[str, QueryIR] = {}
    for function in module.functions:
        for text, line in _texts(function):
            if text not in found and reads_as_sql(text):
                from piilint.read.frontend.sql.parse import parsed

                query = parsed(text, line)
                if query is not None:
                    found[text] = query
    return list(found.values())


def _texts(function: FunctionIR) -> list[tuple[str, int]]:
    body = decode_body(function)
    found: list[tuple[str, int]] = []
    for at, instruction in enumerate(body.code):
        is_text = isinstance(instruction, Build) and instruction.kind == "text"
        if is_text or isinstance(instruction, (Constant, Operate)):
            text = written_text(body.code, at)
            if text is not None and len(text) > 10:
                found.append((text, body.lines[at]))
    return found
