"""`piilint-screens.toml`: what each screen shows to whom, as agreed on. Sorted, without lines, made for review."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from piilint.terms.errors import UserError
from piilint.terms.grades import Confidence, Mask
from piilint.terms.screen_table import ScreenRow, ShownData

LOCK = "piilint-screens.toml"
"""The file's name; it lies beside the config."""

VERSION = 1
_HEAD = """\
# What each screen shows, and to whom. `piilint screens --lock` writes it; read the diff before you commit it.
# `piilint check --locked` fails where a screen shows more, to more people, or less masked than stands here.
"""
_LISTS = ("guards", "audiences", "regions")
_KEYS = frozenset({"screen", "path", "route", "audited", "purpose", "shows", "behind", "methods", *_LISTS})


def lock_text(rows: Iterable[ScreenRow]) -> str:
    """The file's text. Of a screen that shows nothing personal only who may open it."""
    blocks = [f"{_HEAD}version = {VERSION}\n"]
    for row in sorted(rows, key=lambda one: one.key):
        lines = ["[[screen]]", f"screen = {_quoted(row.screen)}", f"path = {_quoted(row.path)}"]
        lines += [f"route = {_quoted(row.route)}"] if row.route is not None else []
        lines += [f"guards = {_list(row.guards)}", f"audited = {str(row.audited).lower()}"]
        lines += [f"purpose = {_quoted(row.purpose)}"] if row.purpose is not None else []
        lines += [f"{name} = {_list(getattr(row, name))}" for name in _LISTS[1:] if getattr(row, name)]
        if row.shows:
            lines.append("[screen.shows]")
            lines += [f"{_quoted(one.data)} = {_quoted(str(one.mask))}" for one in row.shows]
        if row.unlike_methods:
            lines.append("[screen.methods]")
            lines += [f"{_quoted(name)} = {_list(guards)}" for name, guards in row.methods]
        behind = [one for one in row.shows if one.behind]
        if behind:
            lines.append("[screen.behind]")
            lines += [f"{_quoted(one.data)} = {_list(one.behind)}" for one in behind]
        blocks.append("\n".join(lines) + "\n")
    return "\n".join(blocks)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=True).replace("\x7f", "\\u007f")


def _list(texts: Iterable[str]) -> str:
    return f"[{', '.join(_quoted(one) for one in texts)}]"


def read_lock(path: str) -> tuple[ScreenRow, ...]:
    """The screens of the file, each with its line in it. Raises one UserError for all that is wrong with it."""
    import tomli

    try:
        text = Path(path).read_bytes().decode("utf-8")
        read = tomli.loads(text)
    except OSError as error:
        way_out = "; `piilint screens --lock` makes one" if isinstance(error, FileNotFoundError) else ""
        raise UserError(f"{path}: the lock of screens cannot be read: {error.strerror or error}{way_out}") from None
    except (UnicodeDecodeError, tomli.TOMLDecodeError) as error:
        hint = "a merge may have left its marks; write it again: piilint screens --lock"
        raise UserError(f"{path}: the lock of screens is no TOML: {error}; {hint}") from None
    if read.get("version") != VERSION:
        raise UserError(f"{path}: the lock has no version = {VERSION}; write it again: piilint screens --lock")
    lines = [number for number, line in enumerate(text.splitlines(), 1) if line.strip() == "[[screen]]"]
    tables = read.get("screen", [])
    tables = tables if isinstance(tables, list) else [tables]
    rows, wrong = [], []
    for number, table in enumerate(tables):
        line = lines[number] if number < len(lines) else 1
        row = _row(table, line)
        if isinstance(row, str):
            wrong.append(f"{path}:{line}: not a screen of a lock: {row}")
        else:
            rows.append(row)
    names = [row.key for row in rows]
    wrong += [
        f"{path}:{row.line}: {row.title} stands there twice" for at, row in enumerate(rows) if row.key in names[:at]
    ]
    if wrong:
        raise UserError(*wrong)
    return tuple(rows)


def _row(table: object, line: int) -> ScreenRow | str:
    """The screen, or what is wrong with it."""
    if not isinstance(table, dict):
        return "no table"
    unknown = sorted(
        table.keys() - {"screen", "path", "route", "audited", "purpose", "shows", "behind", "methods", *_LISTS}
    )
    if unknown:
        return f'unknown key "{unknown[0]}"'
    wrong = [key for key in ("screen", "path") if not isinstance(table.get(key), str)]
    wrong += [key for key in ("route", "purpose") if not isinstance(table.get(key, ""), str)]
    wrong += [key for key in _LISTS if not _are_texts(table.get(key, []))]
    wrong += [] if isinstance(table.get("audited", False), bool) else ["audited"]
    shows, behind, methods = (table.get(key, {}) for key in ("shows", "behind", "methods"))
    masks = [str(one) for one in Mask]
    wrong += [] if isinstance(shows, dict) and all(one in masks for one in shows.values()) else ["shows"]
    wrong += [] if isinstance(behind, dict) and all(_are_texts(one) for one in behind.values()) else ["behind"]
    wrong += [] if isinstance(methods, dict) and all(_are_texts(one) for one in methods.values()) else ["methods"]
    if wrong:
        return f'"{wrong[0]}" is missing or not what it should be'
    shown = tuple(
        ShownData(data, Mask(mask), None, (), (), Confidence.HIGH, tuple(behind.get(data, ())))
        for data, mask in sorted(shows.items())
    )
    guards, audiences, regions = (tuple(table.get(key, ())) for key in _LISTS)
    return ScreenRow(
        table["screen"],
        table["path"],
        line,
        table.get("route"),
        guards=guards,
        audited=table.get("audited", False),
        purpose=table.get("purpose"),
        audiences=audiences,
        regions=regions,
        shows=shown,
        methods=tuple((name, tuple(guards)) for name, guards in methods.items()),
    )


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)
