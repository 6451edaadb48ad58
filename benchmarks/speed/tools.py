"""The commands that are compared, and how each is made ready."""

from __future__ import annotations

import subprocess
import sys
import venv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
PIILINT = str(Path(sys.executable).with_name("piilint"))
_QUIET = ("--isolated", "--exit-zero", "--output-format", "json")


@dataclass(frozen=True, slots=True)
class Tool:
    """`command` gets the tree and a folder of its own for caches; `good` are exit codes of a run that worked."""

    name: str
    command: Callable[[Path, Path], list[str]]
    good: tuple[int, ...] = (0,)


def piilint(jobs: int) -> Tool:
    """A cold run: nothing is kept from one to the next."""
    return Tool(
        f"piilint, {jobs} job{'s' * (jobs > 1)}",
        lambda tree, _: [PIILINT, "check", str(tree), "--no-cache", "--jobs", str(jobs), *_QUIET],
    )


def piilint_again() -> Tool:
    """A run that finds what the one before has kept."""
    return Tool(
        "piilint, again",
        lambda tree, own: [PIILINT, "check", str(tree), "--cache-dir", str(own / "cache"), "--jobs", "2", *_QUIET],
    )


def semgrep(work: Path) -> Tool | None:
    """Semgrep's taint mode with rules for the same kinds of sources and sinks."""
    python = _installed(work, "semgrep", "semgrep")
    rules = str(HERE / "semgrep.yml")
    if python is None:
        return None
    return Tool(
        "semgrep, taint mode",
        lambda tree, _: [
            str(python.with_name("semgrep")), "scan", "--metrics=off", "--disable-version-check", "--no-git-ignore",
            "--jobs", "2", "--json", "--config", rules, str(tree),
        ],
    )  # fmt: skip


def bandit(work: Path) -> Tool | None:
    """Bandit: patterns in one file at a time, no flow."""
    python = _installed(work, "bandit", "bandit")
    if python is None:
        return None
    return Tool(
        "bandit", lambda tree, _: [str(python.with_name("bandit")), "-q", "-r", "-f", "json", str(tree)], good=(0, 1)
    )


def pysa(work: Path) -> Tool | None:
    """Pysa with models for the same kinds of sources and sinks."""
    python = _installed(work, "pysa", "pyre-check==0.10.0")
    if python is None:
        return None

    def command(tree: Path, own: Path) -> list[str]:
        models = own / "models"
        models.mkdir(parents=True, exist_ok=True)
        for model in (HERE / "pysa").iterdir():
            (models / model.name).write_bytes(model.read_bytes())
        return [
            str(python.with_name("pyre")), "--noninteractive", "--source-directory", str(tree),
            "--dot-pyre-directory", str(own / "pyre"), "analyze", "--pyrefly-binary", str(python.with_name("pyrefly")),
            "--no-verify", "--taint-models-path", str(models),
        ]  # fmt: skip

    return Tool("pysa", command)


def _installed(work: Path, name: str, *packages: str) -> Path | None:
    """The Python of a virtual environment with these packages; None, and a line that says so, where pip fails."""
    folder = work / "tools" / name
    python = folder / "bin" / "python"
    ready = folder / "ready"
    if ready.exists():
        return python
    venv.create(folder, with_pip=True, clear=True)
    done = subprocess.run(
        [str(python), "-m", "pip", "install", "--quiet", *packages], capture_output=True, text=True, check=False
    )
    if done.returncode:
        print(f"not to be had: {' '.join(packages)}: {done.stderr.strip().splitlines()[-1:]}", file=sys.stderr)
        return None
    ready.touch()
    return python
