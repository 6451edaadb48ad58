"""`piilint screens`, `piilint screens --lock` and `piilint screens --check`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from piilint.cli.common import Common, reads_a_program
from piilint.cli.console import put, tell, wants_color, wants_progress
from piilint.cli.exit_codes import CLEAN, FINDINGS, told_to_the_user
from piilint.cli.options import MinConfidence
from piilint.cli.progress import progress_bar
from piilint.terms.errors import UserError

if TYPE_CHECKING:
    from piilint.terms.screen_table import ScreenRow

FORMATS = "text|json|csv|markdown"


@reads_a_program
def screens(
    paths: Annotated[
        Optional[list[str]],  # noqa: UP045 - typer reads it on Python 3.10
        typer.Argument(metavar="[PATHS]...", show_default=False, help="Files and folders, as with check."),
    ] = None,
    output_format: Annotated[
        str,
        typer.Option("--output-format", metavar=FORMATS, help="csv is a record of processing."),
    ] = "text",
    lock: Annotated[
        bool, typer.Option("--lock", help="Write them to piilint-screens.toml, for review and for --check.")
    ] = False,
    check: Annotated[
        bool, typer.Option("--check", help="Tell what is more than piilint-screens.toml says; exit with 1 for that.")
    ] = False,
    min_confidence: MinConfidence = None,
    *,
    common: Common,
) -> None:
    """List the screens: route, guards, roles, audit, purpose, audience, and the data that each shows.

    With --check it fails where a screen shows more, to more people, or less masked than was agreed on.
    """
    with told_to_the_user(common.verbose):
        from piilint import pipeline, questions
        from piilint.report.screens import SCREEN_FORMATS
        from piilint.terms.spelling import did_you_mean, listed

        if output_format not in SCREEN_FORMATS:
            hint = did_you_mean(output_format, SCREEN_FORMATS)
            raise UserError(f'--output-format: "{output_format}" is not {listed(SCREEN_FORMATS)}{hint}')
        if lock and check:
            raise UserError("--lock agrees to what --check is to find: give one of them")
        settings = common.settings(paths[0] if paths else None, min_confidence=min_confidence)
        agreed = pipeline.agreed_screens(settings) if check else ()
        with progress_bar(wants_progress() and not common.quiet) as progress:
            rows = questions.screen_rows(paths or (), settings, progress)
        if lock:
            _write(pipeline.lock_path(settings), rows, common.quiet)
        elif check:
            raise typer.Exit(_compare(rows, agreed, common.quiet))
        else:
            put(SCREEN_FORMATS[output_format](rows, wants_color(sys.stdout)))


def _write(path: str, rows: Sequence[ScreenRow], quiet: bool) -> None:
    from piilint.baseline import lock_text

    try:
        Path(path).write_text(lock_text(rows), encoding="utf-8", newline="\n")
    except OSError as error:
        raise UserError(f"{path} cannot be written: {error.strerror or error}") from None
    if not quiet:
        tell(f"wrote {path}: {len(rows)} screen{'' if len(rows) == 1 else 's'}")
        tell("hint: `piilint check --locked` fails from now on where one shows more, to more people, or less masked")


def _compare(rows: Sequence[ScreenRow], agreed: Sequence[ScreenRow], quiet: bool) -> int:
    from piilint.judge import grown

    found = grown(rows, agreed)
    for one in found:
        put(f"{one.row.place_path or one.row.path}:{one.row.line}: {one.row.screen}: {one.message}\n")
    gone = {row.key for row in agreed} - {row.key for row in rows}
    if not quiet:
        tell(f"{_counted(len(rows), 'screen')}, {_counted(len(found), 'thing')} more than was agreed on.")
        if gone:
            tell(f"{len(gone)} screen{' is' if len(gone) == 1 else 's are'} gone: piilint screens --lock")
    return FINDINGS if found else CLEAN


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
