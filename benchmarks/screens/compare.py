"""The framework's list beside the table of screens."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.screens.applications import Application, Installed

LISTING = Path(__file__).with_name("listing.py")
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Compared:
    """One application: its routes, those whose view is its own code, and of these the ones without a row."""

    name: str
    listed: int
    own: int
    missing: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def share(self) -> float:
        """The part of the own routes that has a row."""
        return 1 - len(self.missing) / max(self.own, 1)


def compared(application: Application, there: Installed, work: Path) -> Compared:
    """Lists the routes of an installed application and looks for each in the table of screens."""
    routes = listed(application, there, work / application.name)
    rows = table(there)
    folder = f"{there.package.resolve()}{os.sep}"
    own = [one for one in routes if one["file"] and str(Path(one["file"]).resolve()).startswith(folder)]
    root = there.root.resolve()
    missing = [one for one in own if not has_row(one, rows, root)]
    told = tuple(f"{one['route']} ({Path(one['file']).resolve().relative_to(root)}: {one['name']})" for one in missing)
    return Compared(application.name, len(routes), len(own), told, tuple(rows))


def listed(application: Application, there: Installed, home: Path) -> list[dict[str, Any]]:
    """What the application's framework lists; a registered admin class once."""
    folder = home / "run"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "data").mkdir(exist_ok=True)
    for name, text in application.files.items():
        (folder / name).write_text(text, encoding="utf-8")
    paths = os.pathsep.join((str(folder), str(there.root)))
    environment = {**os.environ, **application.environment, "PYTHONPATH": paths}
    command = [str(there.python), str(LISTING), *application.listing]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{application.name}: its routes cannot be listed:\n{done.stderr[-2000:]}")
    told = (line.removeprefix("ROUTE ") for line in done.stdout.splitlines() if line.startswith("ROUTE "))
    return [json.loads(line) for line in dict.fromkeys(told)]


def table(there: Installed) -> list[Row]:
    """The table of screens of the package, its paths seen from the root of its imports."""
    target = "." if there.root == there.package else there.package.name
    command = [
        sys.executable,
        "-m",
        "piilint",
        "screens",
        target,
        "--isolated",
        "--output-format",
        "json",
        "--jobs",
        "1",
    ]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run(command, cwd=there.root, env=environment, capture_output=True, text=True, check=True)
    rows: list[Row] = json.loads(done.stdout)["screens"]
    return rows


def has_row(route: Mapping[str, Any], rows: Sequence[Row], root: Path) -> bool:
    """Whether the view has a row: by its file and name, a function without a name by its lines."""
    path = str(Path(route["file"]).resolve().relative_to(root))
    name = str(route["name"])
    for row in rows:
        if row["path"] != path:
            continue
        if name.endswith("<lambda>"):
            if "<lambda>" in row["screen"] and route["line"] <= row["line"] <= route["last"]:
                return True
        elif row["screen"] == name or row["screen"].startswith(f"{name}."):
            return True
    return False
