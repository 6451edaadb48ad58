"""Places as SARIF writes them: relative addresses, and regions with their code.

Columns count characters from 1, and the end of a region is exclusive, as in piilint itself. A place in a notebook has
no line that the file knows: its region is the first line, and its message names the cell.
"""

from __future__ import annotations

import os
import urllib.parse
from typing import Any

from piilint.terms.finding import CodeFrame
from piilint.terms.location import Place

Object = dict[str, Any]

ROOT = "%SRCROOT%"


def artifact(path: str) -> Object:
    """`{"uri": "app/a%20b.py", "uriBaseId": "%SRCROOT%"}`; a file on another drive has no base."""
    uri = urllib.parse.quote(os.fsencode(path))
    if path.startswith("/"):
        return {"uri": f"file://{uri}"}
    if path[1:2] == ":":
        return {"uri": f"file:///{path[0]}:{urllib.parse.quote(os.fsencode(path[2:]))}"}
    return {"uri": uri, "uriBaseId": ROOT}


def location(frame: CodeFrame, message: str = "", number: int | None = None) -> Object:
    """A location whose region stays on one line, so that a host can show it beside a changed line."""
    physical: Object = {"artifactLocation": artifact(frame.place.path), "region": _region(frame)}
    context = _context(frame)
    if context:
        physical["contextRegion"] = context
    found: Object = {} if number is None else {"id": number}
    found["physicalLocation"] = physical
    if message or frame.place.cell is not None:
        found["message"] = {"text": in_cell(frame.place, message)}
    return found


def in_cell(place: Place, text: str) -> str:
    """The text; for a place in a notebook behind the cell and the line in it."""
    return text if place.cell is None else f"cell {place.cell}, line {place.line}: {text}".rstrip(": ")


def _region(frame: CodeFrame) -> Object:
    place = frame.place
    if place.cell is not None:
        return {"startLine": 1}
    region: Object = {"startLine": place.line}
    line = _first_line(frame)
    start, end = place.column, place.end_column if place.end_line in (None, place.line) else None
    if start is not None:
        region["startColumn"] = start
        if end is None and line is not None:
            end = len(line) + 1
        if end is not None and end > start:
            region |= {"endLine": place.line, "endColumn": end}
    if line is not None:
        region["snippet"] = {"text": line if start is None else line[start - 1 : end - 1 if end else None]}
    return region


def _first_line(frame: CodeFrame) -> str | None:
    """The line of code that the place starts on."""
    lines, at = frame.text.split("\n"), frame.place.line - frame.first_line
    return lines[at] if frame.text and 0 <= at < len(lines) else None


def _context(frame: CodeFrame) -> Object:
    """The whole statement with the lines above it that were kept; nothing where that is the region's own line."""
    if not frame.text or frame.place.cell is not None or _first_line(frame) is None:
        return {}
    lines = [*frame.before, *frame.text.split("\n")]
    first = frame.first_line - len(frame.before)
    if len(lines) == 1 and frame.place.column is None:
        return {}
    text = "\n".join(lines)
    return {"startLine": first, "endLine": first + len(lines) - 1, "snippet": {"text": text}}
