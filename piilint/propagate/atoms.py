"""Atoms: what an abstract value may be or carry.

A *value* is a set of atoms with, for each, the hop by which it came here. Two families:

- things: what the value may *be* (a local object, what a parameter refers to, a function, a class, a library name, ...)
- taints: what the value *carries* (a fact about a source, or a promise to carry what a symbol carries in the caller)

Atoms are interned, so they compare and hash by identity at the speed of an object's address.
"""

from __future__ import annotations

from typing import Any, ClassVar

from piilint.propagate.hops import Hop
from piilint.terms.access_path import MAX_DEPTH, Path
from piilint.terms.grades import Mask
from piilint.terms.specs import FoundSource


class Atom:
    """Base of all atoms. Make them with the functions of this module, never directly."""

    __slots__ = ("key",)
    is_taint: ClassVar[bool] = False
    is_opaque: ClassVar[bool] = False
    """Whether nothing is known of what is inside, so that names are all the evidence there is."""

    key: tuple[Any, ...]

    def __repr__(self) -> str:
        return f"{type(self).__name__}{self.key[1:]}"


Value = dict[Atom, "Hop | None"]
"""What an expression may be and carry. Never changed once made."""

EMPTY: Value = {}

_interned: dict[tuple[Any, ...], Any] = {}


def clear() -> None:
    """Forget all atoms of the last run; constants of this module stay valid."""
    _interned.clear()


class Opaque(Atom):
    """A value of which nothing is known."""

    __slots__ = ()
    is_opaque = True


class Text(Atom):
    """Text that was put together in the code; what it carries stands beside it."""

    __slots__ = ()


class Begun(Text):
    """Text that was put together around a constant: `start`."""

    __slots__ = ("start",)
    start: str


class Absent(Atom):
    """A field that may not be there on some way to this point."""

    __slots__ = ()


def _single(cls: type[Any]) -> Any:
    atom = cls()
    atom.key = (cls,)
    return atom


OPAQUE: Opaque = _single(Opaque)
ABSENT: Absent = _single(Absent)
TEXT: Text = _single(Text)


class Const(Atom):
    """A constant of the code."""

    __slots__ = ("value",)
    value: Any


class Alloc(Atom):
    """An object made in the function under analysis: `kind` is list, dict, object, closure, ... or, for an object of a
    library whose parts are known, its class's qualified name.

    `site` names where: (function, instruction, path within what a callee returned). `cls` is the class's number for
    an instance, `function` the function's number for a closure; -1 for none.
    """

    __slots__ = ("cls", "function", "kind", "site")
    site: tuple[Any, ...]
    kind: str
    cls: int
    function: int


def is_of_library(atom: Atom) -> bool:
    """Whether an object is a library's, with parts that are known: a table with columns, a cursor with rows."""
    return isinstance(atom, Alloc) and "." in atom.kind


class Sym(Atom):
    """What a port of the function refers to, and all that is inside: `root` and the labels after it.

    Roots: ("p", index) a parameter, ("x", name) a captured variable's cell, ("m", module) a module's variables,
    ("c", class) a class object's attributes, ("d", function) its parameters' defaults, ("f", class) the instances of
    a class whose history is not known.
    """

    __slots__ = ("path", "root")
    root: tuple[Any, ...]
    path: Path


class Func(Atom):
    """A function of the program."""

    __slots__ = ("id",)
    id: int


class Cls(Atom):
    """A class of the program."""

    __slots__ = ("id",)
    id: int


class Mod(Atom):
    """A module of the program."""

    __slots__ = ("id",)
    id: int


class Ext(Atom):
    """Something of a library, by its qualified name."""

    __slots__ = ("name",)
    is_opaque = True
    name: str


class Inst(Atom):
    """Some instance of a class of the program, whose history is not known; made at `site`."""

    __slots__ = ("cls", "site")
    cls: int
    site: tuple[Any, ...]


class ExtInst(Atom):
    """An instance of a library's class. `model` is the class that it is about: one of the program by its number, one
    of a library by its `library_model`, or -1."""

    __slots__ = ("model", "name", "site")
    is_opaque = True
    name: str
    model: int
    site: tuple[Any, ...]


class Bound(Atom):
    """A method of the program, bound to a receiver."""

    __slots__ = ("function", "receiver")
    receiver: Atom
    function: int


class Member(Atom):
    """An attribute that only a library knows, of a receiver that it knows: `[].append`, `Clip.query`, `logger.info`."""

    __slots__ = ("name", "receiver")
    is_opaque = True
    receiver: Atom
    name: str


class Fact(Atom):
    """The value carries data of type `data` from `source`, read from `root`, hidden as well as `mask` says."""

    __slots__ = ("by", "data", "mask", "root", "source")
    is_taint = True
    source: FoundSource
    data: str
    mask: Mask
    by: str | None
    root: Atom | None


class Maybe(Atom):
    """Carries personal data if nothing better is known of `base`: `base.label` was read and its name is telling.

    `ops` are the transforms passed since. `label` is "" where the base itself (a parameter) is meant.
    """

    __slots__ = ("base", "label", "ops", "source")
    is_taint = True
    source: FoundSource
    base: Sym
    label: str
    ops: tuple[Any, ...]


class Derived(Atom):
    """Carries what a symbol carries: its own facts, or (`deep`) all facts inside; then `ops` were applied.

    `without` are parts of the symbol that do not count.
    """

    __slots__ = ("deep", "ops", "sym", "without")
    is_taint = True
    sym: Sym
    deep: bool
    ops: tuple[Any, ...]
    without: Path


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
        atom.key, atom.root, atom.path = key, root, path
    return atom


def below(symbol: Sym, label: str) -> Sym | Derived:
    """One label further in; past the depth bound all that is inside, as facts without shape."""
    if len(symbol.path) >= MAX_DEPTH:
        return derived(symbol, True)
    return sym(symbol.root, (*symbol.path, label))


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


def fact(source: FoundSource, root: Atom | None, data: str = "", mask: Mask = Mask.NONE, by: str | None = None) -> Fact:
    """The fact that a value carries data of a source."""
    key = (Fact, id(source), root, data or source.data, mask, by)
    atom = _interned.get(key)
    if atom is None:
        atom = _interned[key] = Fact()
        atom.key, atom.source, atom.root, atom.mask, atom.by = key, source, root, mask, by
        atom.data = data or source.data
    return atom


def maybe(source: FoundSource, base: Sym, label: str, ops: tuple[Any, ...] = ()) -> Maybe:
    """Data of a source, unless something better is known of the base."""
    key = (Maybe, id(source), base, label, ops)
    atom = _interned.get(key)
    if atom is None:
        atom = _interned[key] = Maybe()
        atom.key, atom.source, atom.base, atom.label, atom.ops = key, source, base, label, ops
    return atom


def derived(symbol: Sym, deep: bool, ops: tuple[Any, ...] = (), without: Path = ()) -> Derived:
    """What a symbol carries."""
    key = (Derived, symbol, deep, ops, without)
    atom = _interned.get(key)
    if atom is None:
        atom = _interned[key] = Derived()
        atom.key, atom.sym, atom.deep, atom.ops, atom.without = key, symbol, deep, ops, without
    return atom
