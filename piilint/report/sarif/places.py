"""Places as SARIF writes them: relative addresses, and regions with their code.

Columns count characters from 1, and the end of a region is exclusive, as in piilint itself. A place in a notebook has
the line of the notebook's file, without columns, and its message names the cell.
"""

from __future__ import annotations

import os
import urllib.parse
from typing import Any

from piilint.report.hosts import in_cell
from piilint.terms.finding import CodeFrame

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


def _region(frame: CodeFrame) -> Object:
    place = frame.place
    if place.cell is not None:
        return {"startLine": frame.file_line}
    region: Object = {"startLine": place.line}
    line, columns = frame.first_code_line, frame.columns
    if columns is not None:
        region["startColumn"] = columns[0]
        if columns[1] > columns[0]:
            region |= {"endLine": place.line, "endColumn": columns[1]}
    if line is not None:
        region["snippet"] = {"text": line if columns is None else line[columns[0] - 1 : columns[1] - 1]}
    return region


def _context(frame: CodeFrame) -> Object:
    """The whole statement with the lines above it that were kept; nothing where that is the region's own line."""
    if not frame.text or frame.place.cell is not None or frame.first_code_line is None:
        return {}
    lines = [*frame.before, *frame.text.split("\n")]
    first = frame.first_line - len(frame.before)
    if len(lines) == 1 and frame.place.column is None:
        return {}
    text = "\n".join(lines)
    return {"startLine": first, "endLine": first + len(lines) - 1, "snippet": {"text": text}}
