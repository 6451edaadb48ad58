"""The `when` conditions of rules: constants at ports of a call, `"*"` for anything but None, `[]` for nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from piilint.propagate.atoms import Alloc, Atom, Const, Ext, Sym, Value
from piilint.propagate.built_texts import starts_of
from piilint.propagate.ports import NO_VALUE, read_port
from piilint.propagate.things import constants_behind
from piilint.terms.port import Port
from piilint.terms.shape import MARK, NOT, begins, is_shape

if TYPE_CHECKING:
    from piilint.propagate.arguments import Arguments
    from piilint.propagate.run import FunctionRun


ABSENT = "absent"


def holds(run: FunctionRun, when: Mapping[str, object], arguments: Arguments, receiver: Value | None) -> bool:
    """Whether each port surely has the constant that its condition asks for; `[]` asks for a call without it, `"*"` for
    one with anything but None there."""
    for text, condition in when.items():
        value = read_port(run, Port.parse(text), arguments, receiver, None, run.at)
        if condition == ABSENT:
            if value is not NO_VALUE:
                return False
            continue
        if condition == "*":
            if value is NO_VALUE or all(isinstance(atom, Const) and atom.value is None for atom in value):
                return False
            continue
        if value is NO_VALUE or not value:
            return False
        if is_shape(condition):
            if not _has_shape(_told(run, value), condition):
                return False
            continue
        for atom in _known(run, value):
            if isinstance(atom, Const):
                if not fits(atom.value, condition):
                    return False
            elif isinstance(atom, Alloc) and atom.kind == "slice":
                if not _slice_fits(slice_text(run, atom), condition):
                    return False
            else:
                return False
    return True


def _known(run: FunctionRun, value: Value) -> list[Atom]:
    """The atoms of a value, variables as the constants that they are known to be."""
    found: list[Atom] = []
    for atom in value:
        found += (constants_behind(run, atom) if isinstance(atom, Sym) else ()) or (atom,)
    return found


def _told(run: FunctionRun, value: Value) -> list[str]:
    """The addresses that a text is, or was begun with, and the names of what a library defines."""
    named = [atom.name for atom in value if isinstance(atom, Ext)]
    return [*starts_of(run, value), *named]


def _has_shape(texts: list[str], condition: object) -> bool:
    if isinstance(condition, (list, tuple)):
        return any(_has_shape(texts, one) for one in condition)
    shape = str(condition).removeprefix(NOT).removeprefix(MARK)
    return any(begins(shape, text) >= 0 for text in texts) is not str(condition).startswith(NOT)


def fits(value: object, condition: object) -> bool:
    """Whether a constant is the one, one of the list, or within a range such as `"..2"` or `"4.."`."""
    if isinstance(condition, (list, tuple)):
        return any(fits(value, one) for one in condition)
    if (
        isinstance(condition, str)
        and ".." in condition
        and isinstance(value, (int, float))
        and not isinstance(value, bool)
    ):
        low, _, high = condition.partition("..")
        try:
            return (not low or value >= float(low)) and (not high or value <= float(high))
        except ValueError:
            return False
    return type(value) is type(condition) and value == condition


def slice_text(run: FunctionRun, atom: Alloc) -> str:
    """A slice as written: `[-4:]`; unknown bounds read `?`."""
    parts = []
    for label in (".start", ".stop", ".step"):
        held = run.state.read(atom, label)
        if not held:
            parts.append("")
        elif len(held) == 1 and isinstance(only := next(iter(held)), Const):
            parts.append("" if only.value is None else str(only.value))
        else:
            parts.append("?")
    start, stop, step = parts
    return f"[{start}:{stop}]" if not step else f"[{start}:{stop}:{step}]"


def _slice_fits(text: str, condition: object) -> bool:
    if isinstance(condition, (list, tuple)):
        return any(_slice_fits(text, one) for one in condition)
    return condition == text
