"""Columns that a query is asked for by the fields of a class: `session.query(Customer.phone_number)`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from piilint.ir.instructions import Call, LoadAttribute
from piilint.propagate.atoms import Cls, Value, fact
from piilint.terms.flow import Verb
from piilint.terms.port import Port
from piilint.terms.specs import FoundSource

if TYPE_CHECKING:
    from piilint.propagate.run import FunctionRun


def asked_for(run: FunctionRun, port: Port, at: int) -> Value:
    """What rows hold under the field that stands at an argument, or under one that is called something else there:
    `Customer.phone_number`, `Customer.phone_number.label("x")`."""
    call = run.code[at] if at >= 0 else None
    if not isinstance(call, Call) or not isinstance(port.which, int) or port.path or call.stars:
        return {}
    if port.which >= len(call.arguments):
        return {}
    read = run.code[call.arguments[port.which]]
    if isinstance(read, Call):
        named = run.code[read.callee]
        read = run.code[named.object] if isinstance(named, LoadAttribute) else read
    if not isinstance(read, LoadAttribute):
        return {}
    sources = (run.engine.field_source(one.id, read.name) for one in run.values[read.object] if isinstance(one, Cls))
    return {fact(one, None): run.hop(None, Verb.READ, at) for one in sources if isinstance(one, FoundSource)}
