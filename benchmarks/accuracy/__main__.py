"""`make accuracy`: the tables on stdout, and in `results/accuracy-DAY.md`."""

from __future__ import annotations

import argparse
import datetime
import platform
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TypeVar

from benchmarks.accuracy.cases import Tally, tallies
from benchmarks.accuracy.noise import WHEELS, Noise, noises

T = TypeVar("T")
ROOT = Path(__file__).parents[2]


def tables(day: str, cases: Sequence[Tally], noise: Sequence[Noise]) -> str:
    """Markdown: recall and false alarms by document, noise by wheel, each noisy line."""
    rows = [f"# Accuracy, {day}", "", f"By `make accuracy`, Python {platform.python_version()}.", ""]
    if cases:
        shown, missed = sum(one.shown for one in cases), sum(one.missed for one in cases)
        silent, false = sum(one.silent for one in cases), sum(one.false for one in cases)
        rows += [
            "Over the project's own cases. `silent`: lines that call a sink and of which nothing may be said.",
            "",
            "| cases | shown | missed | silent | false |",
            "|---|---:|---:|---:|---:|",
            *(f"| {one.document} | {one.shown} | {one.missed} | {one.silent} | {one.false} |" for one in cases),
            f"| all | {shown} | {missed} | {silent} | {false} |",
            "",
            f"Recall {1 - missed / max(shown, 1):.3f}, false alarms {false / max(silent, 1):.3f} of silent lines.",
            "",
        ]
    if noise:
        rows += [
            "Over libraries that are about no people, at medium confidence and above:",
            "",
            "| wheel | lines | findings | in 1,000 lines |",
            "|---|---:|---:|---:|",
            *(
                f"| {one.wheel} | {one.lines:,} | {len(found)} | {1000 * len(found) / one.lines:.4f} |"
                if (found := one.findings) is not None
                else f"| {one.wheel} | {one.lines:,} | time was up | |"
                for one in noise
            ),
        ]
        ended = [(one.lines, one.findings) for one in noise if one.findings is not None]
        all_lines, all_found = sum(lines for lines, _ in ended), sum(len(found) for _, found in ended)
        rows.append(f"| all | {all_lines:,} | {all_found} | {1000 * all_found / max(all_lines, 1):.4f} |")
        rows += ["", *(f"- {finding}" for _, found in ended for finding in found)]
    return "\n".join(rows) + "\n"


def _each(found: Iterable[T]) -> list[T]:
    """All of them, each named on stderr when it is there."""
    kept = []
    for one in found:
        print(one, file=sys.stderr, flush=True)
        kept.append(one)
    return kept


def main() -> None:
    """Measures, prints, writes."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.accuracy", description=__doc__)
    parser.add_argument("--work", type=Path, default=ROOT / ".bench", help="where wheels are unpacked")
    parser.add_argument("--results", type=Path, default=ROOT / "results")
    parser.add_argument("--only", choices=["cases", "noise"])
    parser.add_argument("--seconds", type=int, default=120, help="CPU time that one wheel may take")
    parser.add_argument("--wheels", nargs="*", choices=list(WHEELS), default=[], help="these alone")
    chosen = parser.parse_args()
    day = datetime.datetime.now(tz=datetime.timezone.utc).date().isoformat()
    cases = [] if chosen.only == "noise" else _each(tallies())
    noise = [] if chosen.only == "cases" else _each(noises(chosen.work, chosen.seconds, chosen.wheels))
    text = tables(day, cases, noise)
    print(text)
    chosen.results.mkdir(parents=True, exist_ok=True)
    (chosen.results / f"accuracy-{day}.md").write_text(text)


if __name__ == "__main__":
    main()
