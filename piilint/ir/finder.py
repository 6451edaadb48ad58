"""Which file an import means. Knows files and folders only, no names in them.

The way to a module is told from where the files lie, since nobody says what `sys.path` will be. An absolute import is
looked for in this order; the first folder that has the whole dotted name wins:

1. the folders around the importing file, nearest first, as if each were on `sys.path`: a script finds its siblings,
   a project in a folder of its own finds itself. Regular packages are left out, as Python does.
2. the roots of the program (folders named by the user, `src` folders, folders that hold an outermost regular package),
   the one nearest to the importing file first.
3. regular packages around the importing file: scripts that happen to lie beside an `__init__.py`. That way a file
   never finds the package that it lies in itself: `import stripe` in `plugins/stripe/pay.py` means the library.

A module of the standard library is not taken for a file of the same name, apart from one right below a root; neither
is a library for the module that wraps it (`clients/redis.py`, which itself says `import redis`).
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field

STANDARD_LIBRARY = frozenset(sys.stdlib_module_names)


def folder_of(path: str) -> str:
    """The folder of a file or folder; "" for the working directory, "/" for the file system's root."""
    head, slash, _ = path.rpartition("/")
    return head or slash


def joined(folder: str, path: str) -> str:
    """A path below a folder."""
    if not folder or not path:
        return folder or path
    return folder + path if folder == "/" else f"{folder}/{path}"


def folders_around(folder: str) -> Iterator[str]:
    """The folder and those above it, nearest first, up to "" or "/"."""
    while True:
        yield folder
        if folder in ("", "/"):
            return
        folder = folder_of(folder)


def nearness(folder: str, other: str) -> int:
    """How many folders two paths share from the start."""
    shared = 0
    for a, b in zip(folder.split("/"), other.split("/"), strict=False):
        if a != b:
            break
        shared += 1
    return shared


@dataclass(slots=True)
class ModuleFinder:
    """Where the modules of a program lie.

    `files` maps a path without its suffix to the module (a package stands at its folder), `packages` are the folders
    with an `__init__.py`, `roots` the folders whose files are top-level modules for everybody, `tops` the roots by the
    top-level names in them, `wrappers` the modules named like a library that they import.
    """

    files: dict[str, int] = field(default_factory=dict)
    packages: frozenset[str] = frozenset()
    roots: frozenset[str] = frozenset()
    tops: dict[str, tuple[str, ...]] = field(default_factory=dict)
    wrappers: frozenset[int] = frozenset()
    _found: dict[tuple[str, str], tuple[int, str] | None] = field(default_factory=dict)

    def find(self, folder: str, dotted: str) -> tuple[int, str] | None:
        """The module that an absolute import in a file of that folder means, and the folder it is counted from."""
        key = (folder, dotted)
        if key not in self._found:
            self._found[key] = self._search(folder, dotted)
        return self._found[key]

    def below(self, folder: str, dotted: str) -> int | None:
        """The module of that dotted name counted from a folder."""
        return self.files.get(joined(folder, dotted.replace(".", "/")))

    def _search(self, folder: str, dotted: str) -> tuple[int, str] | None:
        head = dotted.partition(".")[0]
        for base in self._bases(folder, dotted):
            found = self.below(base, dotted)
            if found is not None and self.files.get(joined(base, head)) not in self.wrappers:
                return found, base
        return None

    def _bases(self, folder: str, dotted: str) -> Iterator[str]:
        head, _, rest = dotted.partition(".")
        standard = head in STANDARD_LIBRARY
        around = list(folders_around(folder))
        for base in around:
            if base not in self.packages and (not standard or rest or base in self.roots):
                yield base
        yield from sorted(self.tops.get(head, ()), key=lambda root: (-nearness(root, folder), root))
        if not standard:
            inside = {base for base in around if not rest and joined(base, head) in around}
            yield from (base for base in around if base in self.packages and base not in inside)
