"""How a command ends: 0 nothing found, 1 findings, 2 the work could not be done, 130 interrupted."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import typer

from piilint.cli.console import tell
from piilint.terms.errors import UserError
from piilint.terms.finding import Finding
from piilint.terms.grades import Severity

CLEAN = 0
FINDINGS = 1
TROUBLE = 2
INTERRUPTED = 130


def exit_code(findings: tuple[Finding, ...], fail_on: Severity, exit_zero: bool) -> int:
    """1 where a finding that nobody suppressed is at least that severe."""
    bad = any(finding.suppressed is None and finding.severity.rank >= fail_on.rank for finding in findings)
    return FINDINGS if bad and not exit_zero else CLEAN


@contextmanager
def told_to_the_user(verbose: int = 0) -> Iterator[None]:
    """Turns every failure into words on stderr and an exit code: never a traceback that nobody asked for."""
    try:
        yield
    except typer.Exit:
        raise
    except UserError as error:
        for message in error.messages:
            tell(f"error: {message}")
        raise typer.Exit(TROUBLE) from None
    except KeyboardInterrupt:
        tell("interrupted")
        raise typer.Exit(INTERRUPTED) from None
    except BrokenPipeError:
        # the reader of our output has gone; what Python would still flush at its end goes nowhere
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(TROUBLE) from None
    except Exception as error:
        _tell_crash(error, verbose)
        raise typer.Exit(TROUBLE) from None


def _tell_crash(error: Exception, verbose: int) -> None:
    frames = traceback.extract_tb(error.__traceback__)
    where = f" in {Path(frames[-1].filename).name}, line {frames[-1].lineno}" if frames else ""
    if verbose:
        tell("".join(traceback.format_exception(error)).rstrip())
    tell(f"error: piilint crashed: {type(error).__name__}: {error}{where}")
    tell("This is a bug in piilint, not in your code. Please report it" + ("." if verbose else ", with what -v tells."))
