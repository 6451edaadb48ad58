"""`piilint init`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Optional

import typer

from piilint.cli.common import Common, reads_a_program
from piilint.cli.console import put, tell, wants_progress
from piilint.cli.exit_codes import told_to_the_user
from piilint.cli.progress import progress_bar
from piilint.terms.errors import UserError


@reads_a_program
def init(
    paths: Annotated[
        Optional[list[str]],  # noqa: UP045 - typer reads it on Python 3.10
        typer.Argument(metavar="[PATHS]...", show_default=False, help="Files and folders, as with check."),
    ] = None,
    *,
    common: Common,
    yes: Annotated[bool, typer.Option("--yes", help="Write the files without asking.")] = False,
) -> None:
    """Propose settings and rules from what is found in the code: data, masks, guards, audits, unknown sinks.

    Prints them. Writes piilint.toml and privacy.toml only where you say so, and never over a file.
    """
    with told_to_the_user(common.verbose):
        from piilint.report.proposal import RULES, SETTINGS, proposed_rules, proposed_settings, summary_lines

        settings = common.settings(paths[0] if paths else None)
        there = _there((SETTINGS, RULES))
        if yes and there:
            raise UserError(f"{there}: there already; nothing is written. `piilint init` prints what it would propose")
        from piilint import questions

        with progress_bar(wants_progress() and not common.quiet) as progress:
            proposal = questions.init(paths or (), settings, progress)
        files = {SETTINGS: proposed_settings(proposal), RULES: proposed_rules(proposal)}
        put("\n".join(f"# ===== {name} =====\n{text}" for name, text in files.items()))
        for line in summary_lines(proposal):
            tell(line)
        if there:
            tell(f"{there}: there already; nothing is written")
        elif yes or _agreed(files):
            _write(files)
        else:
            tell("nothing is written; `piilint init --yes` writes both files")


def _there(names: tuple[str, ...]) -> str | None:
    """What a file of these names would be written over, or would say a second time."""
    from piilint.config.locate import OWN_FILE, locate

    found = locate(None, None)
    if found is not None and found.shown != OWN_FILE:
        return f"{found.shown}: piilint's settings are"
    return next((name for name in names if Path(name).exists()), None)


def _agreed(files: dict[str, str]) -> bool:
    """Whether somebody sits there and says yes."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return False
    return typer.confirm(f"Write {' and '.join(files)}?", default=False, err=True)


def _write(files: dict[str, str]) -> None:
    for name, text in files.items():
        try:
            with Path(name).open("x", encoding="utf-8", newline="\n") as file:
                file.write(text)
        except OSError as error:
            raise UserError(f"{name} cannot be written: {error.strerror or error}") from None
        tell(f"wrote {name}")
    tell("next: read them, then `piilint check`; `piilint baseline write` puts off what is there today")
