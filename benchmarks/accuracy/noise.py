"""What is said of libraries that have nothing to do with people: all of it is noise."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from piilint import check
from piilint.config import load_config

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
    """Findings at medium confidence or above in so many lines of Python."""

    wheel: str
    lines: int
    findings: tuple[str, ...]


def noises(work: Path) -> Iterator[Noise]:
    """One for each wheel that is to be had; downloads and unpacks it below `work`."""
    for name, version in WHEELS.items():
        folder = work / "wheels" / name
        if folder.is_dir() or _unpack(f"{name}=={version}", folder):
            yield _noise_of(name, folder)


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


def _noise_of(name: str, folder: Path) -> Noise:
    lines = sum(path.read_bytes().count(b"\n") for path in folder.rglob("*.py"))
    config = load_config(str(folder), explicit=None, isolated=True, overrides={"cache_dir": None})
    findings = check([str(folder)], config).findings
    return Noise(name, lines, tuple(f"{one.sink.place}: {one.rule} {one.message} [{one.evidence}]" for one in findings))
