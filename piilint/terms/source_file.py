"""A file to analyse, and how to get its bytes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


def _from_disk(file: SourceFile) -> bytes:
    return Path(file.path).read_bytes()


@dataclass(frozen=True, slots=True)
class SourceFile:
    """`path` is as it is reported (relative to the working directory, with `/`); `root` is the folder below which it
    was found (module names are counted from there); `language` is python, stub, notebook, template, sql or toml;
    `project` is the innermost folder around it, below that root, that is a project of its own ("" for none);
    `load` gets the bytes: from disk, or from a git object. `load` raises OSError."""

    path: str
    root: str
    language: str
    loader: Callable[[SourceFile], bytes] = _from_disk
    project: str = ""

    def load(self) -> bytes:
        """The file's bytes."""
        return self.loader(self)
