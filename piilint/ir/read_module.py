"""A file as `read` hands it to `link`: what it was lowered to, and where it was found."""

from __future__ import annotations

from dataclasses import dataclass

from piilint.ir.module import ModuleIR


@dataclass(frozen=True, slots=True)
class ReadModule:
    """One file, lowered. `path` is as it is reported (relative to the working directory, with `/`), `root` the folder
    below which it was found, `project` the innermost folder around it that is a project of its own ("" for none).
    A template occurs once for each dialect that it was lowered in (`ir.language`)."""

    path: str
    root: str
    ir: ModuleIR
    project: str = ""
