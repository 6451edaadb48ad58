"""Taints: what transforms make of them, and what they come to where a caller knows more."""

from __future__ import annotations

from piilint.propagate.atoms import Atom, Derived, Fact, Maybe, Value, derived, fact, maybe
from piilint.propagate.memory import State
from piilint.terms.access_path import Path
from piilint.terms.grades import Mask
from piilint.terms.pattern import matches
from piilint.terms.specs import PropagatorSpec, SanitizerSpec, SinkSpec

MAX_OPS = 4
"""Transforms remembered on a taint whose source is not known yet; more are as good as these."""

Op = SanitizerSpec | PropagatorSpec | SinkSpec
"""A transform: a sanitizer that hides, a propagator that changes the data type, or a sink that does not mind some."""


LACKING = "<lacking>"
"""The kind of a transform that drops what only a name says it is."""


def apply_op(taint: Atom, op: Op) -> tuple[Atom, ...]:
    """What a taint is after a transform: usually one taint, two where a sanitizer leaves something behind."""
    if not isinstance(taint, (Fact, Maybe, Derived)):
        return (taint,)
    if taint.then is None:
        taint.then = {}
    known = taint.then.get(id(op))
    if known is None:
        # the transform is kept with the answer, so that no other one can have its number
        known = taint.then[id(op)] = (op, tuple(_applied(taint, op)))
    return known[1]


def _applied(taint: Fact | Maybe | Derived, op: Op) -> list[Atom]:
    if isinstance(taint, Fact):
        return _apply_to_fact(taint, op)
    if any(op is other for other in taint.ops) or len(taint.ops) >= MAX_OPS:
        return [taint]
    ops = (*taint.ops, op)
    if isinstance(taint, Maybe):
        return [maybe(taint.source, taint.base, taint.label, ops)]
    return [derived(taint.sym, taint.deep, ops, taint.without)]


def _apply_to_fact(taint: Fact, op: Op) -> list[Atom]:
    if isinstance(op, SinkSpec):
        if op.kind == LACKING and taint.source.declared:
            return [taint]
        return [] if any(matches(pattern, taint.data) for pattern in op.except_) else [taint]
    if isinstance(op, PropagatorSpec):
        if op.data and not any(matches(pattern, taint.data) for pattern in op.data):
            return []
        for pattern, becomes in op.becomes.items():
            if matches(pattern, taint.data):
                return [fact(taint.source, taint.root, becomes, taint.mask, taint.by)]
        return [taint]
    if not any(matches(pattern, taint.data) for pattern in op.data):
        return [taint]
    better = taint.mask if taint.mask.rank >= op.strength.rank else op.strength
    by = name_of(op) if better is not taint.mask or taint.by is None else taint.by
    hidden = fact(taint.source, taint.root, taint.data, better, by)
    if op.leaves is None:
        return [hidden]
    return [hidden, fact(taint.source, taint.root, op.leaves, Mask.NONE, None)]


def name_of(op: SanitizerSpec) -> str:
    """How a message names what masked: the last part of the callable's pattern."""
    return op.match.patterns[0].rpartition(".")[2]


def apply_ops(value: Value, ops: tuple[Op, ...]) -> Value:
    """A value's taints after transforms; things stay."""
    for op in ops:
        result: Value = {}
        for atom, hop in value.items():
            for after in apply_op(atom, op) if atom.is_taint else (atom,):
                result.setdefault(after, hop)
        value = result
    return value


def only_taints(value: Value) -> Value:
    """The value without the things that it may be."""
    return {atom: hop for atom, hop in value.items() if atom.is_taint}


def carried(state: State, value: Value, deep: bool, without: Path = ()) -> Value:
    """What a value carries: itself, or with all that is inside but for some parts."""
    return state.deep(value, without) if deep else state.own(value)
