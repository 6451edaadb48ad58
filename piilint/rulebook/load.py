"""Rule files -> Rulebook."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from copy import copy
from typing import Any

from piilint.rulebook.complaints import Complaints
from piilint.rulebook.convert import Entry, entries_of, specs_of
from piilint.rulebook.files import RuleFile, read_rule_files
from piilint.rulebook.schema import TABLES
from piilint.rulebook.validate import check_names, check_shape, merge
from piilint.terms.errors import UserError
from piilint.terms.rulebook import Rulebook

_NO_RULE = (
    "no [[rule]] is loaded, so no flow could be wrong; "
    "name a file that has one with --rules, or leave out --no-default-rules"
)


_MOST_KEPT = 16
_loaded: dict[tuple[str, bool], Rulebook] = {}
_built_in: dict[tuple[str, bytes], tuple[Entry, ...]] = {}


def load_rulebook(paths: Sequence[str], use_defaults: bool = True) -> Rulebook:
    """Read the built-in rules and those at `paths`. Raises one UserError that tells all that is wrong with them.

    A process that loads the same files again gets the same Rulebook.
    """
    complaints = Complaints()
    files = read_rule_files(paths, use_defaults, complaints)
    name = (_digest(files), use_defaults)
    if complaints.found or name not in _loaded:
        rulebook = _read(files, use_defaults, complaints)
        while len(_loaded) >= _MOST_KEPT:
            del _loaded[next(iter(_loaded))]
        _loaded[name] = rulebook
    return _loaded[name]


def _read(files: Sequence[RuleFile], use_defaults: bool, complaints: Complaints) -> Rulebook:
    unread = bool(complaints.found)
    written = [entry for file in files for entry in _entries(file, complaints)]
    entries = merge(written, complaints)
    for entry in entries:
        check_shape(entry, complaints)
    if not unread:
        # else the file that could not be read may hold what seems to be missing
        check_names(written, use_defaults, complaints)
    complaints.raise_all()
    if not any(entry.table == "rule" for entry in entries):
        raise UserError(_NO_RULE)
    specs = _specs(entries)
    return Rulebook(**specs, digest=_digest(files), warnings=complaints.warnings)


def _entries(file: RuleFile, complaints: Complaints) -> Iterable[Entry]:
    """The entries of a file; of one that comes with piilint they are read once in a process."""
    if not file.built_in:
        return entries_of(file, complaints)
    name = (file.path, file.content)
    if name not in _built_in:
        own = Complaints()
        entries = tuple(entries_of(file, own))
        if own.found or own.doubts:
            return entries_of(file, complaints)
        _built_in[name] = entries
    # what extends an entry changes it
    return (copy(entry) for entry in _built_in[name])


def _specs(entries: Iterable[Entry]) -> dict[str, Any]:
    specs: dict[str, list[object]] = {table: [] for table in TABLES}
    for entry in entries:
        specs[entry.table].extend(specs_of(entry))
    return {table: tuple(of_table) for table, of_table in specs.items()}


def _digest(files: Iterable[RuleFile]) -> str:
    digest = hashlib.blake2b(digest_size=16)
    for file in files:
        for part in (file.path.encode(), file.content):
            # with its length before it, so that no two lists of files are written alike
            digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()
