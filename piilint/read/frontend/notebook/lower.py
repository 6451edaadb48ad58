"""The frontend's one public function."""

from __future__ import annotations

import msgspec

from piilint.ir.module import ModuleIR
from piilint.read.frontend.notebook.cells import code_cells
from piilint.read.frontend.notebook.magics import python_of
from piilint.read.frontend.problem import SyntaxProblem
from piilint.read.frontend.python.lower import lower_text, parse


def lower_notebook(content: bytes) -> ModuleIR:
    """The IR of a notebook: its code cells one below the other, `cells` telling the lines of each.

    A cell that is no Python counts as blank, as long as some other cell can be read. Raises SyntaxProblem where none
    can, or where the file is no notebook.
    """
    texts = [python_of(cell) for cell in code_cells(content)]
    try:
        module = lower_text(_joined(texts))
    except SyntaxProblem:
        texts = _readable(texts)
        module = lower_text(_joined(texts))
    return msgspec.structs.replace(module, cells=_lines(texts))


def _joined(texts: list[str]) -> str:
    return "".join(f"{text}\n" for text in texts)


def _lines(texts: list[str]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    line = 1
    for text in texts:
        count = text.count("\n") + 1
        found.append((line, line + count - 1))
        line += count
    return found


def _readable(texts: list[str]) -> list[str]:
    """The texts, with blank lines for those that are no Python."""
    kept: list[str] = []
    problems: list[SyntaxProblem] = []
    for number, text in enumerate(texts, 1):
        try:
            parse(f"{text}\n")
            kept.append(text)
        except SyntaxProblem as problem:
            problems.append(SyntaxProblem(f"cell {number}: {problem.message}", problem.line))
            kept.append("\n" * text.count("\n"))
    if problems and not any(text.strip() for text in kept):
        raise problems[0]
    return kept
