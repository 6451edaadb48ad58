"""Making atoms: there is one of each, so they compare and hash by identity at the speed of an object's address."""

from __future__ import annotations

from typing import Any

from piilint.propagate.atom_kinds import (
    ABSENT,
    EMPTY,
    MADE_WITH,
    OPAQUE,
    TEXT,
    Absent,
    Alloc,
    Atom,
    Begun,
    Bound,
    Cls,
    Const,
    Derived,
    Ext,
    ExtInst,
    Fact,
    Func,
    Inst,
    Maybe,
    Member,
    Mod,
    Opaque,
    Sym,
    Text,
    Value,
    is_of_library,
)
from piilint.terms.access_path import MAX_DEPTH, Path
from piilint.terms.grades import Mask
from piilint.terms.specs import FoundSource

__all__ = [
    "ABSENT",
    "EMPTY",
    "MADE_WITH",
    "OPAQUE",
    "TEXT",
    "Absent",
    "Alloc",
    "Atom",
    "Begun",
    "Bound",
    "Cls",
    "Const",
    "Derived",
    "Ext",
    "ExtInst",
    "Fact",
    "Func",
    "Inst",
    "Maybe",
    "Member",
    "Mod",
    "Opaque",
    "Sym",
    "Text",
    "Value",
    "alloc",
    "begun",
    "below",
    "bound",
    "bound_to",
    "clear",
    "cls_atom",
    "const",
    "derived",
    "ext",
    "ext_inst",
    "fact",
    "func",
    "inst",
    "instance_of",
    "is_of_library",
    "library_model",
    "maybe",
    "member",
    "mod",
    "sym",
]

_interned: dict[tuple[Any, ...], Any] = {}


def clear() -> None:
    """Forget all atoms of the last run; constants of this module stay valid."""
    _interned.clear()


def library_model(name: str) -> int:
    """The number that stands for a library's class where something is about it: -2 and below."""
    names: dict[str, int] = _interned.setdefault(("models",), {})
    return names.setdefault(name, -2 - len(names))


def instance_of(model: int, site: tuple[Any, ...]) -> Atom:
    """An instance of the class that a thing is about; OPAQUE where that is not known."""
    if model >= 0:
        return inst(model, site)
    if model == -1:
        return OPAQUE
    names: dict[str, int] = _interned.get(("models",), {})
    return next(ext_inst(name, -1, site) for name, number in names.items() if number == model)


def const(value: Any) -> Const:
    """The atom of a constant."""
    key = (Const, type(value), value)
    atom = _interned.get(key)
    if atom is None:
        atom = _interned[key] = Const()
        atom.key, atom.value = key, value
    return atom


def begun(start: str) -> Begun:
    """The atom of a text around a constant."""
    key = (Begun, start)
    atom = _interned.get(key)
    if atom is None:
        atom = _interned[key] = Begun()
        atom.key, atom.start = key, start
    return atom


def alloc(site: tuple[Any, ...], kind: str, cls: int = -1, function: int = -1) -> Alloc:
    """The object made at a site."""
    key = (Alloc, site, kind, cls, function)
    atom = _interned.get(key)
    if atom is None:
        atom = _interned[key] = Alloc()
        atom.key, atom.site, atom.kind, atom.cls, atom.function = key, site, kind, cls, function
    return atom


def sym(root: tuple[Any, ...], path: Path = ()) -> Sym:
    """The symbol of a port."""
    key = (Sym, root, path)
    atom = _interned.get(key)
    if atom is None:
        atom = _interned[key] = Sym()
        atom.key, atom.root, atom.path, atom.below = key, root, path, {}
        atom.parent = sym(root, path[:-1]) if path else None
        atom.port = atom.parent.port if atom.parent is not None else atom
        atom.itself = atom.inside = None
    return atom


def below(symbol: Sym, label: str) -> Sym | Derived:
    """One label further in; past the depth bound all that is inside, as facts without shape."""
    known = symbol.below.get(label)
    if known is None:
        # the object of a method is as deep as the method
        if len(symbol.path) >= MAX_DEPTH + (BOUND_SELF in symbol.path):
            return derived(symbol, True)
        known = symbol.below[label] = sym(symbol.root, (*symbol.path, label))
    return known


def _simple(cls: type[Any], number: int) -> Any:
    key = (cls, number)
    atom = _interned.get(key)
    if atom is None:
        atom = _interned[key] = cls()
        atom.key, atom.id = key, number
    return atom


def func(number: int) -> Func:
    """A function of the program."""
    return _simple(Func, number)  # type: ignore[no-any-return]


def cls_atom(number: int) -> Cls:
    """A class of the program."""
    return _simple(Cls, number)  # type: ignore[no-any-return]


def mod(number: int) -> Mod:
    """A module of the program."""
    return _simple(Mod, number)  # type: ignore[no-any-return]


def ext(name: str) -> Ext:
    """Something of a library."""
    key = (Ext, name)
    atom = _interned.get(key)
    if atom is None:
        atom = _interned[key] = Ext()
        atom.key, atom.name = key, name
    return atom


def inst(cls: int, site: tuple[Any, ...] = ()) -> Inst:
    """Some instance of a class of the program."""
    key = (Inst, cls, site)
    atom = _interned.get(key)
    if atom is None:
        atom = _interned[key] = Inst()
        atom.key, atom.cls, atom.site = key, cls, site
    return atom


def ext_inst(name: str, model: int = -1, site: tuple[Any, ...] = ()) -> ExtInst:
    """An instance of a library's class."""
    key = (ExtInst, name, model, site)
    atom = _interned.get(key)
    if atom is None:
        atom = _interned[key] = ExtInst()
        atom.key, atom.name, atom.model, atom.site = key, name, model, site
    return atom


BOUND_SELF = "<.self>"
"""The label under which a bound method keeps its receiver."""


def bound(receiver: Atom, function: int) -> Bound:
    """A bound method of the program."""
    key = (Bound, receiver, function)
    atom = _interned.get(key)
    if atom is None:
        atom = _interned[key] = Bound()
        atom.key, atom.receiver, atom.function = key, receiver, function
    return atom


def member(receiver: Atom, name: str) -> Member:
    """An attribute of a receiver that only a library knows."""
    key = (Member, receiver, name)
    atom = _interned.get(key)
    if atom is None:
        atom = _interned[key] = Member()
        atom.key, atom.receiver, atom.name = key, receiver, name
    return atom


def bound_to(method: Bound | Member, receiver: Atom) -> Bound | Member:
    """The same method of another object."""
    return bound(receiver, method.function) if isinstance(method, Bound) else member(receiver, method.name)


def fact(source: FoundSource, root: Atom | None, data: str = "", mask: Mask = Mask.NONE, by: str | None = None) -> Fact:
    """The fact that a value carries data of a source."""
    key = (Fact, id(source), root, data or source.data, mask, by)
    atom = _interned.get(key)
    if atom is None:
        atom = _interned[key] = Fact()
        atom.key, atom.source, atom.root, atom.mask, atom.by = key, source, root, mask, by
        atom.data, atom.then = data or source.data, None
    return atom


def maybe(source: FoundSource, base: Sym, label: str, ops: tuple[Any, ...] = ()) -> Maybe:
    """Data of a source, unless something better is known of the base."""
    key = (Maybe, id(source), base, label, ops)
    atom = _interned.get(key)
    if atom is None:
        atom = _interned[key] = Maybe()
        atom.key, atom.source, atom.base, atom.label, atom.ops, atom.then = key, source, base, label, ops, None
    return atom


def derived(symbol: Sym, deep: bool, ops: tuple[Any, ...] = (), without: Path = ()) -> Derived:
    """What a symbol carries."""
    if ops or without:
        return _derived(symbol, deep, ops, without)
    if deep:
        if symbol.inside is None:
            symbol.inside = _derived(symbol, True, (), ())
        return symbol.inside
    if symbol.itself is None:
        symbol.itself = _derived(symbol, False, (), ())
    return symbol.itself


def _derived(symbol: Sym, deep: bool, ops: tuple[Any, ...], without: Path) -> Derived:
    key = (Derived, symbol, deep, ops, without)
    atom = _interned.get(key)
    if atom is None:
        atom = _interned[key] = Derived()
        atom.key, atom.sym, atom.deep, atom.ops, atom.without, atom.then = key, symbol, deep, ops, without, None
    return atom
