"""The files below one folder: every one that piilint reads, once, in the same order on every machine."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace

from piilint.discover.ignore import Exclude, IgnoreLevel, ignore_level, ignored
from piilint.discover.languages import TEMPLATE_FOLDER, language_of

NOT_WALKED = frozenset(
    {
        ".git", ".hg", ".svn", ".bzr", ".jj", ".sl", "_darcs", "CVS",
        ".venv", ".virtualenv", "node_modules", "site-packages", "dist-packages", "__pypackages__",
        "__pycache__", ".tox", ".nox", ".eggs", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".piilint_cache",
        ".hypothesis", ".ipynb_checkpoints",
    }
)  # fmt: skip
"""Folders of version control, installed packages and caches: none of it is the program."""

MARKS_OF_OTHERS = ("pyvenv.cfg", "conda-meta", "CACHEDIR.TAG")
"""A folder that holds one of these is a virtual environment or a cache, whatever its name."""

MARKS_OF_PROJECTS = ("pyproject.toml", "setup.py", "setup.cfg", "Pipfile", "requirements.txt")
"""A folder that holds one of these is a project of its own: it says what it is built from."""


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file below the folder walked (`closed`: a folder that cannot be listed). `real` is its path without links,
    `project` the innermost folder around it that is a project of its own ("" for none)."""

    path: str
    real: str
    language: str
    closed: bool = False
    project: str = ""


@dataclass(frozen=True, slots=True)
class _Folder:
    path: str
    real: str
    relative: str
    levels: tuple[IgnoreLevel, ...]
    below_templates: bool
    project: str = ""


class Walk:
    """One walk through a folder. `left_out` counts what ignore files and `exclude` kept away."""

    def __init__(self, folder: str, exclude: Exclude, below_templates: bool) -> None:
        self.left_out = 0
        self._exclude = exclude
        self._top = _Folder(folder, os.path.realpath(folder), "", (), below_templates)
        self._links: list[tuple[_Folder, os.DirEntry[str]]] = []
        self._folders: set[str] = set()
        self._files: set[str] = set()

    def files(self) -> Iterator[FoundFile]:
        """All files, links last: what a link leads to counts only where it is not found without it."""
        yield from self._descend(self._top)
        while self._links:
            links = sorted(self._links, key=lambda link: link[1].path)
            self._links = []
            for folder, link in links:
                yield from self._follow(folder, link)

    def _descend(self, top: _Folder) -> Iterator[FoundFile]:
        waiting = [top]
        while waiting:
            folder = waiting.pop()
            if folder.real in self._folders:
                continue
            self._folders.add(folder.real)
            entries = _entries(folder.path)
            if entries is None:
                yield FoundFile(folder.path, folder.real, "folder", closed=True)
                continue
            names = [entry.name for entry in entries]
            if folder.relative and not _is_walked(names):
                continue
            if any(mark in names for mark in MARKS_OF_PROJECTS):
                folder = replace(folder, project=folder.path)
            level = ignore_level(folder.path, folder.relative, names)
            if level is not None:
                folder = replace(folder, levels=(*folder.levels, level))
            for entry in entries:
                if entry.is_symlink():
                    self._links.append((folder, entry))
                elif entry.is_dir():
                    waiting += self._subfolder(folder, entry, os.path.join(folder.real, entry.name))
                elif entry.is_file():
                    yield from self._file(folder, entry, os.path.join(folder.real, entry.name))

    def _follow(self, folder: _Folder, link: os.DirEntry[str]) -> Iterator[FoundFile]:
        real = os.path.realpath(link.path)
        if _is_at_or_above(real, self._top.real):
            return  # a loop
        if os.path.isdir(real):
            for subfolder in self._subfolder(folder, link, real):
                yield from self._descend(subfolder)
        elif os.path.isfile(real):
            yield from self._file(folder, link, real)

    def _subfolder(self, folder: _Folder, entry: os.DirEntry[str], real: str) -> tuple[_Folder, ...]:
        relative = f"{folder.relative}{entry.name}/"
        if NOT_WALKED & {entry.name, os.path.basename(real)} or self._is_left_out(relative, folder.levels):
            return ()
        below_templates = folder.below_templates or entry.name == TEMPLATE_FOLDER
        return (_Folder(entry.path, real, relative, folder.levels, below_templates, folder.project),)

    def _file(self, folder: _Folder, entry: os.DirEntry[str], real: str) -> Iterator[FoundFile]:
        language = language_of(entry.name, folder.below_templates)
        if language is None or real in self._files or self._is_left_out(folder.relative + entry.name, folder.levels):
            return
        self._files.add(real)
        yield FoundFile(entry.path, real, language, project=folder.project)

    def _is_left_out(self, relative: str, levels: tuple[IgnoreLevel, ...]) -> bool:
        left_out = self._exclude.leaves_out(relative) or ignored(levels, relative)
        self.left_out += left_out
        return left_out


def _entries(folder: str) -> list[os.DirEntry[str]] | None:
    try:
        with os.scandir(folder) as entries:
            return sorted(entries, key=lambda entry: entry.name)
    except OSError:
        return None


def _is_walked(names: list[str]) -> bool:
    return not any(mark in names for mark in MARKS_OF_OTHERS)


def _is_at_or_above(folder: str, path: str) -> bool:
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)
