"""Whom data is about where a rule says it of the object that holds it: who looks at a screen sees their own data."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from piilint.propagate.atoms import Atom, ExtInst, Inst
from piilint.terms.specs import FoundSource

MARK = "subject"

_told: dict[tuple[int, str], tuple[FoundSource, FoundSource]] = {}


def about(subject: str | None, site: tuple[Any, ...]) -> tuple[Any, ...]:
    """The site of an object whose data is about somebody."""
    return site if subject is None else (MARK, subject, *site)


def is_marked(atom: Atom) -> bool:
    """Whether an object says whom its data is about."""
    return isinstance(atom, (Inst, ExtInst)) and atom.site[:1] == (MARK,)


def mark_of(thing: Atom) -> tuple[Any, ...]:
    """What a marked object says of whom it is about, wherever it was made."""
    return thing.site[:2] if isinstance(thing, (Inst, ExtInst)) else ()


def of_all(source: FoundSource, owners: Iterable[Atom]) -> FoundSource:
    """The source, about whom what it was asked of is, where all of that says so."""
    things = [atom for atom in owners if not atom.is_taint]
    return of_owner(source, things[0]) if things and all(is_marked(atom) for atom in things) else source


def of_owner(source: FoundSource, owner: Atom | None) -> FoundSource:
    """The source, about whom its owner is; the same object each time, since facts are told apart by it."""
    if owner is None or not is_marked(owner) or source.subject is not None:
        return source
    assert isinstance(owner, (Inst, ExtInst))
    key = (id(source), owner.site[1])
    known = _told.get(key)
    if known is None or known[0] is not source:
        known = _told[key] = (source, replace(source, subject=owner.site[1]))
    return known[1]


def forget() -> None:
    """Drops what was told of the last run."""
    _told.clear()
