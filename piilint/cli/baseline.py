"""`piilint baseline write|update|prune|show`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from piilint.cli import options
from piilint.cli.common import Judging, reads_a_program
from piilint.cli.console import put, tell, wants_progress
from piilint.cli.exit_codes import told_to_the_user
from piilint.cli.progress import progress_bar
from piilint.terms.baseline import BaselineEntry
from piilint.terms.errors import UserError

if TYPE_CHECKING:
    from piilint.terms.config import Config

ACTIONS = ("write", "update", "prune", "show")


@reads_a_program
def baseline(
    action: Annotated[str, typer.Argument(metavar="write|update|prune|show", show_default=False)],
    paths: Annotated[
        Optional[list[str]],  # noqa: UP045 - typer reads it on Python 3.10
        typer.Argument(metavar="[PATHS]...", show_default=False, help="Files and folders, as with check."),
    ] = None,
    *,
    common: Judging,
    baseline: options.BaselineFile = None,
) -> None:
    """Put off the findings of today, so that only new ones count.

    write makes a new file, update also drops what is gone and takes in what is new, prune only drops what is gone, and
    show lists what is in it. Reasons that somebody has written into the file stay.
    """
    with told_to_the_user(common.verbose):
        if action not in ACTIONS:
            from piilint.terms.spelling import did_you_mean, listed

            raise UserError(f'baseline: "{action}" is not {listed(ACTIONS)}{did_you_mean(action, ACTIONS)}')
        settings = common.settings(paths[0] if paths else None, baseline=baseline)
        path = _path(settings)
        before = _before(action, path)
        from piilint import questions

        with progress_bar(wants_progress() and not common.quiet) as progress:
            now = questions.baseline(paths or (), settings, before, progress)
        if action == "show":
            put("".join(f"{line}\n" for line in _shown(before, now)))
            return
        after = _after(action, before, now)
        _write(path, after)
        if not common.quiet:
            _tell_change(path, before, after)
            if settings.baseline is None:
                name = Path(path).name
                tell(f'hint: check uses it with --baseline {path}, or with baseline = "{name}" in piilint.toml')


def _path(settings: Config) -> str:
    from piilint.baseline import MOST_USED

    return settings.baseline or Path(settings.base, MOST_USED).as_posix()


def _before(action: str, path: str) -> tuple[BaselineEntry, ...]:
    """What the file holds. Raises UserError where `write` would overwrite one, and where the others find none."""
    from piilint.baseline import read_baseline

    if action != "write":
        return read_baseline(path)
    if Path(path).exists():
        raise UserError(f"{path}: there is a baseline already; `piilint baseline update` brings it up to date")
    if not Path(path).parent.is_dir():
        raise UserError(f"--baseline: no such folder: {Path(path).parent}")
    return ()


def _after(action: str, before: Iterable[BaselineEntry], now: Iterable[BaselineEntry]) -> tuple[BaselineEntry, ...]:
    """The entries of today with the reasons of before; `prune` keeps no more than there was."""
    old = {entry.fingerprint: entry for entry in before}
    after = []
    for entry in now:
        known = old.get(entry.fingerprint)
        if known is not None:
            count = min(entry.count, known.count) if action == "prune" else entry.count
            after.append(replace(entry, count=count, reason=known.reason))
        elif action != "prune":
            after.append(entry)
    return tuple(after)


def _write(path: str, entries: Iterable[BaselineEntry]) -> None:
    from piilint.baseline import as_text

    try:
        Path(path).write_text(as_text(entries), encoding="utf-8", newline="\n")
    except OSError as error:
        raise UserError(f"{path} cannot be written: {error.strerror or error}") from None


def _tell_change(path: str, before: Iterable[BaselineEntry], after: Iterable[BaselineEntry]) -> None:
    old = {entry.fingerprint: entry.count for entry in before}
    new = {entry.fingerprint: entry.count for entry in after}
    added = sum(max(0, count - old.get(name, 0)) for name, count in new.items())
    gone = sum(max(0, count - new.get(name, 0)) for name, count in old.items())
    total = sum(new.values())
    tell(f"wrote {path}: {total} finding{'' if total == 1 else 's'} put off, {added} new, {gone} gone")


def _shown(before: Iterable[BaselineEntry], now: Iterable[BaselineEntry]) -> list[str]:
    """One line an entry, and whether it is still there."""
    left = {entry.fingerprint: entry.count for entry in now}
    lines = []
    for entry in before:
        found = min(entry.count, left.get(entry.fingerprint, 0))
        times = f" ({entry.count} times)" if entry.count > 1 else ""
        state = "" if found == entry.count else " [gone]" if not found else f" [{entry.count - found} gone]"
        reason = f" -- {entry.reason}" if entry.reason else ""
        lines.append(f"{entry.path}: {entry.rule} {entry.source} -> {entry.sink}{times}{state}{reason}")
    return lines
