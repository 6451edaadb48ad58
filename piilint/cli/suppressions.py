"""`piilint suppressions`."""

from __future__ import annotations

import sys
from typing import Annotated, Optional

import typer

from piilint.cli.common import Common, reads_a_program
from piilint.cli.console import put, wants_color, wants_progress
from piilint.cli.exit_codes import told_to_the_user
from piilint.cli.progress import progress_bar
from piilint.terms.errors import UserError


@reads_a_program
def suppressions(
    paths: Annotated[
        Optional[list[str]],  # noqa: UP045 - typer reads it on Python 3.10
        typer.Argument(metavar="[PATHS]...", show_default=False, help="Files and folders, as with check."),
    ] = None,
    *,
    common: Common,
    output_format: Annotated[
        str, typer.Option("--output-format", metavar="text|json|csv", help="How they are listed.")
    ] = "text",
) -> None:
    """List all comments that suppress findings: what each excuses, until when, why, and what is wrong with it."""
    with told_to_the_user(common.verbose):
        from piilint.report.suppressions import LEDGER_FORMATS
        from piilint.terms.spelling import did_you_mean, listed

        if output_format not in LEDGER_FORMATS:
            hint = did_you_mean(output_format, LEDGER_FORMATS)
            raise UserError(f'--output-format: "{output_format}" is not {listed(LEDGER_FORMATS)}{hint}')
        settings = common.settings(paths[0] if paths else None)
        from piilint import questions

        with progress_bar(wants_progress() and not common.quiet) as progress:
            entries = questions.suppressions(paths or (), settings, progress)
        put(LEDGER_FORMATS[output_format](entries, wants_color(sys.stdout)))
