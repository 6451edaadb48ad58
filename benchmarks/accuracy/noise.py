"""What is said of libraries that have nothing to do with people: all of it is noise."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

WHEELS = {
    "mypy": "1.18.2",
    "libcst": "1.8.5",
    "httpx": "0.28.1",
    "attrs": "25.3.0",
    "networkx": "3.5",
    "sympy": "1.14.0",
    "scikit-learn": "1.7.2",
    "setuptools": "80.9.0",
    "pip": "25.2",
    "black": "25.9.0",
    "poetry-core": "2.2.1",
    "pygments": "2.19.2",
}


@dataclass(frozen=True, slots=True)
class Noise:
    """Findings at medium confidence or above in so many lines of Python; None where the CPU time was up."""

    wheel: str
    lines: int
    findings: tuple[str, ...] | None


def noises(work: Path, seconds: int, wheels: Iterable[str] = ()) -> Iterator[Noise]:
    """One for each wheel that is to be had, of all or of those named; downloads and unpacks it below `work`."""
    for name in wheels or WHEELS:
        folder = work / "wheels" / name
        if folder.is_dir() or _unpack(f"{name}=={WHEELS[name]}", folder):
            yield _noise_of(name, folder, seconds)


def _unpack(pin: str, folder: Path) -> bool:
    archives = folder.with_suffix(".download")
    command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--only-binary", ":all:", "-d"]
    # another release says as much about noise as the pinned one
    for wanted in (pin, pin.partition("==")[0]):
        if subprocess.run([*command, str(archives), wanted], capture_output=True, check=False).returncode == 0:
            (wheel,) = archives.glob("*.whl")
            with zipfile.ZipFile(wheel) as archive:
                archive.extractall(folder)
            return True
    print(f"not to be had: {pin}", file=sys.stderr)
    return False


def _noise_of(name: str, folder: Path, seconds: int) -> Noise:
    lines = sum(path.read_bytes().count(b"\n") for path in folder.rglob("*.py"))
    command = [sys.executable, "-m", "piilint", "check", ".", "--isolated", "--no-cache", "--jobs", "1"]
    limit = partial(resource.setrlimit, resource.RLIMIT_CPU, (seconds, seconds))
    done = subprocess.run(
        [*command, "--exit-zero", "--output-format", "json"],
        capture_output=True,
        check=False,
        preexec_fn=limit,
        cwd=folder,
    )
    if done.returncode < 0:
        return Noise(name, lines, None)
    done.check_returncode()
    return Noise(name, lines, tuple(map(_told, json.loads(done.stdout)["findings"])))


def _told(finding: dict[str, dict[str, object]]) -> str:
    sink = finding["sink"]
    return f"{sink['path']}:{sink['line']}: {finding['rule']} {finding['message']} [{finding['evidence']}]"
