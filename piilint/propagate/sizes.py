"""How many elements a sequence has that a caller hands in, and which keys a mapping: what only the caller knows.

A function that goes through a parameter asks for it under a label of its own, as it asks which function a parameter is;
a caller whose sequence or mapping is known brings a look that knows its elements one by one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from piilint.ir import instructions as ir
from piilint.propagate.atoms import Const, Sym, Value, sym
from piilint.propagate.summary import COUNTED
from piilint.terms.access_path import ANY

if TYPE_CHECKING:
    from piilint.propagate.run import Context, FunctionRun

SIZE = "<size>"
"""The label of the number of elements of a sequence, or of the keys of a mapping."""
MOST = 8
"""Elements of a sequence, or keys of a mapping, of which callers tell."""


def knows_sizes(context: Context) -> bool:
    """Whether a context tells how many elements there are."""
    return any(SIZE in symbol.path for symbol, _ in context)


def ask_size(run: FunctionRun, symbol: Sym) -> None:
    """Callers are to say how many elements a symbol has, or which keys."""
    if symbol.path[-1:] != (ANY,) and not any(part in (SIZE, ANY) for part in symbol.path):
        run.want(sym(symbol.root, (*symbol.path, SIZE)), COUNTED)


def names_by_turn(run: FunctionRun, first: int, last: int) -> bool:
    """Whether code of a loop stores or reads under what differs from turn to turn: `record[name] = value`."""
    code = run.code
    for at in range(first, last):
        one = code[at]
        if isinstance(one, ir.StoreItem | ir.LoadItem) and one.index >= first:
            if not isinstance(code[one.index], ir.Constant):
                return True
        elif isinstance(one, ir.Call) and len(one.arguments) > 1 and one.arguments[1] >= first:
            callee = code[one.callee]
            named = isinstance(callee, ir.Name) and callee.name in ("setattr", "getattr")
            if named and not isinstance(code[one.arguments[1]], ir.Constant):
                return True
    return False


def calls_element(run: FunctionRun, first: int, last: int) -> bool:
    """Whether code of a loop calls what differs from turn to turn: `for step in steps: row = step(row)`."""
    code, elements = run.code, {first}
    for at in range(first + 1, last):
        one = code[at]
        if isinstance(one, ir.Assign | ir.Unpack):
            if one.value in elements:
                elements.add(at)
        elif isinstance(one, ir.LoadAttribute):
            if one.object in elements:
                elements.add(at)
        elif isinstance(one, ir.Call) and one.callee in elements:
            return True
    return False


def is_changed(run: FunctionRun, at: int) -> bool:
    """Whether elements are put into what an instruction made: then it matters at which positions the others stand."""
    code = run.code
    same = {at}
    for number in range(at + 1, len(code)):
        one = code[number]
        if isinstance(one, ir.Assign) and one.value in same:
            same.add(number)
        elif isinstance(one, ir.StoreItem | ir.LoadAttribute) and one.object in same:
            return True
    return False


def ask_size_of(run: FunctionRun, value: Value) -> None:
    """The same of a value, where it is nothing but one symbol."""
    only = next(iter(value)) if len(value) == 1 else None
    if isinstance(only, Sym):
        ask_size(run, only)


def told_size(run: FunctionRun, symbol: Sym) -> int | tuple[str, ...] | None:
    """The number of elements of a symbol, or its keys, where the caller has told; None where it has not."""
    if not run.context:
        return None
    told = run.context.get(sym(symbol.root, (*symbol.path, SIZE)))
    known = told[0].value if told and len(told) == 1 and isinstance(told[0], Const) else None
    return known if isinstance(known, (int, tuple)) else None


def told_keys(run: FunctionRun, symbol: Sym) -> Sequence[str] | None:
    """The keys of a mapping, where the caller has told; None where it has not. Of several mappings, those of the
    longest."""
    told = run.context.get(sym(symbol.root, (*symbol.path, SIZE)), ()) if run.context else ()
    known = [atom.value for atom in told if isinstance(atom, Const) and isinstance(atom.value, tuple)]
    return longest_of(known) if len(known) == len(told) else None


def longest_of(lists: Sequence[Sequence[str]]) -> Sequence[str] | None:
    """The longest of some lists of keys, where the others are beginnings of it: then each key has one position."""
    longest = max(lists, key=len, default=None)
    alike = longest is not None and all(list(longest[: len(one)]) == list(one) for one in lists)
    return longest if alike else None
