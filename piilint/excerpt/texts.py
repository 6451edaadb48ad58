"""The lines of files, each read at most once, and a cell's lines for notebooks."""

from __future__ import annotations

import io
import json
import re
import tokenize
from collections.abc import Sequence
from typing import Any

from piilint.excerpt.notebook_lines import lines_in_file
from piilint.terms.source_file import SourceFile

Lines = tuple[str, ...]

_LINE_END = re.compile(r"\r\n|\r|\n")  # str.splitlines also splits at form feeds, which Python does not


class Texts:
    """Texts of the analysed files. What cannot be read any more has no lines; nothing here raises."""

    def __init__(self, files: Sequence[SourceFile]) -> None:
        self._files = {file.path: file for file in files}
        self._read: dict[str, dict[int | None, Lines]] = {}
        self._in_file: dict[str, dict[int, tuple[int, ...]]] = {}

    def lines(self, path: str, cell: int | None) -> Lines | None:
        """The lines of a file, or of one cell of a notebook; None where there is no such text."""
        if path not in self._read:
            self._read[path] = self._load(path)
        return self._read[path].get(cell)

    def line_in_file(self, path: str, cell: int | None, line: int) -> int | None:
        """The line of the notebook's file that a line of a cell stands on; None where that cannot be told."""
        lines = () if cell is None else self._in_file.get(path, {}).get(cell, ())
        return lines[line - 1] if 1 <= line <= len(lines) else None

    def is_python(self, path: str) -> bool:
        """Whether the file's statements are Python."""
        file = self._files.get(path)
        return file is not None and file.language in ("python", "stub", "notebook")

    def _load(self, path: str) -> dict[int | None, Lines]:
        file = self._files.get(path)
        if file is None:
            return {}
        try:
            text = _decoded(file.load(), file.language)
            if file.language != "notebook":
                return {None: _lines(text)}
            cells = json.loads(text).get("cells", [])
            self._in_file[path] = lines_in_file(text, cells)
            return _cells(cells)
        except (OSError, ValueError, SyntaxError, LookupError, AttributeError, TypeError):
            return {}


def _decoded(data: bytes, language: str) -> str:
    encoding = "utf-8-sig"
    if language in ("python", "stub"):
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
    return data.decode(encoding)


def _lines(text: str) -> Lines:
    return tuple(_LINE_END.split(text))


def _cells(cells: Sequence[Any]) -> dict[int | None, Lines]:
    """The lines of the code cells, by number from 1."""
    sources = [cell.get("source", "") for cell in cells if cell.get("cell_type") == "code"]
    return {
        number: _lines(source if isinstance(source, str) else "".join(source))
        for number, source in enumerate(sources, 1)
    }
