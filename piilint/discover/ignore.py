"""What ignore files and `exclude` leave out of a folder that is walked."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from piilint.terms.errors import UserError

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

IGNORE_FILES = (".gitignore", ".ignore")
"""Read at every level, in this order: the later overrules."""


@dataclass(frozen=True, slots=True)
class IgnoreLevel:
    """The ignore files of one folder. `folder` is relative to the folder walked: empty, or with a `/` at its end."""

    folder: str
    spec: GitIgnoreSpec


@dataclass(frozen=True, slots=True)
class Exclude:
    """The `exclude` globs, as they count below one folder that was named.

    They are relative to the config's folder where a path lies below it, else to the named folder. `down` leads from
    the config's folder to the named one, `up` the other way: one of both is empty, the other ends in `/`.
    """

    down: str
    up: str
    spec: GitIgnoreSpec | None

    def leaves_out(self, path: str) -> bool:
        """Whether a path below the named folder (a folder's ends in `/`) is excluded."""
        if self.spec is None:
            return False
        if self.up and path.startswith(self.up):
            path = path[len(self.up) :]
        return self.spec.match_file(self.down + path)


def exclude_below(folder: str, patterns: Sequence[str], base: str) -> Exclude:
    """The globs that count below `folder`: none that matches the folder itself, or one above it, since it was named."""
    if not patterns:
        return Exclude("", "", None)
    wrong = [pattern for pattern in patterns if not _is_pattern(pattern)]
    if wrong:
        raise UserError(*(f'exclude: "{glob}" is no pattern; write it as in .gitignore: "legacy/**"' for glob in wrong))
    down = _way_down(base, folder)
    counting = [glob for glob in patterns if not down or not _spec([glob]).match_file(down)]
    return Exclude(down, _way_down(folder, base), _spec(counting))


def ignore_level(folder: str, relative: str, names: Iterable[str]) -> IgnoreLevel | None:
    """The ignore files among `names` in `folder`, or None where there are none. A file that cannot be read is none."""
    lines: list[str] = []
    present = set(names)
    for name in IGNORE_FILES:
        if name in present:
            lines += _lines_of(Path(folder, name))
    return level_of(relative, lines) if lines else None


def level_of(relative: str, lines: Sequence[str]) -> IgnoreLevel:
    """The level that these lines of ignore files make."""
    return IgnoreLevel(relative, _spec(lines))


def ignored(levels: Sequence[IgnoreLevel], path: str) -> bool:
    """Whether ignore files leave out a path (a folder's ends in `/`). The innermost file that speaks of it decides."""
    for level in reversed(levels):
        verdict = level.spec.check_file(path[len(level.folder) :]).include
        if verdict is not None:
            return verdict
    return False


def _lines_of(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8-sig", errors="surrogateescape").splitlines()
    except OSError:
        return []


def _spec(lines: Sequence[str]) -> GitIgnoreSpec:
    """As git does: a line that is no pattern is passed over."""
    from pathspec import GitIgnoreSpec

    try:
        return GitIgnoreSpec.from_lines(lines)
    except ValueError:
        return GitIgnoreSpec.from_lines([line for line in lines if _is_pattern(line)])


def _is_pattern(line: str) -> bool:
    from pathspec import GitIgnoreSpec

    try:
        GitIgnoreSpec.from_lines([line])
    except ValueError:
        return False
    return True


def _way_down(base: str, folder: str) -> str:
    """From `base` down to `folder`, with a `/` at its end; empty where `folder` is `base`, or is not below it."""
    try:
        way = os.path.relpath(folder, base).replace(os.sep, "/")
    except ValueError:  # another drive
        return ""
    return "" if way in (".", "..") or way.startswith("../") else way + "/"
