"""How many atoms one value holds: past the bound it forgets constants first, then shapes, and taints last."""

from __future__ import annotations

from collections import Counter
from typing import Any

from piilint.propagate.atoms import OPAQUE, Const, Derived, Fact, Sym, Value, derived, sym
from piilint.propagate.thinning import thinned

MAX_FACTS = 64
MAX_ATOMS, MAX_TAINTS, ENOUGH_ATOMS = 16, 48, 10
"""Atoms of one value; above it things are forgotten and taints are kept."""
NAMESPACES = frozenset({"m", "c", "d", "f"})
"""Roots of which a value never is the whole: a module's variables, all that instances of a class ever held."""


def narrowed(value: Value) -> Value:
    """A value within the bound: constants go first, then symbols lose their shape and their transforms."""
    kept = value
    if any(type(atom) is Const for atom in value):
        kept = {atom: hop for atom, hop in value.items() if type(atom) is not Const}
        kept[OPAQUE] = None
    if _is_within(kept):
        return kept
    kept = thinned(kept)
    if _is_within(kept):
        return kept
    kept = _shallow(kept, frozenset())
    if len(kept) > ENOUGH_ATOMS:
        parts = Counter(atom.sym.root for atom in kept if isinstance(atom, Derived))
        kept = _shallow(kept, frozenset(root for root, count in parts.items() if count > ENOUGH_ATOMS))
    if len(kept) <= ENOUGH_ATOMS:
        return kept
    facts: Value = {atom: hop for atom, hop in kept.items() if isinstance(atom, (Fact, Derived))}
    others = [(atom, hop) for atom, hop in kept.items() if atom not in facts]
    return {**dict(list(facts.items())[:MAX_FACTS]), **dict(others[:MAX_ATOMS]), OPAQUE: None}


def _is_within(value: Value) -> bool:
    taints = sum([atom.is_taint for atom in value])
    return len(value) - taints <= MAX_ATOMS and taints <= MAX_TAINTS


def _shallow(value: Value, whole: frozenset[tuple[Any, ...]]) -> Value:
    """A value with symbols that are parts of a port, or the port itself where its root is among the `whole`."""
    result: Value = {}
    for atom, hop in value.items():
        symbol = atom if isinstance(atom, Sym) else atom.sym if isinstance(atom, Derived) else None
        if symbol is None:
            result.setdefault(atom, hop)
        elif symbol.path or symbol.root[0] not in NAMESPACES:
            depth = 0 if symbol.root in whole and symbol.root[0] not in NAMESPACES else 1
            result.setdefault(derived(sym(symbol.root, symbol.path[:depth]), True), hop)
    return result
