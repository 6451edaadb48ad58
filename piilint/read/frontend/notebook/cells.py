"""The code cells of a notebook file."""

from __future__ import annotations

import json
from typing import Any

from piilint.read.frontend.problem import SyntaxProblem


def code_cells(content: bytes) -> list[str]:
    """The text of each code cell. Raises SyntaxProblem for what is no notebook, or none in Python."""
    notebook = _load(content)
    language = _language(notebook)
    if language not in ("", "python", "ipython", "python3"):
        raise SyntaxProblem(f"the notebook is written in {language}; only Python notebooks are read")
    return [_text(cell) for cell in _cells(notebook) if isinstance(cell, dict) and cell.get("cell_type") == "code"]


def _load(content: bytes) -> dict[str, Any]:
    try:
        notebook = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = 1 + content.count(b"\n", 0, error.start)
        raise SyntaxProblem("the notebook is not UTF-8; open it and save it again", line) from None
    except json.JSONDecodeError as error:
        told = f"the notebook is no JSON ({error.msg}); open it and save it again"
        raise SyntaxProblem(told, error.lineno) from None
    except (RecursionError, ValueError):
        raise SyntaxProblem("the notebook's JSON nests too deeply or holds too long numbers") from None
    if not isinstance(notebook, dict) or not ("cells" in notebook or "worksheets" in notebook):
        raise SyntaxProblem("the file is no notebook: it has no list of cells")
    return notebook


def _cells(notebook: dict[str, Any]) -> list[Any]:
    """The cells; until format 3 they stood in worksheets."""
    cells = notebook.get("cells")
    if isinstance(cells, list):
        return cells
    sheets = notebook.get("worksheets")
    found: list[Any] = []
    for sheet in sheets if isinstance(sheets, list) else []:
        inner = sheet.get("cells") if isinstance(sheet, dict) else None
        found += inner if isinstance(inner, list) else []
    return found


def _text(cell: dict[str, Any]) -> str:
    source = cell.get("source", cell.get("input", ""))
    if isinstance(source, list):
        source = "".join(line for line in source if isinstance(line, str))
    return source.replace("\r\n", "\n").replace("\r", "\n") if isinstance(source, str) else ""


def _language(notebook: dict[str, Any]) -> str:
    metadata = notebook.get("metadata")
    for table, key in (("language_info", "name"), ("kernelspec", "language")):
        told = metadata.get(table) if isinstance(metadata, dict) else None
        name = told.get(key) if isinstance(told, dict) else None
        if isinstance(name, str) and name:
            return name.lower()
    return ""
