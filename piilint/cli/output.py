"""Where reports go: stdout or files. That a format exists and a file can be written is told before any work."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from piilint.cli.console import put, wants_color
from piilint.terms.errors import UserError
from piilint.terms.finding import Report

if TYPE_CHECKING:
    from piilint.report import RenderOptions

FORMATS = "full|concise|json|jsonl|sarif|github|gitlab|gitlab-sast|junit|rdjson|markdown|html"
"""As help shows them: the renderers themselves are imported when a command runs."""


@dataclass(frozen=True, slots=True)
class Target:
    """One format and the file that it goes to; None is stdout. `option` is what the user said it with."""

    format: str
    path: str | None
    option: str


def targets(output_format: str, output_file: str | None, reports: Sequence[str]) -> tuple[Target, ...]:
    """All that a run writes. Raises UserError at once for what would else fail after all the work."""
    found = (Target(output_format, output_file, "--output-file"), *(_target(written) for written in reports))
    _refuse_formats(found)
    for target in found:
        if target.path is not None:
            _refuse_file(target.path, target.option)
    paths = [str(Path(target.path).absolute()) for target in found if target.path is not None]
    for path in paths:
        if paths.count(path) > 1:
            raise UserError(f"--report: {path} would be written twice; name a file for each format")
    return found


def write(report: Report, to: Sequence[Target], look: RenderOptions) -> None:
    """Makes all reports, then writes them: files first, so that what is on stdout is also in them."""
    from piilint.report import render

    texts = [
        (target, render(report, target.format, replace(look, color=target.path is None and wants_color(sys.stdout))))
        for target in to
    ]
    for target, text in texts:
        if target.path is not None:
            _write(target, text)
    for target, text in texts:
        if target.path is None:
            put(text)


def wants_suppressed(to: Sequence[Target]) -> bool:
    """Whether some format shows suppressed findings in any case."""
    from piilint.report import WHOLE

    return any(target.format in WHOLE for target in to)


def files(to: Sequence[Target]) -> list[str]:
    """The files that reports go to."""
    return [target.path for target in to if target.path is not None]


def _target(written: str) -> Target:
    name, equals, path = written.partition("=")
    if not equals or not name or not path:
        raise UserError(f'--report: "{written}" is not FORMAT=PATH; write it as sarif=piilint.sarif')
    return Target(name, path, "--report")


def _refuse_formats(found: Sequence[Target]) -> None:
    from piilint.report import RENDERERS
    from piilint.terms.spelling import did_you_mean, listed

    for number, target in enumerate(found):
        if target.format not in RENDERERS:
            option = target.option if number else "--output-format"
            hint = did_you_mean(target.format, RENDERERS)
            raise UserError(f'{option}: "{target.format}" is not {listed(RENDERERS)}{hint}')


def _refuse_file(path: str, option: str) -> None:
    if not Path(path).parent.is_dir():
        raise UserError(f"{option}: no such folder: {Path(path).parent}")
    if Path(path).is_dir():
        raise UserError(f"{option}: {path} is a folder; name a file in it")


def _write(target: Target, text: str) -> None:
    path = target.path or ""
    try:
        Path(path).write_text(text, encoding="utf-8", errors="backslashreplace", newline="\n")
    except OSError as error:
        raise UserError(f"{target.option}: {path} cannot be written: {error.strerror or error}") from None
