"""Which line of a notebook's file a line of a cell stands on, for readers that know files but no cells."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

_KEY = '"source"'


def lines_in_file(text: str, cells: Sequence[Any]) -> dict[int, tuple[int, ...]]:
    """For each code cell, by number from 1, the line of the file for each of its lines, from 1; none where in doubt.

    Notebooks are written with one text a line and the cells in order, so the texts are looked for one after the other.
    """
    found: dict[int, tuple[int, ...]] = {}
    number, at = 0, 0
    for cell in cells:
        at = text.find(_KEY, at)
        source = cell.get("source", "")
        if at < 0:
            break
        at += len(_KEY)
        places = [at] if isinstance(source, str) else _places(text, at, source)
        if places is None:
            break
        at = places[-1] if places else at
        if cell.get("cell_type") == "code":
            number += 1
            lines = tuple(text.count("\n", 0, place) + 1 for place in places)
            found[number] = lines * (source.count("\n") + 1) if isinstance(source, str) else lines
    return found


def _places(text: str, start: int, source: Sequence[str]) -> list[int] | None:
    """Where each text of a cell stands, from `start` on; None where one is not there."""
    places = []
    for line in source:
        spellings = (json.dumps(line, ensure_ascii=False), json.dumps(line))
        at = min((place for place in (text.find(each, start) for each in spellings) if place >= 0), default=-1)
        if at < 0:
            return None
        places.append(at)
        start = at + 1
    return places
