"""What a value holds twice: a taint that is masked, beside the same one as it is.

A value that is a number on one way and the number's last digits on another shows the number. Only the plain taint is
kept then: whatever rules say of the masked one they say of it, too.
"""

from __future__ import annotations

from piilint.propagate.atoms import Atom, Derived, Fact, Maybe, Value
from piilint.terms.grades import Mask
from piilint.terms.specs import SanitizerSpec, SinkSpec


def thinned(value: Value) -> Value:
    """The value without taints that a plainer one beside them holds; the same object where there are none."""
    if not any(_hides(atom) for atom in value if atom.is_taint):
        return value
    plainest: dict[tuple[object, ...], list[Derived | Maybe]] = {}
    facts: set[tuple[object, ...]] = set()
    for atom in value:
        if isinstance(atom, (Derived, Maybe)):
            plainest.setdefault(_of(atom), []).append(atom)
        elif isinstance(atom, Fact) and atom.mask is Mask.NONE:
            facts.add((id(atom.source), atom.root, atom.data))
    dropped: set[Atom] = {
        one for same in plainest.values() if len(same) > 1 for one in same if any(_holds(other, one) for other in same)
    }
    for atom in value:
        if isinstance(atom, Fact) and atom.mask is not Mask.NONE and (id(atom.source), atom.root, atom.data) in facts:
            dropped.add(atom)
    return {atom: hop for atom, hop in value.items() if atom not in dropped} if dropped else value


def _hides(taint: Atom) -> bool:
    """Whether a taint shows less than another one of the same thing may."""
    if isinstance(taint, Fact):
        return taint.mask is not Mask.NONE
    return isinstance(taint, (Derived, Maybe)) and (bool(taint.ops) or (isinstance(taint, Derived) and not taint.deep))


def _of(atom: Derived | Maybe) -> tuple[object, ...]:
    """What a taint is of, however it is masked."""
    return (atom.sym,) if isinstance(atom, Derived) else (id(atom.source), atom.base, atom.label)


def _holds(one: Derived | Maybe, other: Derived | Maybe) -> bool:
    """Whether one taint of a thing shows all that another one shows, which is not the same."""
    if one is other or not all(any(op is its for its in other.ops) for op in one.ops):
        return False
    if isinstance(one, Derived) and isinstance(other, Derived):
        if (other.deep and not one.deep) or not set(one.without) <= set(other.without):
            return False
        if len(one.ops) == len(other.ops) and one.deep == other.deep and len(one.without) == len(other.without):
            # the same in another order
            return False
    elif len(one.ops) == len(other.ops):
        return False
    return all(_only_hides(op) for op in other.ops if not any(op is its for its in one.ops))


def _only_hides(op: object) -> bool:
    """Whether a transform takes away and adds nothing."""
    if isinstance(op, SanitizerSpec):
        return op.leaves is None
    return isinstance(op, SinkSpec)
