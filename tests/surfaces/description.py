"""`NAME.surface.toml`: one framework, described. And `NAME.surface.txt`: what was found in it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import takewhile
from pathlib import Path
from typing import Any

import tomli

FOLDER = Path(__file__).parents[1] / "rules" / "frameworks"
KEYS = {"install", "setup", "functions", "classes", "methods", "attributes", "named", "take", "leave", "silent"}


@dataclass(frozen=True)
class Silent:
    """Callables that show nothing of what they are given: patterns of their names, and why."""

    because: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class Description:
    """One framework.

    `functions` and `classes` are modules whose public functions, and classes as what makes objects, count; `methods`
    and `attributes` are classes, or `module.*` for all of a module's; `named` are single callables. `take` and `leave`
    are regular expressions for whole last parts of names: with `take` only those count, what `leave` fits never does.
    `install` empty: the standard library.
    """

    name: str
    install: tuple[str, ...] = ()
    setup: str = ""
    probe: dict[str, list[str]] = field(default_factory=dict)
    silent: tuple[Silent, ...] = ()


def described(path: Path) -> Description:
    """Reads one description; a key that is none, or a silence without a reason, is a ValueError."""
    tables: dict[str, Any] = tomli.loads(path.read_text(encoding="utf-8"))
    unknown = sorted(set(tables) - KEYS)
    if unknown:
        raise ValueError(f"{path.name}: unknown key {unknown[0]}; the keys are {', '.join(sorted(KEYS))}")
    silent = tuple(Silent(str(one["because"]).strip(), tuple(one["names"])) for one in tables.get("silent", ()))
    if not all(one.because and one.names for one in silent):
        raise ValueError(f"{path.name}: each [[silent]] says because of what, and has names")
    probe = {key: list(tables.get(key, ())) for key in KEYS - {"install", "setup", "silent"}}
    return Description(
        path.name.removesuffix(".surface.toml"), tuple(tables["install"]), tables.get("setup", ""), probe, silent
    )


def descriptions() -> list[Description]:
    """All of them, by name."""
    return [described(path) for path in sorted(FOLDER.glob("*.surface.toml"))]


@dataclass(frozen=True)
class Callable:
    """One line of a surface. `parameters` are as written there, a receiver left out; None where they are not known."""

    module: str
    path: str
    parameters: tuple[str, ...] | None
    of_object: bool = False
    is_attribute: bool = False

    @property
    def name(self) -> str:
        """As rules write it."""
        return f"{self.module}.{self.path}"

    def takes(self, which: int | str | None) -> bool:
        """Whether an argument at that position or of that name can be handed over."""
        if self.parameters is None or which is None or which == "*":
            return True
        if isinstance(which, str):
            return which in self.parameters or any(one.startswith("**") for one in self.parameters)
        positional = list(takewhile(lambda one: not one.startswith("*"), self.parameters))
        return which < len(positional) or any(re.match(r"\*\w", one) for one in self.parameters)


_LINE = re.compile(r"(?P<module>[\w.]+):(?P<path>[\w.]+)(?:\((?P<parameters>.*)\))?$")


def surface_of(description: Description) -> list[Callable]:
    """What `NAME.surface.txt` lists; a line without parentheses is an attribute."""
    path = FOLDER / f"{description.name}.surface.txt"
    lines = path.read_text(encoding="utf-8").splitlines()
    return [_read(path, line) for line in lines if line and not line.startswith("#")]


def _read(path: Path, line: str) -> Callable:
    read = _LINE.match(line)
    if read is None:
        raise ValueError(f"{path.name}: cannot read the line {line!r}")
    if read["parameters"] is None:
        return Callable(read["module"], read["path"], None, is_attribute=True)
    parts = [part for part in read["parameters"].split(", ") if part]
    of_object = parts[:1] == ["self"]
    known = None if "..." in parts else tuple(parts[1:] if of_object else parts)
    return Callable(read["module"], read["path"], known, of_object)
