"""Where something stands in the analysed code."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A range in one file. Lines and columns count from 1; `end_column` is exclusive.

    `path` is relative to the working directory, with `/`. `column` and the ends are None where they are not known.
    In a notebook `line` counts within the cell and `cell` is the cell's number, from 1.
    """

    path: str
    line: int
    column: int | None = None
    end_line: int | None = None
    end_column: int | None = None
    cell: int | None = None

    def __str__(self) -> str:
        cell = f"cell {self.cell}:" if self.cell is not None else ""
        column = f":{self.column}" if self.column is not None else ""
        return f"{self.path}:{cell}{self.line}{column}"
