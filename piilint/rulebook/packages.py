"""Rule files in installed packages, by which teams share rules: found beside piilint, and never imported."""

from __future__ import annotations

import re
from importlib.machinery import PathFinder
from importlib.util import find_spec
from pathlib import Path

PREFIX = "package:"
_NAME = re.compile(r"[A-Za-z_]\w*(\.\w+)*")


class NoPackage(Exception):
    """There are no rules of that name; the text says why and what to do."""


def folders_of(name: str) -> list[Path]:
    """The folders of `acme_rules`, or of `acme_rules.privacy` within it. Raises NoPackage.

    Only the outermost package is looked up, since Python imports the parents of any other. No code of it runs.
    """
    if not _NAME.fullmatch(name):
        raise NoPackage(f'"{name}" is no name of a package; write it as {PREFIX}acme_rules')
    top, *inner = name.split(".")
    found = _locations(top)
    if found is None:
        raise NoPackage("no such package is installed; install it into the environment that piilint is in")
    folders = [folder for root in found if (folder := root.joinpath(*inner)).is_dir()]
    if not folders:
        raise NoPackage("it is no folder of rules; rules are TOML files in a package's folder")
    return folders


def _locations(top: str) -> list[Path] | None:
    """The folders of a package; empty for a module that is none; None where nothing has that name."""
    try:
        spec = find_spec(top)
    except ValueError:  # imported already, by a name that is not its own
        spec = PathFinder.find_spec(top)
    if spec is None:
        return None
    return sorted(Path(location) for location in spec.submodule_search_locations or ())
