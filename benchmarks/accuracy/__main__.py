"""`make accuracy`: the tables on stdout, and in `benchmarks/results/accuracy-DAY.md`."""

from __future__ import annotations

import argparse
import datetime
from collections.abc import Sequence
from pathlib import Path

from benchmarks.accuracy.cases import Tally, tallies
from benchmarks.accuracy.noise import Noise, noises

ROOT = Path(__file__).parents[2]


def tables(day: str, cases: Sequence[Tally], noise: Sequence[Noise]) -> str:
    """Markdown: recall and false alarms by document, noise by wheel, each noisy line."""
    rows = [
        f"# Accuracy, {day}",
        "",
        "Over the project's own cases. `silent`: lines that call a sink and of which nothing may be said.",
        "",
        "| cases | shown | missed | silent | false |",
        "|---|---:|---:|---:|---:|",
        *(f"| {one.document} | {one.shown} | {one.missed} | {one.silent} | {one.false} |" for one in cases),
    ]
    shown, missed = sum(one.shown for one in cases), sum(one.missed for one in cases)
    silent, false = sum(one.silent for one in cases), sum(one.false for one in cases)
    rows.append(f"| all | {shown} | {missed} | {silent} | {false} |")
    rows.append(
        f"\nRecall {1 - missed / max(shown, 1):.3f}, false alarms {false / max(silent, 1):.3f} of silent lines.\n"
    )
    if noise:
        rows += [
            "Over libraries that are about no people, at medium confidence and above:",
            "",
            "| wheel | lines | findings | in 1,000 lines |",
            "|---|---:|---:|---:|",
            *(
                f"| {one.wheel} | {one.lines:,} | {len(one.findings)} | {1000 * len(one.findings) / one.lines:.4f} |"
                for one in noise
            ),
        ]
        lines, found = sum(one.lines for one in noise), sum(len(one.findings) for one in noise)
        rows.append(f"| all | {lines:,} | {found} | {1000 * found / lines:.4f} |")
        rows += ["", *(f"- {finding}" for one in noise for finding in one.findings)]
    return "\n".join(rows) + "\n"


def main() -> None:
    """Measures, prints, writes."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.accuracy", description=__doc__)
    parser.add_argument("--work", type=Path, default=ROOT / ".bench", help="where wheels are unpacked")
    parser.add_argument("--results", type=Path, default=ROOT / "benchmarks" / "results")
    parser.add_argument("--only", choices=["cases", "noise"])
    chosen = parser.parse_args()
    day = datetime.datetime.now(tz=datetime.timezone.utc).date().isoformat()
    cases = [] if chosen.only == "noise" else list(tallies())
    noise = [] if chosen.only == "cases" else list(noises(chosen.work))
    text = tables(day, cases, noise)
    print(text)
    chosen.results.mkdir(parents=True, exist_ok=True)
    (chosen.results / f"accuracy-{day}.md").write_text(text)


if __name__ == "__main__":
    main()
