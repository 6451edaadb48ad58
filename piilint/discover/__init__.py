"""discover: the paths given -> the source files of the program.

The program is what is named, and what lies below a folder that is named. Ignore files and `exclude` count only below
such a folder, so what is named is always read.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace

from piilint.discover.ignore import exclude_below
from piilint.discover.languages import PROGRAM_LANGUAGES, TEMPLATE_FOLDER, language_of, language_of_script
from piilint.discover.named import as_reported, no_such_path, top_of_packages
from piilint.discover.revision import files_at
from piilint.discover.walk import Walk
from piilint.terms.config import Config
from piilint.terms.errors import UserError
from piilint.terms.source_file import SourceFile

__all__ = ["as_reported", "discover", "no_such_path"]


def discover(paths: Sequence[str], config: Config, rev: str | None = None) -> tuple[SourceFile, ...]:
    """All files of the program, each once, sorted by path. Raises UserError where one is missing or none is read.

    `rev`: as they were at the merge base of that revision and HEAD, out of git's objects; there none may be.
    """
    if rev is not None:
        return files_at(paths, config, rev)
    missing = [path for path in paths if not os.path.exists(path)]
    if missing:
        raise UserError(*(no_such_path(path) for path in missing))
    found: dict[str, SourceFile] = {}
    left_out = 0
    for path in paths:
        if os.path.isdir(path):
            left_out += _add_folder(found, os.path.abspath(path), config)
        else:
            _add_file(found, os.path.abspath(path))
    if not any(file.language in PROGRAM_LANGUAGES for file in found.values()):
        raise UserError(_nothing_to_check(paths, left_out))
    return tuple(sorted(found.values(), key=lambda file: file.path))


def _add_folder(found: dict[str, SourceFile], folder: str, config: Config) -> int:
    """Adds the files below a folder; tells how many entries ignore files and `exclude` left out."""
    reported = as_reported(folder)
    below_templates = TEMPLATE_FOLDER in (*reported.split("/"), os.path.basename(folder))
    walk = Walk(folder, exclude_below(folder, config.exclude, os.path.abspath(config.base)), below_templates)
    for file in walk.files():
        source = SourceFile(as_reported(file.path), reported, file.language)
        if file.closed:
            source = replace(source, loader=_list_again)
        elif file.project:
            source = replace(source, project=as_reported(file.project))
        found.setdefault(file.real, source)
    return walk.left_out


def _add_file(found: dict[str, SourceFile], path: str) -> None:
    below_templates = TEMPLATE_FOLDER in os.path.dirname(as_reported(path)).split("/")
    language = language_of(os.path.basename(path), below_templates) or language_of_script(path)
    if language is not None:
        root = as_reported(top_of_packages(os.path.dirname(path)))
        found.setdefault(os.path.realpath(path), SourceFile(as_reported(path), root, language))


def _list_again(folder: SourceFile) -> bytes:
    """A folder that cannot be listed stands among the files: loading it fails the same way, and `read` reports that."""
    os.listdir(folder.path)
    return b""


def _nothing_to_check(paths: Sequence[str], left_out: int) -> str:
    message = f"nothing to check: no Python file, notebook or template in {', '.join(paths)}"
    if not left_out:
        return message
    entries = "1 file or folder" if left_out == 1 else f"{left_out} files or folders"
    return f"{message} (ignore files and `exclude` leave out {entries} there; what is named itself is never left out)"
