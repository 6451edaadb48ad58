"""Where the modules lie: the folders that imports are counted from."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterable, Sequence

from piilint.ir.finder import ModuleFinder, folder_of, folders_around
from piilint.ir.read_module import ReadModule


def normal(folder: str) -> str:
    """A folder as paths are reported: "" for the working directory."""
    folder = posixpath.normpath(folder.replace("\\", "/"))
    return "" if folder == "." else folder


def is_importable(module: ReadModule) -> bool:
    """Whether an import can mean the file. A stub has no code to follow, so its names stay those of a library."""
    return module.ir.language == "python" and module.path.endswith(".py")


def location_of(path: str) -> str:
    """Where a module stands: its path without the suffix; a package stands at its folder."""
    folder, name = folder_of(path), path.rpartition("/")[2]
    stem = name.rpartition(".")[0] or name
    if stem == "__init__":
        return folder
    return path[: len(path) - len(name)] + stem


def below(path: str, folder: str) -> str:
    """The path counted from a folder, or as it is where it does not lie there."""
    if not folder:
        return path
    prefix = folder if folder.endswith("/") else folder + "/"
    return path.removeprefix(prefix)


def finder_of(modules: Sequence[ReadModule], src: Sequence[str]) -> ModuleFinder:
    """Where the modules lie, by their number, which is their position."""
    files: dict[str, int] = {}
    folders: dict[str, None] = {}
    packages: set[str] = set()
    wrappers: set[int] = set()
    for number, module in enumerate(modules):
        if not is_importable(module):
            continue
        location = location_of(module.path)
        is_package = module.path.endswith("__init__.py")
        if is_package:
            packages.add(location)
            files[location] = number
        else:
            files.setdefault(location, number)
            if _imports(module, location.rpartition("/")[2]):
                wrappers.add(number)
        folders[folder_of(module.path)] = None
    for folder in list(folders):
        folders.update(dict.fromkeys(folders_around(folder)))
    roots = frozenset(_roots(modules, src, folders, packages))
    return ModuleFinder(files, frozenset(packages), roots, _tops((*files, *folders), roots), frozenset(wrappers))


def _imports(module: ReadModule, name: str) -> bool:
    return any(
        one.level == 0 and (one.module == name or one.module.startswith(name + ".")) for one in module.ir.imports
    )


def _roots(modules: Iterable[ReadModule], src: Iterable[str], folders: Iterable[str], packages: set[str]) -> set[str]:
    roots = {normal(module.root) for module in modules} | {normal(folder) for folder in src}
    roots.update(folder for folder in folders if is_source_folder(folder, packages))
    roots.update(folder_of(package) for package in packages if package and not in_package(folder_of(package), packages))
    # a folder that is itself a package is no place to count from: `app` named by the user still holds `app.views`
    return roots - packages


def in_package(folder: str, packages: Collection[str]) -> bool:
    """Whether a folder is a regular package or lies in one."""
    return any(one in packages for one in folders_around(folder))


def is_source_folder(folder: str, packages: set[str] | frozenset[str]) -> bool:
    """Whether the folder is the `src` of a src layout."""
    return folder.rpartition("/")[2] == "src" and folder not in packages


def _tops(locations: Iterable[str], roots: frozenset[str]) -> dict[str, tuple[str, ...]]:
    tops: dict[str, dict[str, None]] = {}
    for location in locations:
        folder = folder_of(location)
        if location and folder in roots:
            tops.setdefault(location.rpartition("/")[2], {})[folder] = None
    return {name: tuple(sorted(found)) for name, found in tops.items()}
