"""What a user types most often starts fast: nothing heavy is imported that is not used."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = {"libcst", "networkx", "jinja2", "msgspec", "rich", "sqlite3", "pathspec"}

PROGRAM = """
import sys
sys.argv = ["piilint", *{arguments}]
try:
    from piilint.cli import main
    main()
except SystemExit as end:
    assert not end.code, end.code
print("imported:", *sorted(name for name in sys.modules if "." not in name))
"""


def imported(*arguments: str) -> set[str]:
    program = PROGRAM.format(arguments=arguments)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return set(done.stdout.splitlines()[-1].split()[1:])


@pytest.mark.parametrize("arguments", [("--version",), ("--help",), ("check", "--help")])
def test_help_and_version_import_nothing_heavy(arguments: tuple[str, ...]) -> None:
    assert imported(*arguments) & HEAVY == set()


def test_explain_imports_no_parser_and_no_graph() -> None:
    assert imported("explain", "PII101") & {"libcst", "networkx", "jinja2", "rich", "sqlite3"} == set()


def test_importing_piilint_costs_nothing() -> None:
    program = "import sys, piilint; print(*sorted(name for name in sys.modules if name.startswith('piilint')))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["piilint"]
