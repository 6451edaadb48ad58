"""The commands."""

from __future__ import annotations

from typing import Annotated

import typer

from piilint.cli.baseline import baseline
from piilint.cli.check import check
from piilint.cli.console import put
from piilint.cli.explain import explain
from piilint.cli.graph import graph
from piilint.cli.init import init
from piilint.cli.rules import rules_app
from piilint.cli.screens import screens
from piilint.cli.suppressions import suppressions
from piilint.cli.upkeep import clean, dump, schema

app = typer.Typer(
    name="piilint",
    help="Finds personal data that reaches people's eyes. Works offline, and never runs or imports your code.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command()(check)
app.add_typer(rules_app, name="rules")
app.command()(explain)
app.command()(graph)
app.command()(screens)
app.command()(suppressions)
app.command()(baseline)
app.command()(init)
app.command()(schema)
app.command()(clean)
app.command(hidden=True)(dump)


def _show_version(wanted: bool) -> None:
    if wanted:
        from piilint import __version__

        put(f"piilint {__version__}\n")
        raise typer.Exit


@app.callback()
def piilint(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Finds personal data that reaches people's eyes. Works offline, and never runs or imports your code."""
