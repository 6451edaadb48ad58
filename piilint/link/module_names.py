"""What a module is called: by the name that the program itself imports it by, else by where it lies.

Rules name functions as code does (`acme.directory.lookup`), wherever in the repository `acme` lies. So a name is
counted from the folder that imports of the module are counted from; a module that nobody imports is counted from its
`src` folder, from above its outermost package, or from the root.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from piilint.ir.finder import ModuleFinder, folder_of, folders_around
from piilint.ir.read_module import ReadModule
from piilint.link.files import below, is_source_folder, location_of, normal
from piilint.link.templates import name_of_template
from piilint.terms.render_specs import DIALECTS


def name_modules(
    modules: Sequence[ReadModule], finder: ModuleFinder, src: Sequence[str], template_folders: Sequence[str]
) -> list[str]:
    """The name of each module, in the order of the modules."""
    imported_from = _imported_from(modules, finder)
    source_folders = frozenset(normal(folder) for folder in src)
    names = []
    for module in modules:
        if module.ir.language in DIALECTS:
            names.append(name_of_template(module.path, module.root, template_folders))
        elif module.ir.language == "python":
            names.append(_name(module, finder, source_folders, imported_from))
        else:
            names.append(below(module.path, normal(module.root)))
    return names


def _name(
    module: ReadModule, finder: ModuleFinder, source_folders: frozenset[str], imported_from: dict[str, Counter[str]]
) -> str:
    location = location_of(module.path)
    top = _outermost_package(module.path, finder.packages)
    base = _base(module, top or location, finder, source_folders, imported_from)
    parts = [part for part in below(location, base).split("/") if part not in ("", ".", "..")]
    return ".".join(parts) or location.rpartition("/")[2] or "__init__"


def _base(
    module: ReadModule,
    top: str,
    finder: ModuleFinder,
    source_folders: frozenset[str],
    imported_from: dict[str, Counter[str]],
) -> str:
    around = list(folders_around(folder_of(top)))
    for folder in around:
        if folder in source_folders:
            return folder
    votes = imported_from.get(top)
    if votes:
        return min(votes, key=lambda base: (-votes[base], len(base), base))
    for folder in around:
        if is_source_folder(folder, finder.packages):
            return folder
    return folder_of(top) if top in finder.packages else normal(module.root)


def _outermost_package(path: str, packages: frozenset[str]) -> str | None:
    """The outermost of the regular packages that the file lies in, without a gap between."""
    outermost = None
    for folder in folders_around(folder_of(path)):
        if folder not in packages or not folder:
            break
        outermost = folder
    return outermost


def _imported_from(modules: Sequence[ReadModule], finder: ModuleFinder) -> dict[str, Counter[str]]:
    """For each outermost package, and each module outside of packages: the folders that imports count it from."""
    votes: dict[str, Counter[str]] = {}
    tops = {}
    for number, module in enumerate(modules):
        location = location_of(module.path)
        tops[number] = _outermost_package(module.path, finder.packages) or location
    for module in modules:
        if module.ir.language != "python":
            continue
        folder = folder_of(module.path)
        for one in module.ir.imports:
            if one.level:
                continue
            found = finder.find(folder, one.module)
            if found is None and one.name not in ("", "*"):
                found = finder.find(folder, f"{one.module}.{one.name}")
            if found is not None:
                number, base = found
                top = tops[number]
                # counted from inside of the package, it is a script beside an `__init__`: no name for others
                if base in finder.packages and base != "":
                    continue
                votes.setdefault(top, Counter())[base] += 1
    return votes
