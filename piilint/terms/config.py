"""The settings of one run, as a frozen value. `piilint.config` reads them from files and flags."""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from piilint.terms.glob import path_fits
from piilint.terms.grades import Confidence, Severity


@dataclass(frozen=True, slots=True)
class Override:
    """`[[overrides]]`: for findings whose sink lies on `paths`: rules that do not count, or the purpose of screens."""

    paths: tuple[str, ...]
    ignore: tuple[str, ...] = ()
    purpose: str | None = None


@dataclass(frozen=True, slots=True)
class Config:
    """Settings of one run. Paths are relative to the working directory; globs in `exclude` and in overrides to `base`.

    `base` is the config file's folder, else the working directory. `select` empty: all rules.
    `preview`: rules that are new count too. `diff` is the revision whose findings are left out.
    `locked`: screens may not grow.
    """

    base: str = "."
    paths: tuple[str, ...] = (".",)
    exclude: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    default_rules: bool = True
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, Severity] = field(default_factory=dict)
    fail_on: Severity = Severity.ERROR
    min_confidence: Confidence = Confidence.MEDIUM
    src: tuple[str, ...] = ()
    template_folders: tuple[str, ...] = ()
    baseline: str | None = None
    overrides: tuple[Override, ...] = ()
    require_reason: bool = False
    max_suppression_days: int | None = None
    min_version: str | None = None
    preview: bool = False
    jobs: int = 0
    cache_dir: str | None = ".piilint_cache"
    max_unreadable: int = 20
    today: datetime.date = field(default_factory=datetime.date.today)
    show_suppressed: bool = False
    diff: str | None = None
    locked: bool = False

    def below_base(self, path: str) -> str:
        """A path of the program as globs in overrides and in rules see it: from the config's folder, with `/`."""
        return os.path.relpath(path, self.base).replace(os.sep, "/")

    def overrides_of(self, path: str) -> Iterator[Override]:
        """The `[[overrides]]` that hold for a sink in that file, in order."""
        if not self.overrides:
            return
        below = self.below_base(path)
        for override in self.overrides:
            if any(path_fits(glob, below) for glob in override.paths):
                yield override
