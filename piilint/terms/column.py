"""A named column of a query's result or of a data frame, with what is known of where its values come from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """A column of a table that a value is made of. `siblings` are the table's columns where they are known; `path` and
    `line` are where it is declared; `owner` is the class number of the ORM model that declares it, or -1."""

    name: str
    table: str = ""
    siblings: tuple[str, ...] = ()
    kind: str = ""
    path: str = ""
    line: int = 0
    owner: int = -1


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a result. Without `parts` its name is all there is to go by; a `measure` is a count or the like."""

    name: str
    parts: tuple[Part, ...] = ()
    measure: bool = False
