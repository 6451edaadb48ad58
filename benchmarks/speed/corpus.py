"""The applications that are measured: pinned releases from PyPI, of which only what piilint reads is unpacked."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

PINS = {
    "django-helpdesk": "2.6.1",
    "label-studio": "1.23.2",
    "doccano": "1.8.4",
    "pretix": "2026.8.0",
    "indico": "3.3.14",
    "django-oscar": "4.2.1",
    "django-crm": "1.35.0",
    "weblate": "2026.10.1",
    "ckan": "2.12.0",
    "apache-superset": "6.1.0",
    "netbox": "4.7.3",
    "mayan-edms": "4.12.2",
    "kolibri": "0.19.5",
    "matrix-synapse": "1.163.2",
    "trytond": "8.2.1",
    "argilla": "2.8.0",
}

SMALL = ("pretix",)
"""The tree of some 200 thousand lines on which every tool runs."""

_KEPT = (".py", ".pyi", ".ipynb", ".html", ".htm", ".jinja", ".jinja2", ".j2", ".sql", ".toml")
_SKIPPED = frozenset({"node_modules"})


def unpack(names: Iterator[str] | tuple[str, ...], work: Path) -> list[str]:
    """Downloads and unpacks these applications below `work`, each once; the names of those that are to be had."""
    return [name for name in names if _one(name, work)]


def _one(name: str, work: Path) -> bool:
    target = work / "apps" / name
    if target.is_dir():
        return True
    archives = work / "archives" / name
    if not archives.is_dir() and not _download(f"{name}=={PINS[name]}", archives):
        print(f"not to be had: {name}=={PINS[name]}", file=sys.stderr)
        return False
    unfinished = target.with_suffix(".unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    (archive,) = archives.iterdir()
    for path, content in _texts(archive):
        place = unfinished / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    unfinished.rename(target)
    return True


def _download(pin: str, folder: Path) -> bool:
    # what is measured is read, not run: it may ask for another Python
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--ignore-requires-python"]
    pip += ["--dest", str(folder)]
    wheel = [*pip, "--only-binary", ":all:", pin]
    source = [*pip, "--no-binary", ":all:", "--no-build-isolation", pin]
    for command in (wheel, source):
        if subprocess.run(command, capture_output=True, check=False).returncode == 0:
            return True
    shutil.rmtree(folder, ignore_errors=True)
    return False


def _texts(archive: Path) -> Iterator[tuple[str, bytes]]:
    """The path and content of each member that piilint reads."""
    if archive.suffix in (".whl", ".zip"):
        with zipfile.ZipFile(archive) as wheel:
            for name in wheel.namelist():
                if _is_kept(name):
                    yield name, wheel.read(name)
        return
    with tarfile.open(archive) as tar:
        for member in tar:
            content = tar.extractfile(member) if member.isfile() and _is_kept(member.name) else None
            if content is not None:
                yield member.name, content.read()


def _is_kept(name: str) -> bool:
    parts = name.split("/")
    return name.endswith(_KEPT) and ".." not in parts and not name.startswith("/") and not _SKIPPED & set(parts)


def lay(names: list[str], tree: Path) -> Path:
    """A folder that holds copies of these applications side by side."""
    for name in names:
        if not (tree / name).is_dir():
            shutil.copytree(tree.parent.parent / "apps" / name, tree / name)
    return tree


def python_lines(tree: Path) -> int:
    """Lines of Python below a folder."""
    return sum(path.read_bytes().count(b"\n") for path in tree.rglob("*.py") if path.is_file())
