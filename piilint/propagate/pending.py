"""Calls in a template that wait for the page that is rendered: its blocks.

A template that others extend runs what they hand it inside its context, and does nothing with the result. Of such a
call nothing comes back into the template, so that it need not be looked at once for each page: the call stands in its
summary, and is done where a call renders the page and so knows the block.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from piilint.ir.instructions import Call
from piilint.propagate.atoms import Func, Sym, Value
from piilint.propagate.memory import joined
from piilint.propagate.things import things_of

if TYPE_CHECKING:
    from piilint.propagate.instantiate import Instantiation
    from piilint.propagate.run import FunctionRun
    from piilint.propagate.summary import Chain

HANDED_ON = '["<'
"""How the keys of a context begin under which templates hand each other functions."""
MAX_PENDING, MAX_WAY = 256, 12
"""Calls of one template that wait, and call sites on the way from one to who renders the page."""


@dataclass(frozen=True, slots=True)
class Pending:
    """A call that waits: what the page may hand in, the template's own function otherwise, and the context."""

    callee: tuple[Sym, ...]
    own: Value
    context: Value

    def values(self) -> tuple[Value, Value]:
        """What leaves the template with it."""
        return self.own, self.context

    def same_as(self, other: Pending) -> bool:
        """Whether two calls wait for the same and hand over the same, apart from how data came there."""
        return (
            self.callee == other.callee
            and self.own.keys() == other.own.keys()
            and self.context.keys() == other.context.keys()
        )


def waits(run: FunctionRun, call: Call, at: int) -> bool:
    """Whether a call in a template is of what only pages know; it is noted then."""
    if run.function.is_python or not call.unused or len(call.arguments) != 1:
        return False
    callee = run.values[call.callee]
    symbols = tuple(atom for atom in callee if isinstance(atom, Sym) and _is_handed_on(run, atom))
    if not symbols:
        return False
    own = {atom: hop for atom, hop in callee.items() if function_of(atom) is not None}
    _note(run, ((run.id, at),), Pending(symbols, own, run.values[call.arguments[0]]))
    return True


def done(instantiation: Instantiation, way: Chain, call: Pending) -> tuple[int | None, Value]:
    """The function that a waiting call is of, and the context, at a call that renders the template.

    There is none where that is a template, too, which may be extended itself: the call goes on waiting there. Of the
    functions that templates have handed on, the most derived comes first, and behind each the one that it overrides.
    """
    run = instantiation.run
    found = joined(instantiation.resolve(symbol) for symbol in call.callee)
    functions = {atom: hop for atom, hop in found.items() if function_of(atom) is not None}
    context = instantiation.value(call.context)
    own = {**functions, **instantiation.value(call.own)}
    symbols = tuple(atom for atom in found if isinstance(atom, Sym) and _is_handed_on(run, atom))
    if symbols and not run.function.is_python and len(way) < MAX_WAY:
        _note(run, ((run.id, instantiation.at), *way), Pending(symbols, own, context))
        return None, context
    handed_on = [function for atom in own if (function := function_of(atom)) is not None]
    caller = way[-1][0]
    if caller in handed_on:
        del handed_on[: handed_on.index(caller) + 1]
    return next(iter(handed_on), None), context


def function_of(atom: object) -> int | None:
    """The function that an atom is; None where it is none."""
    return atom.id if isinstance(atom, Func) else None


def _is_handed_on(run: FunctionRun, atom: Sym) -> bool:
    return (
        atom.root == ("p", 0) and bool(atom.path) and atom.path[-1].startswith(HANDED_ON) and not things_of(run, atom)
    )


def _note(run: FunctionRun, way: Chain, call: Pending) -> None:
    before = run.pending.get(way)
    if before is not None:
        symbols = tuple(dict.fromkeys((*before.callee, *call.callee)))
        call = Pending(symbols, joined((before.own, call.own)), joined((before.context, call.context)))
    elif len(run.pending) >= MAX_PENDING:
        return
    run.pending[way] = call
