"""Expressions: values that name columns of a table that is still to come, as `col("plan").alias("Plan")` does.

An expression is an object of a library's class. Its columns hold the names of those that they are made of; one whose
columns hold nothing stands for all but these, and one without columns for all. One whose class is called a figure tells
of columns without showing them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from piilint.propagate.atoms import Alloc, Const, ExtInst, Value
from piilint.propagate.things import names_of, things_of
from piilint.terms.access_path import ANY, name_of, position_of

if TYPE_CHECKING:
    from piilint.propagate.arguments import Arguments
    from piilint.propagate.run import FunctionRun

EVERY: Final = "argument:*"
"""The port of columns that are written as arguments: each may be a name, an expression or a list."""
FIGURE = ".figure"
"""What the class of an expression ends with whose columns show numbers and facts that tell nobody."""
PATTERNS = ("*", "^")
"""What a name begins with that stands for several columns."""


@dataclass(slots=True)
class Written:
    """`columns`: by new name, of which columns it is made. `all_but`: all others but these come as well."""

    columns: dict[str, list[str]] = field(default_factory=dict)
    all_but: set[str] | None = None

    def add(self, other: Written, name: str | None = None) -> None:
        """Takes in what another says, perhaps all by one new name."""
        for label, made_of in other.columns.items():
            held = self.columns.setdefault(name or label, [])
            held.extend(one for one in made_of if one not in held)
        if other.all_but is not None:
            self.all_but = other.all_but if self.all_but is None else self.all_but & other.all_but


def written(run: FunctionRun, arguments: Arguments) -> Written | None:
    """The columns that a call's arguments ask for; None where some are not known, or none are asked for."""
    if arguments.rest or arguments.mappings:
        return None
    found = Written()
    handed = [(None, value) for value in arguments.positional] + [*arguments.keywords.items()]
    for name, value in handed:
        told = expressed(run, value)
        if told is None:
            return None
        found.add(told, name)
    return found if handed else None


def expressed(run: FunctionRun, value: Value) -> Written | None:
    """The columns that a name, an expression or a list of them stands for; None where that is not known."""
    found = Written()
    for atom in value:
        things = () if atom.is_taint else things_of(run, atom)
        if not things and not atom.is_taint:
            return None
        for thing in things:
            told = _of_thing(run, thing)
            if told is None:
                return None
            found.add(told)
    return found if value else None


def _of_thing(run: FunctionRun, thing: object) -> Written | None:
    if isinstance(thing, Const):
        if not isinstance(thing.value, str):
            return None
        return Written(all_but=set()) if thing.value.startswith(PATTERNS) else Written({thing.value: [thing.value]})
    if not isinstance(thing, (Alloc, ExtInst)):
        return None
    fields = run.state.heap.get(thing) or {}
    if isinstance(thing, Alloc) and thing.kind in ("list", "tuple"):
        found = Written()
        for label, held in fields.items():
            if label == ANY or position_of(label) is not None:
                told = expressed(run, held)
                if told is None:
                    return None
                found.add(told)
        return found
    names = names_of(run.engine, thing)
    if any(name.endswith(FIGURE) for name in names):
        return Written()
    columns = {name: held for label, held in fields.items() if (name := name_of(label)) is not None}
    if not columns:
        return None
    if not any(columns.values()):
        return Written(all_but=set(columns))
    made_of = {name: [str(one.value) for one in held if isinstance(one, Const)] for name, held in columns.items()}
    return Written({name: names for name, names in made_of.items() if names})
