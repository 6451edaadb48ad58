"""Templates by the names that code may render them with."""

from __future__ import annotations

from collections.abc import Sequence

from piilint.ir.program import Program
from piilint.link.files import below, normal
from piilint.terms.render_specs import DIALECTS

TEMPLATE_FOLDER = "templates"


def template_folder_of(path: str, template_folders: Sequence[str]) -> str | None:
    """The folder that template names are counted from: one from the settings, else the innermost named `templates`."""
    folders = path.split("/")[:-1]
    configured = {normal(folder) for folder in template_folders}
    for depth in range(len(folders), -1, -1):
        folder = "/".join(folders[:depth])
        if folder in configured or (depth and folders[depth - 1] == TEMPLATE_FOLDER):
            return folder
    return None


def name_of_template(path: str, root: str, template_folders: Sequence[str]) -> str:
    """The path below the template folder, else below the root."""
    folder = template_folder_of(path, template_folders)
    return below(path, normal(root) if folder is None else folder)


def index_templates(program: Program, template_folders: Sequence[str]) -> None:
    """Enters each template under every suffix of its path, also without the template folder: where each part of a
    program has one of its own, names may begin with the part's.

    Where several templates share a suffix, the one that lies right there below a template folder wins, then the one
    with the shortest path, then the first by path.
    """
    best: dict[tuple[str, str], tuple[bool, int, str]] = {}
    units = set(program.units.values()) | set(program.unit_dialects.values())
    for module in program.modules:
        if module.ir.language not in DIALECTS or module.id in units:
            continue
        folder = template_folder_of(module.path, template_folders)
        proper = None if folder is None else below(module.path, folder)
        short = "" if folder is None else f"{folder.rpartition('/')[0]}/{proper}"
        for name in (*_suffixes(module.path), *_suffixes(short)):
            key = (module.ir.language, name)
            rank = (name != proper, module.path.count("/"), module.path)
            if key not in best or rank < best[key]:
                best[key] = rank
                program.templates[key] = module.id


def _suffixes(path: str) -> list[str]:
    parts = [part for part in path.split("/") if part not in ("", ".", "..")]
    return ["/".join(parts[start:]) for start in range(len(parts))]
