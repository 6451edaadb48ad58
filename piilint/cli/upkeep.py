"""`piilint schema`, `piilint clean` and `piilint dump`: for editors, for who keeps piilint running or works on it."""

from __future__ import annotations

from typing import Annotated

import typer

from piilint.cli import options
from piilint.cli.console import put, tell
from piilint.cli.exit_codes import told_to_the_user
from piilint.terms.config import Config
from piilint.terms.errors import UserError


def schema(
    what: Annotated[str, typer.Argument(metavar="rules|config|report", help="Of rule files, settings, or the JSON.")],
) -> None:
    """Print a JSON Schema, by which editors complete and check."""
    with told_to_the_user():
        import json

        from piilint.config import config_schema
        from piilint.report.json_schema import report_schema
        from piilint.rulebook import rules_schema
        from piilint.terms.spelling import did_you_mean, listed

        schemas = {"rules": rules_schema, "config": config_schema, "report": report_schema}
        if what not in schemas:
            raise UserError(f'schema: "{what}" is not {listed(schemas)}{did_you_mean(what, schemas)}')
        put(json.dumps(schemas[what](), indent=2) + "\n")


def clean(
    cache_dir: options.CacheDir = None,
    config: options.ConfigFile = None,
    isolated: options.Isolated = False,
) -> None:
    """Remove what piilint keeps between runs."""
    with told_to_the_user():
        from piilint import store

        folder = options.config_of(None, config=config, isolated=isolated, cache_dir=cache_dir).cache_dir
        try:
            removed = folder is not None and store.clean(folder)
        except OSError as error:
            raise UserError(f"{folder}: cannot be removed: {error.strerror or error}") from None
        tell(f"removed {folder}" if removed else f"nothing to remove: {folder}")


def dump(path: Annotated[str, typer.Argument(metavar="FILE", help="A file that piilint reads.")]) -> None:
    """Print what a file is lowered to."""
    with told_to_the_user(verbose=1):
        from piilint.ir.dump import dump_module
        from piilint.pipeline import lowered

        for module in lowered(path, Config(cache_dir=None)):
            put(dump_module(module))
