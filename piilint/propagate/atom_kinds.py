"""Atoms: what an abstract value may be or carry.

A *value* is a set of atoms with, for each, the hop by which it came here. Two families:

- things: what the value may *be* (a local object, what a parameter refers to, a function, a class, a library name, ...)
- taints: what the value *carries* (a fact about a source, or a promise to carry what a symbol carries in the caller)
"""

from __future__ import annotations

from typing import Any, ClassVar

from piilint.propagate.hops import Hop
from piilint.terms.access_path import Path
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


MADE_WITH = "."
"""The kind of what a call of something unknown gave: an object of no known class, whose fields are what it was told by
name."""


def is_of_library(atom: Atom) -> bool:
    """Whether an object is a library's, with parts that are known: a table with columns, a cursor with rows."""
    return isinstance(atom, Alloc) and "." in atom.kind


class Sym(Atom):
    """What a port of the function refers to, and all that is inside: `root` and the labels after it.

    Roots: ("p", index) a parameter, ("x", name) a captured variable's cell, ("m", module) a module's variables,
    ("c", class) a class object's attributes, ("d", function) its parameters' defaults, ("f", class) the instances of
    a class whose history is not known, ("k", name) what a library keeps under keys for all functions.
    """

    __slots__ = ("below", "inside", "itself", "parent", "path", "port", "root")
    root: tuple[Any, ...]
    path: Path
    parent: Sym | None
    """The symbol that this one is a part of; None for a port itself."""
    port: Sym
    """The symbol of the whole port."""
    below: dict[str, Sym]
    itself: Derived | None
    inside: Derived | None
    """What the symbol carries itself, and with all that is inside, once that was asked for."""


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


After = dict[int, tuple[Any, tuple[Atom, ...]]]
"""What a taint is after transforms that were asked for: by the transform's `id`, the transform and the taints."""


class Fact(Atom):
    """The value carries data of type `data` from `source`, read from `root`, hidden as well as `mask` says."""

    __slots__ = ("by", "data", "mask", "root", "source", "then")
    is_taint = True
    source: FoundSource
    data: str
    mask: Mask
    by: str | None
    root: Atom | None
    then: After | None


class Maybe(Atom):
    """Carries personal data if nothing better is known of `base`: `base.label` was read and its name is telling.

    `ops` are the transforms passed since. `label` is "" where the base itself (a parameter) is meant.
    """

    __slots__ = ("base", "label", "ops", "source", "then")
    is_taint = True
    source: FoundSource
    base: Sym
    label: str
    ops: tuple[Any, ...]
    then: After | None


class Derived(Atom):
    """Carries what a symbol carries: its own facts, or (`deep`) all facts inside; then `ops` were applied.

    `without` are parts of the symbol that do not count.
    """

    __slots__ = ("deep", "ops", "sym", "then", "without")
    is_taint = True
    sym: Sym
    deep: bool
    ops: tuple[Any, ...]
    without: Path
    then: After | None
