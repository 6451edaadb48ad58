"""Texts that are made of constants alone are constants: `"Name".lower()`, also where only the caller knows the name."""

from __future__ import annotations

from itertools import product
from string import Formatter
from typing import TYPE_CHECKING

from piilint.propagate.arguments import Arguments, positions_of
from piilint.propagate.atoms import Const, Derived, Value, const
from piilint.propagate.native_registry import Native, first_of, made_of, native
from piilint.propagate.operators import MOST_FOLDED, known_constant, text_made
from piilint.terms.access_path import key

if TYPE_CHECKING:
    from piilint.propagate.run import FunctionRun

LONGEST = 400
"""Letters of a text that is changed or put into another, and what a number may say of how long the result is."""
SAME = (
    "lower", "upper", "title", "capitalize", "casefold", "swapcase", "strip", "lstrip", "rstrip", "replace",
    "removeprefix", "removesuffix", "zfill",
)  # fmt: skip
APART = ("split", "rsplit", "partition", "rpartition", "splitlines")


def _texts(run: FunctionRun, value: Value) -> list[object]:
    """The constants that a value is; none where it is, or may be, anything else."""
    told = [run.context.get(atom.sym, ()) for atom in value if isinstance(atom, Derived) and not atom.deep]
    # what a method is called on carries what it is read from, of which the caller says that it is a constant
    surely = all(len(one) == 1 and isinstance(one[0], Const) for one in told)
    atoms = [atom for atom in known_constant(run, value) if not (surely and isinstance(atom, Derived))]
    known: list[object] = [atom.value for atom in atoms if isinstance(atom, Const) and _is_short(atom.value)]
    return known if len(known) == len(atoms) <= MOST_FOLDED else []


def _is_short(value: object) -> bool:
    return len(value) <= LONGEST if isinstance(value, str) else isinstance(value, int) and abs(value) <= LONGEST


def _results(run: FunctionRun, method: str, arguments: Arguments, receiver: Value | None) -> list[object]:
    """What a method of texts gives for each of the constants that it is called with; none where it is not known."""
    if arguments.keywords or arguments.rest or arguments.mappings:
        return []
    known = [_texts(run, value) for value in (receiver or {}, *arguments.positional)]
    found: list[object] = []
    for text, *others in product(*known):
        if not isinstance(text, str):
            return []
        try:
            found.append(getattr(text, method)(*others))
        except (TypeError, ValueError):
            return []
    return found if len(found) <= MOST_FOLDED else []


def _same(method: str) -> Native:
    def fold(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
        del at
        return {const(one): None for one in _results(run, method, arguments, receiver)} or None

    return fold


def _apart(method: str) -> Native:
    def fold(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
        found = _results(run, method, arguments, receiver)
        if len(found) != 1 or not isinstance(found[0], (list, tuple)):
            return None
        kind = "tuple" if isinstance(found[0], tuple) else "list"
        return made_of(run, at, kind, {key(number): {const(one): None} for number, one in enumerate(found[0])})

    return fold


for _name in SAME:
    native(f"builtins.str.{_name}")(_same(_name))
for _name in APART:
    native(f"builtins.str.{_name}")(_apart(_name))


def joined_constants(run: FunctionRun, arguments: Arguments, receiver: Value | None) -> Value | None:
    """`".".join(parts)` of constants; None of anything else."""
    parts = positions_of(run, first_of(arguments))
    between = _texts(run, receiver or {})
    texts = [_texts(run, part) for part in parts or ()]
    if not texts or len(between) != 1 or any(len(one) != 1 or not isinstance(one[0], str) for one in texts):
        return None
    return text_made(str(between[0]).join(str(one[0]) for one in texts))


def formatted_constants(run: FunctionRun, template: str, values: list[Value]) -> Value | None:
    """`"{}:{}".format(...)` of constants; None of anything else, and where a field says more than which value it is."""
    known = [_texts(run, value) for value in values]
    if not known or any(len(one) != 1 for one in known) or len(template) > LONGEST:
        return None
    try:
        fields = [(field, how) for _, field, how, _ in Formatter().parse(template) if field is not None]
        if any(how or not (field.isdecimal() or not field) for field, how in fields):
            return None
        return text_made(template.format(*(one[0] for one in known)))
    except (IndexError, ValueError):
        return None
