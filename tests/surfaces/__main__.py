"""`python -m tests.surfaces [NAME ...]`: writes the surface of the frameworks named, else of all, one after another."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

from tests.surfaces.description import FOLDER, Description, descriptions

PROBE = Path(__file__).with_name("probe.py")
_VERSIONS = """
import sys
from importlib.metadata import version
for name in sys.argv[1:]:
    print(f"# {name} {version(name)}")
"""


def surface(description: Description) -> str:
    """The text of `NAME.surface.txt`. The virtual environment is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="surface-") as folder:
        home = Path(folder) / "venv"
        venv.create(home, with_pip=bool(description.install))
        python = str(home / "bin" / "python")
        if description.install:
            subprocess.run(
                [
                    python,
                    "-m",
                    "pip",
                    "install",
                    "--quiet",
                    "--disable-pip-version-check",
                    "--no-cache-dir",
                    *description.install,
                ],
                check=True,
                stderr=subprocess.PIPE,
                text=True,
            )
        names = [match[0] for one in description.install if (match := re.match(r"[\w.-]+", one))]
        heads = subprocess.run([python, "-c", _VERSIONS, *names], check=True, capture_output=True, text=True).stdout
        if not names:
            heads = f"# Python {sys.version_info.major}.{sys.version_info.minor}\n"
        wanted = json.dumps({"setup": description.setup, **description.probe})
        found = subprocess.run(
            [python, str(PROBE)], input=wanted, check=True, capture_output=True, text=True, cwd=folder, timeout=600
        )
        return heads + found.stdout


def main(names: list[str]) -> int:
    """Returns how many frameworks could not be read."""
    wrong = 0
    for description in descriptions():
        if names and description.name not in names:
            continue
        try:
            text = surface(description)
        except subprocess.CalledProcessError as error:
            wrong += 1
            print(f"{description.name}: {(error.stderr or str(error)).strip()[-1500:]}", flush=True)
            continue
        (FOLDER / f"{description.name}.surface.txt").write_text(text, encoding="utf-8")
        print(f"{description.name}: {text.count(chr(10))} lines", flush=True)
    return wrong


if __name__ == "__main__":
    sys.exit(min(main(sys.argv[1:]), 1))
