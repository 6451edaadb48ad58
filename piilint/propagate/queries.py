"""Which query a call is handed: the text that an argument is, or is written as; or the table whose name it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from piilint.ir.instructions import Call
from piilint.ir.query import written_text
from piilint.propagate.access import constants_of
from piilint.propagate.ports import read_port
from piilint.propagate.summary import NAMED
from piilint.terms.column import Column
from piilint.terms.port import Port

if TYPE_CHECKING:
    from piilint.propagate.arguments import Arguments
    from piilint.propagate.run import FunctionRun

MAX_QUERIES = 8


def queries_at(run: FunctionRun, port: Port, arguments: Arguments, at: int) -> list[tuple[Column, ...]]:
    """The columns of each query or table that the argument at a port may be; [] where it is none that is known."""
    queries, tables = run.program.queries, run.program.tables
    if not queries and not tables:
        return []
    value = read_port(run, port, arguments, None, None, at)
    texts = [one for one in constants_of(run, value, NAMED)[0] if isinstance(one, str)] if value else []
    if not any(text in queries for text in texts):
        texts += [text for text in (_as_written(run, port, at),) if text is not None]
    found = [queries[text] for text in dict.fromkeys(texts) if text in queries]
    if not found:
        named = (tables.get(text.lower(), ()) for text in dict.fromkeys(texts))
        found = [tuple(Column(part.name, (part,)) for part in parts) for parts in named if parts]
    return found[:MAX_QUERIES]


def _as_written(run: FunctionRun, port: Port, at: int) -> str | None:
    """The text of an argument with holes where only running the code tells."""
    call = run.code[at] if at >= 0 else None
    if not isinstance(call, Call):
        return None
    operand = -1
    if isinstance(port.which, int) and port.which < len(call.arguments):
        operand = call.arguments[port.which]
    elif isinstance(port.which, str):
        operand = next((value for name, value in call.keywords if name == port.which), -1)
    if operand < 0:
        return None
    text = written_text(run.code, operand)
    if text is None and isinstance(inner := run.code[operand], Call) and inner.arguments:
        # `text("SELECT ...")` and the like
        text = written_text(run.code, inner.arguments[0])
    return text
