"""`piilint clean` and `piilint dump`: for who keeps piilint running, and for who works on it."""

from __future__ import annotations

from typing import Annotated

import typer

from piilint.cli import options
from piilint.cli.console import put, tell
from piilint.cli.exit_codes import told_to_the_user
from piilint.terms.config import Config
from piilint.terms.errors import UserError


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
