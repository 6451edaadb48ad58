"""The table of a config file -> fields of Config."""

from __future__ import annotations

from pathlib import Path

from piilint.config.keys import KEYS, PATHS, read_table
from piilint.config.lines import line_of
from piilint.config.locate import Found, relative
from piilint.terms.errors import UserError


def settings_of(found: Found) -> dict[str, object]:
    """The fields of Config that the file sets. Raises one UserError with all mistakes."""
    base = relative(found.folder)
    mistakes: list[tuple[int, str]] = []
    settings: dict[str, object] = {"base": base, "paths": (base,)}
    for key, (value, wrong) in read_table(found.table, KEYS).items():
        field = key.replace("-", "_")
        for cause, within in wrong:
            line = line_of(found, key, *within)
            mistakes.append((line, f"{found.shown}:{line}: {_called(found, key)}: {cause}"))
        if not wrong:
            settings[field] = _from_folder(value, found.folder) if field in PATHS else value
    if mistakes:
        raise UserError(*(message for _, message in sorted(mistakes)))
    return settings


def _from_folder(value: object, folder: Path) -> object:
    """Paths as they are written in the config, relative to the working directory."""
    if isinstance(value, tuple):
        return tuple(_from_folder(each, folder) for each in value)
    written = str(value)
    return written if written.startswith("package:") else relative(folder / written)


def _called(found: Found, key: str) -> str:
    return f"[{found.section}] {key}" if found.section else key
