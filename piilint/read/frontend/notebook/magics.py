"""What only a notebook understands: magics, shell commands, questions. They become Python of as many lines."""

from __future__ import annotations

import re

from piilint.read.frontend.problem import SyntaxProblem
from piilint.read.frontend.python.layout import read_layout

_RUNS_PYTHON = frozenset({"time", "timeit", "capture", "prun", "memit", "python", "python3", "pypy"})
"""Cell magics whose cell is Python that runs in the notebook or as if it did."""

_TIMED = re.compile(r"(\s*)%(?:time|timeit|prun|memit)[ \t]+((?:-\w+(?:[ \t]+\d+)?[ \t]+)*)(.+)")
_CELL_MAGIC = re.compile(r"\s*%%(\w*)")
_LINE_MAGIC = re.compile(r"\s*(?:[%!?]|,(?=\w)|;(?=\w))")
_QUESTION = re.compile(r"\s*[\w.\[\]'\"*]+\?{1,2}\s*$")
_ASSIGNED = re.compile(r"(\s*[\w.,\[\]'\" ]+?\s*=\s*)(?:!|%\s*\w).*")


def python_of(cell: str) -> str:
    """The cell as Python with the same lines. A cell in another language becomes blank lines."""
    lines = cell.split("\n")
    start = next((number for number, line in enumerate(lines) if line.strip()), None)
    if start is None:
        return cell
    magic = _CELL_MAGIC.match(lines[start])
    if magic is not None:
        if magic.group(1) not in _RUNS_PYTHON:
            return "\n" * (len(lines) - 1)
        lines[start] = ""
    number = 0
    while number < len(lines):
        replaced = _replaced(lines[number])
        if replaced is not None and _starts_statement(lines[:number]):
            continued = lines[number]
            lines[number] = replaced
            while continued.endswith("\\") and number + 1 < len(lines):
                number += 1
                continued, lines[number] = lines[number], ""
        number += 1
    return "\n".join(lines)


def _replaced(line: str) -> str | None:
    """The Python that stands for a line of the notebook's own language; None where it may be Python."""
    timed = _TIMED.match(line)
    if timed is not None:
        return f"{timed.group(1)}{timed.group(3)}"
    if _LINE_MAGIC.match(line) or _QUESTION.match(line):
        return f"{line[: len(line) - len(line.lstrip())]}pass"
    assigned = _ASSIGNED.match(line)
    return f"{assigned.group(1)}None" if assigned is not None else None


def _starts_statement(before: list[str]) -> bool:
    """Whether a line after these begins a statement: `%` may as well go on with an expression or stand in a string."""
    if not before:
        return True
    probe = "\n".join([*before, "x", ""])
    try:
        logical = read_layout(probe).logical
    except SyntaxProblem:
        return False
    return bool(logical) and logical[-1][0] == len(before) + 1
