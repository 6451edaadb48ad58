"""Paths as the user names them and as piilint reports them."""

from __future__ import annotations

import difflib
import os
from pathlib import Path


def as_reported(path: str) -> str:
    """A path relative to the working directory, with `/`; absolute where there is no such way."""
    try:
        return os.path.relpath(path).replace(os.sep, "/")
    except ValueError:  # another drive
        return path.replace(os.sep, "/")


def top_of_packages(folder: str) -> str:
    """The folder above the outermost package that `folder` lies in; `folder` itself where it is no package."""
    while os.path.isfile(os.path.join(folder, "__init__.py")) and os.path.dirname(folder) != folder:
        folder = os.path.dirname(folder)
    return folder


def no_such_path(path: str) -> str:
    """What to tell about a path that does not exist, with the nearest name beside it."""
    if os.path.islink(path):
        return f"no such file or folder: {path} (a link to {os.readlink(path)}, which is missing)"
    message = f"no such file or folder: {path or chr(34) * 2}"
    parent, missing = Path(path).parent, Path(path).name
    while not parent.is_dir() and parent != parent.parent:
        parent, missing = parent.parent, parent.name
    nearest = difflib.get_close_matches(missing, _names_in(parent), 1)
    if not nearest:
        return message
    return f'{message} (did you mean "{as_reported(str(parent / nearest[0]))}"?)'


def _names_in(folder: Path) -> list[str]:
    try:
        return sorted(os.listdir(folder))
    except OSError:
        return []
