"""The files of the program as they were when the branch began: the same paths, found by the same rules as on disk."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from piilint.discover.git import Tree, contents, merge_base
from piilint.discover.ignore import IGNORE_FILES, Exclude, IgnoreLevel, exclude_below, ignored, level_of
from piilint.discover.languages import TEMPLATE_FOLDER, language_of
from piilint.discover.named import as_reported, top_of_packages
from piilint.discover.walk import MARKS_OF_OTHERS, MARKS_OF_PROJECTS, NOT_WALKED
from piilint.terms.config import Config
from piilint.terms.errors import UserError
from piilint.terms.source_file import SourceFile


@dataclass(frozen=True, slots=True)
class _Found:
    path: str
    root: str
    language: str
    object: str
    project: str = ""


@dataclass(frozen=True, slots=True)
class _Kept:
    """Gives the bytes that git had."""

    content: bytes

    def __call__(self, _file: SourceFile) -> bytes:
        return self.content


def files_at(paths: Sequence[str], config: Config, rev: str) -> tuple[SourceFile, ...]:
    """The program at the merge base of `rev` and HEAD, sorted by path; empty where there was nothing yet."""
    first = os.path.abspath(paths[0])
    tree = merge_base(first if os.path.isdir(first) else os.path.dirname(first), rev)
    found: dict[str, _Found] = {}
    for path in paths:
        below = _below_top(path, tree)
        if below in tree.files:
            _add_file(found, path, below, tree)
        else:
            for file in _Walk(tree, below, os.path.abspath(path), config).files():
                found.setdefault(file.path, file)
    texts = contents(tree, (file.object for file in found.values()))
    files = (
        SourceFile(one.path, one.root, one.language, _Kept(texts[one.object]), one.project) for one in found.values()
    )
    return tuple(sorted(files, key=lambda file: file.path))


def _below_top(path: str, tree: Tree) -> str:
    """The path from the top of the repository, with `/`; empty for the top itself."""
    way = os.path.relpath(os.path.realpath(path), os.path.realpath(tree.top)).replace(os.sep, "/")
    if way == ".." or way.startswith("../"):
        raise UserError(f"--diff: {path} lies outside of the repository {tree.top}")
    return "" if way == "." else way


def _add_file(found: dict[str, _Found], path: str, below: str, tree: Tree) -> None:
    reported = as_reported(os.path.abspath(path))
    folders = os.path.dirname(reported).split("/")
    language = language_of(os.path.basename(path), TEMPLATE_FOLDER in folders)
    if language is not None:
        root = as_reported(top_of_packages(os.path.dirname(os.path.abspath(path))))
        found.setdefault(reported, _Found(reported, root, language, tree.files[below]))


class _Walk:
    """A folder of a commit. What is ignored, excluded or not the program is left out as it is on disk."""

    def __init__(self, tree: Tree, below: str, folder: str, config: Config) -> None:
        prefix = f"{below}/" if below else ""
        self._files = {
            path[len(prefix) :]: name for path, name in tree.files.items() if path.startswith(prefix) and path != below
        }
        self._folder = folder
        self._exclude: Exclude = exclude_below(folder, config.exclude, os.path.abspath(config.base))
        self._levels = self._ignore_levels(tree)
        self._others = {
            path.rpartition("/")[0]
            for path in self._files
            if path.rpartition("/")[2] in MARKS_OF_OTHERS and "/" in path
        }
        self._projects = {
            path.rpartition("/")[0] for path in self._files if path.rpartition("/")[2] in MARKS_OF_PROJECTS
        }
        self._verdicts: dict[str, bool] = {"": True}

    def files(self) -> Iterator[_Found]:
        """The files that piilint reads."""
        root = as_reported(self._folder)
        templates = TEMPLATE_FOLDER in (*root.split("/"), os.path.basename(self._folder))
        for path, name in sorted(self._files.items()):
            folder, _, last = path.rpartition("/")
            language = language_of(last, templates or TEMPLATE_FOLDER in folder.split("/"))
            if language is not None and self._is_walked(folder) and not self._is_left_out(path, folder):
                yield _Found(self._reported(path), root, language, name, self._project_of(folder))

    def _reported(self, path: str) -> str:
        return as_reported(os.path.join(self._folder, path))

    def _project_of(self, folder: str) -> str:
        """The innermost folder at or above this one that is a project of its own; "" for none."""
        while folder not in self._projects:
            if not folder:
                return ""
            folder = folder.rpartition("/")[0]
        return self._reported(folder)

    def _is_walked(self, folder: str) -> bool:
        known = self._verdicts.get(folder)
        if known is None:
            above, _, name = folder.rpartition("/")
            known = self._is_walked(above) and name not in NOT_WALKED and folder not in self._others
            known = self._verdicts[folder] = known and not self._is_left_out(f"{folder}/", above)
        return known

    def _is_left_out(self, path: str, folder: str) -> bool:
        parts = folder.split("/") if folder else []
        above = ["", *("/".join(parts[: length + 1]) + "/" for length in range(len(parts)))]
        levels = [self._levels[each] for each in above if each in self._levels]
        return self._exclude.leaves_out(path) or ignored(levels, path)

    def _ignore_levels(self, tree: Tree) -> dict[str, IgnoreLevel]:
        """The ignore files of each folder (empty, or with a `/` at its end), as they were."""
        named: dict[str, dict[str, str]] = {}
        for path, name in self._files.items():
            folder, slash, last = path.rpartition("/")
            if last in IGNORE_FILES:
                named.setdefault(folder + slash, {})[last] = name
        texts = contents(tree, (name for files in named.values() for name in files.values()))
        levels = {}
        for folder, files in named.items():
            lines = [line for last in IGNORE_FILES if last in files for line in _lines(texts[files[last]])]
            levels[folder] = level_of(folder, lines)
        return levels


def _lines(content: bytes) -> list[str]:
    return content.decode("utf-8-sig", errors="surrogateescape").splitlines()
