"""`piilint check`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Optional

import typer

from piilint.cli import options, output
from piilint.cli.common import Judging, reads_a_program
from piilint.cli.console import wants_progress, width
from piilint.cli.exit_codes import exit_code, told_to_the_user
from piilint.cli.progress import progress_bar
from piilint.cli.summary import tell_counts
from piilint.terms.config import Config

if TYPE_CHECKING:
    from piilint.report import RenderOptions
    from piilint.terms.rulebook import Rulebook


@reads_a_program
def check(
    paths: Annotated[
        Optional[list[str]],  # noqa: UP045 - typer reads it on Python 3.10
        typer.Argument(metavar="[PATHS]...", show_default=False, help="Files and folders: the program.  [default: .]"),
    ] = None,
    *,
    common: Judging,
    fail_on: options.FailOn = None,
    output_format: Annotated[
        str, typer.Option("--output-format", metavar=output.FORMATS, help="How findings are written.")
    ] = "full",
    output_file: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--output-file", metavar="FILE", help="Write them there instead of to stdout."),
    ] = None,
    report_to: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Option("--report", metavar="FORMAT=PATH", help="Write one more report to a file; repeatable."),
    ] = None,
    exit_zero: Annotated[bool, typer.Option("--exit-zero", help="Exit with 0 where there are findings.")] = False,
    show_suppressed: Annotated[
        bool, typer.Option("--show-suppressed", help="Show suppressed findings too; they never count.")
    ] = False,
    baseline: options.BaselineFile = None,
    diff: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--diff", metavar="REV", help="Only what the merge base of REV and HEAD does not have."),
    ] = None,
    locked: Annotated[
        bool, typer.Option("--locked", help="Fail where a screen has grown beyond piilint-screens.toml.")
    ] = False,
    statistics: Annotated[bool, typer.Option("--statistics", help="Count findings by rule, data and sink.")] = False,
) -> None:
    """Find personal data that reaches a place where people can see it.

    Exits with 0 where no finding is at or above --fail-on, 1 where some are, 2 where the work could not be done.
    """
    with told_to_the_user(common.verbose):
        to = output.targets(output_format, output_file, report_to or ())
        settings = common.settings(
            paths[0] if paths else None,
            fail_on=fail_on,
            baseline=baseline,
            diff=diff,
            locked=locked or None,
            show_suppressed=show_suppressed or output.wants_suppressed(to) or None,
        )
        from piilint import pipeline

        rulebook = pipeline.rules(settings)
        with progress_bar(wants_progress() and not common.quiet) as progress:
            report = pipeline.check(paths or (), settings, progress, rulebook)
        output.write(report, to, _look(rulebook, settings, statistics, common.verbose, show_suppressed))
        if not common.quiet:
            tell_counts(report, output.files(to))
        raise typer.Exit(exit_code(report.findings, settings.fail_on, exit_zero))


def _look(rulebook: Rulebook, settings: Config, statistics: bool, verbose: int, show_suppressed: bool) -> RenderOptions:
    from piilint.report import RenderOptions

    return RenderOptions(
        width=width(),
        verbose=verbose,
        show_suppressed=show_suppressed,
        rules=rulebook,
        statistics=statistics,
        today=settings.today,
    )
