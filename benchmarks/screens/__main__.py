"""`make routes`: the table on stdout and in `results/routes-DAY.md`; `--rows N` draws rows to be read."""

from __future__ import annotations

import argparse
import datetime
import random
from collections.abc import Sequence
from pathlib import Path

from benchmarks.screens.applications import APPLICATIONS, installed
from benchmarks.screens.compare import Compared, compared

ROOT = Path(__file__).parents[2]


def report(day: str, found: Sequence[Compared]) -> str:
    """Markdown: a row for each application, and each route that has no row in the table of screens."""
    lines = [
        f"# Routes, {day}",
        "",
        "Of the routes that an application's own framework lists (`listed`), those whose view is written in its own",
        "code (`own`; a registered admin class counts once), and how many of them have a row in `piilint screens`.",
        "",
        "| application | listed | own | with a row | share |",
        "|---|---:|---:|---:|---:|",
    ]
    for one in found:
        cells = (one.name, one.listed, one.own, one.own - len(one.missing), f"{one.share:.3f}")
        lines.append(f"| {' | '.join(str(cell) for cell in cells)} |")
    missing = [f"- {one.name}: {route}" for one in found for route in one.missing]
    return "\n".join([*lines, "", *(["Without a row:", "", *missing] if missing else ["None is without a row."]), ""])


def drawn(found: Sequence[Compared], number: int, seed: int) -> str:
    """So many rows of routes, drawn the same each time by a seed."""
    rows = [(one.name, row) for one in found for row in one.rows if row["routes"]]
    lines = []
    for name, row in random.Random(seed).sample(rows, min(number, len(rows))):
        shows = ", ".join(f"{one['data']} {one['masked']} {one['behind']}" for one in row["shows"]) or "nothing"
        methods = {one["method"]: one["guards"] for one in row["methods"]}
        lines.append(
            f"{name} {row['path']}:{row['line']} {row['screen']} {row['routes']}\n"
            f"    guards {row['guards']} roles {row['roles']} methods {methods}\n    shows {shows}"
        )
    return "\n".join(lines)


def main() -> None:
    """Installs, lists, compares, prints and writes."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.screens", description=__doc__)
    parser.add_argument("names", nargs="*", help="applications; default: all")
    parser.add_argument("--work", type=Path, default=ROOT / "dist" / "routes", help="where they are installed")
    parser.add_argument("--rows", type=int, default=0, help="also print so many rows, drawn at random")
    parser.add_argument("--seed", type=int, action="append", help="of the draw, repeatable; default: 0")
    given = parser.parse_args()
    chosen = [one for one in APPLICATIONS if not given.names or one.name in given.names]
    found = [compared(one, installed(one, given.work), given.work) for one in chosen]
    text = report(datetime.datetime.now(tz=datetime.timezone.utc).date().isoformat(), found)
    print(text)
    if not given.names:
        day = datetime.datetime.now(tz=datetime.timezone.utc).date().isoformat()
        (ROOT / "results" / f"routes-{day}.md").write_text(text, encoding="utf-8")
    for seed in (given.seed or [0]) if given.rows else ():
        print(f"Seed {seed}:\n{drawn(found, given.rows, seed)}\n")


if __name__ == "__main__":
    main()
