"""`piilint explain RULE` and `piilint explain FILE:LINE`."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Annotated, Optional

import typer

from piilint.cli.common import Common, reads_a_program
from piilint.cli.console import put, wants_color, wants_progress, width
from piilint.cli.exit_codes import told_to_the_user
from piilint.cli.progress import progress_bar
from piilint.terms.errors import UserError

_SPOT = re.compile(r"(?P<path>.+?)(?::(?:cell )?(?P<cell>\d+))?:(?P<line>\d+)")


@reads_a_program
def explain(
    what: Annotated[str, typer.Argument(metavar="RULE|FILE:LINE", help="A rule's id or name, or a line of code.")],
    paths: Annotated[
        Optional[list[str]],  # noqa: UP045 - typer reads it on Python 3.10
        typer.Argument(metavar="[PATHS]...", show_default=False, help="The program, as with check."),
    ] = None,
    *,
    output_format: Annotated[
        str, typer.Option("--output-format", metavar="text|json", help="How it is written.")
    ] = "text",
    common: Common,
) -> None:
    """Explain a rule: what it forbids, why, and what to do instead.

    Or a line of code, in a notebook FILE:CELL:LINE: what is personal there and why, where it comes from, where it goes
    and what it breaks there, and where and why it goes no further.
    """
    with told_to_the_user(common.verbose):
        if output_format not in ("text", "json"):
            raise UserError(f'--output-format: "{output_format}" is not text or json')
        spot = _SPOT.fullmatch(what)
        if spot is not None:
            _explain_line(spot, paths or [], output_format, common)
        elif Path(what).suffix in (".py", ".ipynb", ".html", ".pyi") or Path(what).is_file():
            raise UserError(f"{what}: which line of it? Write {what}:12")
        else:
            _explain_rule(what, output_format, common)


def _explain_line(found: re.Match[str], paths: list[str], output_format: str, common: Common) -> None:
    from piilint import questions
    from piilint.discover import as_reported, no_such_path
    from piilint.report.explanation import EXPLANATION_FORMATS
    from piilint.terms.watched import Spot

    path, cell = found["path"], found["cell"]
    if not Path(path).is_file():
        raise UserError(f"{path} is a folder" if Path(path).is_dir() else no_such_path(path))
    spot = Spot(as_reported(path), int(found["line"]), None if cell is None else int(cell))
    settings = common.settings(paths[0] if paths else None)
    with progress_bar(wants_progress() and not common.quiet) as progress:
        told = questions.explain(paths, settings, spot, progress)
    put(EXPLANATION_FORMATS[output_format](told, wants_color(sys.stdout), width()))


def _explain_rule(name: str, output_format: str, common: Common) -> None:
    from piilint.report.rules import explanation, rule_as_json
    from piilint.rulebook import load_rulebook, rule_named, rules_like

    settings = common.settings(None)
    rulebook = load_rulebook(settings.rules, use_defaults=settings.default_rules)
    rule = rule_named(rulebook, name)
    if rule is None:
        near = ", ".join(f"{like.id} ({like.name})" for like in rules_like(rulebook, name))
        hint = f"; did you mean {near}?" if near else "; `piilint rules list` shows all"
        raise UserError(f'no rule has the id or name "{name}"{hint}')
    if output_format == "json":
        put(rule_as_json(rule))
    else:
        put(explanation(rule, rulebook, wants_color(sys.stdout), width()))
