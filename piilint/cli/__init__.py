"""The command line: arguments -> Config -> pipeline -> printed report -> exit code.

`app.py` lists the commands. What a command needs is imported when it runs, so that `--help` and `--version` are quick.
"""

from __future__ import annotations

import sys


def main() -> None:
    """Runs piilint with the arguments of the process, and ends it."""
    try:
        from piilint.cli.app import app

        app(prog_name="piilint")
    except KeyboardInterrupt:
        sys.exit(130)
