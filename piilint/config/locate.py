"""Which config file a run uses, if any."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from piilint.terms.errors import UserError
from piilint.terms.spelling import did_you_mean

OWN_FILE = "piilint.toml"
SHARED_FILE = "pyproject.toml"
SECTION = "tool.piilint"
_VCS = (".git", ".hg", ".svn", ".jj", ".bzr")


@dataclass(frozen=True, slots=True)
class Found:
    """A config file: as messages call it, its folder, its text, and its table; `section` is where that stands in it."""

    shown: str
    folder: Path
    text: str
    table: Mapping[str, object]
    section: str | None


def locate(first_path: str | None, explicit: str | None) -> Found | None:
    """The file named, else the one of the nearest folder from the first path upwards."""
    return _explicit(explicit) if explicit is not None else _nearest(first_path)


def _explicit(name: str) -> Found:
    path = Path(name)
    if not path.is_file():
        siblings = [sibling.name for sibling in path.parent.iterdir()] if path.parent.is_dir() else []
        raise UserError(f"{name}: no such config file{did_you_mean(path.name, siblings)}")
    found = _open(path)
    if found is None:
        raise UserError(f"{name}: the file has no [{SECTION}]; add it, or name a {OWN_FILE}")
    return found


def _nearest(first_path: str | None) -> Found | None:
    """The config of the nearest folder upwards that has one, up to the root of the repository."""
    start = Path(first_path or ".").resolve()
    for folder in (start, *start.parents):
        for name in (OWN_FILE, SHARED_FILE):
            path = folder / name
            found = _open(path) if path.is_file() else None
            if found is not None:
                return found
        if any((folder / mark).exists() for mark in _VCS):
            return None
    return None


def _open(path: Path) -> Found | None:
    """The config file at a path; None where it is a shared file that says nothing to piilint."""
    shown = relative(path.absolute())
    try:
        text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except OSError as error:
        raise UserError(f"{shown}: the config file cannot be read: {error.strerror or error}") from None
    except UnicodeDecodeError:
        raise UserError(f"{shown}: the config file is no UTF-8 text; save it as UTF-8") from None
    shared = path.name == SHARED_FILE
    if shared and "piilint" not in text:
        return None
    table = _parsed(text, shown)
    if shared:
        tools = table.get("tool")
        inner = tools.get("piilint") if isinstance(tools, dict) else None
        if inner is None:
            return None
        if not isinstance(inner, dict):
            raise UserError(f"{shown}: piilint's settings are no table; write them below [{SECTION}]")
        table = inner
    return Found(shown, path.absolute().parent, text, table, SECTION if shared else None)


def _parsed(text: str, shown: str) -> Mapping[str, object]:
    import tomli

    try:
        return tomli.loads(text)
    except (ValueError, RecursionError) as error:  # tomli's own, and its limits on numbers and depth
        cause, _, place = str(error).partition(" (at ")
        line = re.search(r"\d+", place)
        where = line[0] if line else str(text.rstrip().count("\n") + 1)
        raise UserError(f"{shown}:{where}: not valid TOML: {cause[:1].lower()}{cause[1:]}") from None


def relative(path: Path) -> str:
    """The path from the working directory, with `/`; absolute where there is none."""
    try:
        return Path(os.path.relpath(path)).as_posix()
    except ValueError:  # another drive
        return path.as_posix()
