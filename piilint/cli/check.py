"""`piilint check`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from piilint.cli import options
from piilint.cli.console import put, wants_color, wants_progress, width
from piilint.cli.exit_codes import exit_code, told_to_the_user
from piilint.cli.progress import progress_bar
from piilint.cli.summary import tell_counts
from piilint.terms.errors import UserError
from piilint.terms.finding import Report

if TYPE_CHECKING:
    from piilint.report import RenderOptions
    from piilint.terms.rulebook import Rulebook


def check(
    paths: Annotated[
        Optional[list[str]],  # noqa: UP045 - typer reads it on Python 3.10
        typer.Argument(metavar="[PATHS]...", show_default=False, help="Files and folders: the program.  [default: .]"),
    ] = None,
    rules: options.Rules = None,
    no_default_rules: options.NoDefaultRules = False,
    select: options.Select = None,
    ignore: options.Ignore = None,
    fail_on: options.FailOn = None,
    min_confidence: options.MinConfidence = None,
    output_format: Annotated[
        str, typer.Option("--output-format", metavar="full|concise|json|sarif", help="How findings are written.")
    ] = "full",
    output_file: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--output-file", metavar="FILE", help="Write them there instead of to stdout."),
    ] = None,
    exit_zero: Annotated[bool, typer.Option("--exit-zero", help="Exit with 0 where there are findings.")] = False,
    show_suppressed: Annotated[
        bool, typer.Option("--show-suppressed", help="Show suppressed findings too; they never count.")
    ] = False,
    statistics: Annotated[bool, typer.Option("--statistics", help="Count findings by rule, data and sink.")] = False,
    jobs: options.Jobs = None,
    cache_dir: options.CacheDir = None,
    no_cache: options.NoCache = False,
    config: options.ConfigFile = None,
    isolated: options.Isolated = False,
    max_unreadable: options.MaxUnreadable = None,
    today: options.Today = None,
    quiet: options.Quiet = False,
    verbose: options.Verbose = 0,
) -> None:
    """Find personal data that reaches a place where people can see it.

    Exits with 0 where no finding is at or above --fail-on, 1 where some are, 2 where the work could not be done.
    """
    with told_to_the_user(verbose):
        _refuse_output(output_format, output_file)
        settings = options.config_of(
            paths[0] if paths else None,
            config=config,
            isolated=isolated,
            no_cache=no_cache,
            cache_dir=cache_dir,
            today=today,
            rules=rules,
            default_rules=False if no_default_rules else None,
            select=options.split(select),
            ignore=options.split(ignore),
            fail_on=fail_on,
            min_confidence=min_confidence,
            jobs=jobs,
            max_unreadable=max_unreadable,
            show_suppressed=show_suppressed or None,
        )
        from piilint import pipeline

        rulebook = pipeline.rules(settings)
        with progress_bar(wants_progress() and not quiet) as progress:
            report = pipeline.check(paths or (), settings, progress, rulebook)
        look = _look(rulebook, output_file, statistics, verbose, show_suppressed)
        _write(report, output_format, output_file, look)
        if not quiet:
            tell_counts(report, output_file)
        raise typer.Exit(exit_code(report.findings, settings.fail_on, exit_zero))


def _refuse_output(output_format: str, output_file: str | None) -> None:
    """Raises UserError at once for what would else fail after all the work."""
    from piilint.report import RENDERERS
    from piilint.terms.spelling import did_you_mean, listed

    if output_format not in RENDERERS:
        hint = did_you_mean(output_format, RENDERERS)
        raise UserError(f'--output-format: "{output_format}" is not {listed(RENDERERS)}{hint}')
    if output_file is not None and not Path(output_file).parent.is_dir():
        raise UserError(f"--output-file: no such folder: {Path(output_file).parent}")
    if output_file is not None and Path(output_file).is_dir():
        raise UserError(f"--output-file: {output_file} is a folder; name a file in it")


def _look(
    rulebook: Rulebook, output_file: str | None, statistics: bool, verbose: int, show_suppressed: bool
) -> RenderOptions:
    from piilint.report import RenderOptions

    return RenderOptions(
        color=output_file is None and wants_color(sys.stdout),
        width=width(),
        verbose=verbose,
        show_suppressed=show_suppressed,
        rules=rulebook,
        statistics=statistics,
    )


def _write(report: Report, output_format: str, output_file: str | None, look: RenderOptions) -> None:
    from piilint.report import render

    text = render(report, output_format, look)
    if output_file is None:
        put(text)
        return
    try:
        Path(output_file).write_text(text, encoding="utf-8", errors="backslashreplace", newline="\n")
    except OSError as error:
        raise UserError(f"--output-file: {output_file} cannot be written: {error.strerror or error}") from None
