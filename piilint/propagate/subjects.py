"""Whom data is about where a rule says it of the object that holds it: who looks at a screen sees their own data."""

from __future__ import annotations

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
