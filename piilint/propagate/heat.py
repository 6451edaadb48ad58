"""Which names of the memory that functions share may lead to personal data: the hot ones.

A program has thousands of constants, tables and counters that nothing personal is ever put into. What a summary says
of them is of no use to callers, and most of what large summaries would hold. So a taint of a name that is cold leaves
no function; when personal data comes into the name after all, the functions that left it out are looked at again.

A name is an attribute, whatever it is an attribute of, or the default of a certain parameter. That is coarser than
shared memory itself and never claims less.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Any

from piilint.propagate.atoms import Alloc, Atom, Derived, ExtInst, Fact, Maybe, Sym, Value
from piilint.propagate.memory import Fields
from piilint.propagate.narrowing import NAMESPACES
from piilint.terms.access_path import Label

if TYPE_CHECKING:
    from piilint.propagate.run import Context

Node = str | tuple[Any, ...] | Alloc | ExtInst
"""A name, or an object in shared memory."""
Reader = tuple[int, "Context"]

ANY_NAME = ".*"


class Heat:
    """The hot names and objects, what makes what hot, and who left out a cold name."""

    def __init__(self) -> None:
        self._hot: set[Node] = set()
        self._heats: dict[Node, dict[Node, None]] = defaultdict(dict)
        self._left_out: dict[Node, dict[Reader, None]] = defaultdict(dict)
        self._woken: dict[Reader, None] = {}
        self.shared: set[Atom] = set()
        """The objects that were put where others may find them."""
        self.reader: Reader = (-1, ())
        """Which look is under way."""

    def is_cold(self, symbol: Sym) -> bool:
        """Whether a symbol stands for shared memory that nothing personal is in; the look is told when that ends."""
        if symbol.root[0] not in NAMESPACES:
            return False
        names = names_of(symbol)
        if not names or ANY_NAME in names or not self._hot.isdisjoint(names):
            return False
        for name in names:
            self._left_out[name][self.reader] = None
        return True

    def gives(self, reader: Reader, *values: Value) -> bool:
        """Whether a look gives back what is personal in a variable of a module; it is told when that begins."""
        found = False
        for symbol in [atom for value in values for atom in value if isinstance(atom, Sym) and atom.root[0] == "m"]:
            names = names_of(symbol)
            if names and not self._hot.isdisjoint(names):
                found = True
            for name in names if not found else ():
                self._left_out[name][reader] = None
        return found

    def note(self, thing: Atom, label: Label, value: Value, heap: dict[Atom, Fields]) -> None:
        """A function puts something where others may find it while it runs, whatever it leaves there."""
        if any(isinstance(atom, (Fact, Maybe)) or _leads_to(atom) for atom in value):
            # what was shared before was noted then, and what is put into it since
            self.put(thing, label, value, heap, noted=self.shared)

    def note_all(self, thing: Atom, fields: Fields, heap: dict[Atom, Fields]) -> None:
        """An object that others may find is made anew with these fields."""
        for label, value in fields.items():
            self.note(thing, label, value, heap)

    def put(
        self, target: Atom, label: Label, value: Value, heap: dict[Atom, Fields], noted: Collection[Atom] = ()
    ) -> None:
        """A value comes into shared memory, with objects that hold what `heap` says, apart from those `noted`."""
        holders = list(_holders(target, label))
        if not holders:
            return
        fresh: list[Node] = []
        self._take(holders, value, fresh)
        seen: set[Atom] = set()
        stack = [atom for atom in value if isinstance(atom, Alloc)]
        while stack:
            thing = stack.pop()
            if thing in seen or thing in noted:
                continue
            seen.add(thing)
            self.shared.add(thing)
            for name, held in heap.get(thing, {}).items():
                self._take(list(_holders(thing, name)), held, fresh)
                stack.extend(atom for atom in held if isinstance(atom, Alloc))
        while fresh:
            node = fresh.pop()
            if node not in self._hot:
                self._hot.add(node)
                self._woken.update(self._left_out.pop(node, {}))
                fresh.extend(self._heats[node])

    def woken(self) -> list[Reader]:
        """Who left out a name that became hot since the last time that this was asked."""
        found = sorted(self._woken, key=lambda reader: reader[0])
        self._woken.clear()
        return found

    def _take(self, holders: list[Node], value: Value, fresh: list[Node]) -> None:
        for atom in value:
            if isinstance(atom, (Fact, Maybe)):
                fresh.extend(holders)
                return
            for node in _leads_to(atom):
                if node in self._hot or node == ANY_NAME:
                    fresh.extend(holders)
                    return
                self._heats[node].update(dict.fromkeys(holders))


def names_of(symbol: Sym) -> tuple[str | tuple[Any, ...], ...]:
    """The names on the way to what a symbol stands for; () where it is all of something."""
    names: list[str | tuple[Any, ...]] = [label for label in symbol.path if label[:1] == "."]
    if symbol.root[0] == "d" and symbol.path:
        names.append((*symbol.root, symbol.path[0]))
    return tuple(names)


def _leads_to(atom: Atom) -> tuple[Node, ...]:
    """What has to be hot for an atom to be; `ANY_NAME` where that is not known."""
    if isinstance(atom, (Alloc, ExtInst)):
        return (atom,)
    symbol = atom.sym if isinstance(atom, Derived) else atom
    if isinstance(symbol, Sym) and symbol.root[0] in NAMESPACES:
        return names_of(symbol) or (ANY_NAME,)
    return ()


def _holders(target: Atom, label: Label) -> Iterator[Node]:
    """What is hot when something under a label of a target is."""
    if isinstance(target, (Alloc, ExtInst)):
        yield target
    elif isinstance(target, Sym):
        yield from names_of(target)
        if target.root[0] == "d" and not target.path:
            yield (*target.root, label)
    if label[:1] == ".":
        yield label
