"""`piilint-baseline.jsonl`: a line of JSON for each entry, sorted, without lines, dates or versions of anything.

So it changes only where findings do, and two branches can be merged line by line (`merge=union`): where both have an
entry, the larger count holds.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from piilint.terms.baseline import BaselineEntry
from piilint.terms.errors import UserError

MOST_USED = "piilint-baseline.jsonl"
"""The file's name where nobody says another."""

_TEXTS = ("fp", "rule", "source", "sink", "path")


def read_baseline(path: str) -> tuple[BaselineEntry, ...]:
    """The entries of the file, each fingerprint once. Raises one UserError for all that is wrong with it."""
    try:
        text = Path(path).read_bytes().decode("utf-8")
    except OSError as error:
        way_out = "; `piilint baseline write` makes one" if isinstance(error, FileNotFoundError) else ""
        raise UserError(f"{path}: the baseline cannot be read: {error.strerror or error}{way_out}") from None
    except UnicodeDecodeError:
        raise UserError(f"{path}: the baseline is no UTF-8 text; write it again: piilint baseline write") from None
    entries: dict[str, BaselineEntry] = {}
    mistakes = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        entry = _entry(line)
        if isinstance(entry, str):
            mistakes.append(f"{path}:{number}: not an entry of a baseline: {entry}")
            continue
        known = entries.get(entry.fingerprint)
        if known is None or known.count < entry.count:
            entries[entry.fingerprint] = replace(entry, line=number)
    if mistakes:
        raise UserError(*mistakes)
    return tuple(sorted(entries.values(), key=lambda entry: entry.order))


def as_text(entries: Iterable[BaselineEntry]) -> str:
    """The file's text, sorted; empty where nothing is put off."""
    return "".join(f"{_line(entry)}\n" for entry in sorted(entries, key=lambda entry: entry.order))


def _line(entry: BaselineEntry) -> str:
    written: dict[str, Any] = {
        "fp": entry.fingerprint,
        "rule": entry.rule,
        "source": entry.source,
        "sink": entry.sink,
        "path": entry.path,
        "count": entry.count,
    }
    if entry.reason is not None:
        written["reason"] = entry.reason
    return json.dumps(written, ensure_ascii=False)


def _entry(line: str) -> BaselineEntry | str:
    """The entry on a line, or what is wrong with it."""
    try:
        read = json.loads(line)
    except (ValueError, RecursionError):
        return "no JSON; a merge may have left its marks"
    if not isinstance(read, dict):
        return "no object"
    unknown = sorted(read.keys() - {*_TEXTS, "count", "reason"})
    if unknown:
        return f'unknown key "{unknown[0]}"'
    wrong = [key for key in _TEXTS if not isinstance(read.get(key), str)]
    if wrong:
        return f'"{wrong[0]}" is missing or no text'
    count, reason = read.get("count"), read.get("reason")
    if not isinstance(count, int) or isinstance(count, bool) or count < 1:
        return '"count" is missing or no number above 0'
    if reason is not None and not isinstance(reason, str):
        return '"reason" is no text'
    return BaselineEntry(read["fp"], read["rule"], read["source"], read["sink"], read["path"], count, reason)
