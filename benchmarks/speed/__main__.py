"""`make bench`: piilint cold, warm and after an edit, beside the parser alone and beside other tools.

    python -m benchmarks.speed                     all of it; goes on where an earlier run of the day was cut
    python -m benchmarks.speed --apps django-helpdesk label-studio --only piilint

Downloads go below `.bench/`, results to `benchmarks/results/speed-DAY.jsonl`, `.md` and `.png`.
"""

from __future__ import annotations

import argparse
import datetime
import shutil
import sys
import time
from collections.abc import Iterable
from pathlib import Path

from benchmarks.speed import corpus, tools
from benchmarks.speed.edits import edited, edited_files
from benchmarks.speed.process import Cost, cost_of
from benchmarks.speed.results import Measurement, Results, machine
from benchmarks.speed.table import FLOOR, draw, report

ROOT = Path(__file__).parents[2]
EDITS = 20
"""Files that are edited, one after the other."""


class Bench:
    """One run of the benchmark: where it works, what was measured, and when it has to be over."""

    def __init__(self, work: Path, results: Results, minutes: float) -> None:
        self.work = work
        self.results = results
        self.end = time.monotonic() + 60 * minutes

    def cold(self, tree: Path, others: Iterable[tools.Tool], run: int) -> None:
        """The floor, piilint in each way, and other tools, on one tree, for the `run`th time."""
        floor = tools.Tool(FLOOR, lambda folder, _: [sys.executable, "-m", "benchmarks.speed.floor", str(folder)])
        for tool in (floor, tools.piilint(1), tools.piilint(2), *others):
            self.measure(tool, tree, run)

    def warm(self, tree: Path, runs: int, edits: int) -> None:
        """Nothing changed, and one file after another edited."""
        tool = tools.piilint_again()
        fresh = self.work / "own" / tree.name / "again"
        if not self.results.has("piilint, filling the cache", tree.name, 0):
            shutil.rmtree(fresh, ignore_errors=True)
        self.measure(tool, tree, 0, "piilint, filling the cache")
        for run in range(runs):
            self.measure(tool, tree, run, "piilint, unchanged")
        for number, path in enumerate(edited_files(tree, EDITS)[:edits]):
            with edited(path, number):
                self.measure(tool, tree, number, "piilint, one file edited")

    def measure(self, tool: tools.Tool, tree: Path, run: int, name: str = "") -> None:
        """One command, unless it was measured before."""
        what = name or tool.name
        left = self.end - time.monotonic()
        if self.results.has(what, tree.name, run) or left < 0:
            return
        own = self.work / "own" / tree.name / ("again" if name else tool.name.replace(" ", "-"))
        own.mkdir(parents=True, exist_ok=True)
        output = own / "output"
        cost = cost_of(tool.command(tree, own), ROOT if tool.name == FLOOR else tree, output, left)
        if cost.code not in tool.good:
            last = output.read_text(errors="replace").strip().splitlines()[-1:]
            print(f"{what} on {tree.name}: ended with {cost.code}: {' '.join(last)}", file=sys.stderr)
            return
        if tool.name == FLOOR:
            # interpreter, imports and reading are not the parser's
            cost = Cost(cost.wall, float(output.read_text()), cost.peak, cost.code)
        lines = corpus.python_lines(tree)
        self.results.add(Measurement(what, tree.name, run, cost.wall, cost.cpu, cost.peak, lines))
        print(
            f"{tree.name}: {what}: {cost.wall:.1f} s wall, {cost.cpu:.1f} s CPU, {cost.peak / 1e6:.0f} MB", flush=True
        )


def main() -> None:
    """Reads the arguments, measures, writes the report."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=__doc__)
    parser.add_argument("--work", type=Path, default=ROOT / ".bench", help="downloads, tools and caches")
    parser.add_argument("--results", type=Path, default=ROOT / "benchmarks" / "results")
    parser.add_argument("--apps", nargs="*", choices=list(corpus.PINS), help="these alone, each as a tree of its own")
    parser.add_argument(
        "--only", choices=["piilint", "all"], default="all", help="piilint and the parser alone, or all"
    )
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--minutes", type=float, default=60, help="then what is left is for the next run of the day")
    chosen = parser.parse_args()
    day = datetime.datetime.now(tz=datetime.timezone.utc).date().isoformat()
    results = Results(chosen.results / f"speed-{day}.jsonl")
    bench = Bench(chosen.work, results, chosen.minutes)
    wanted = tuple(chosen.apps or corpus.PINS)
    names = corpus.unpack(wanted, chosen.work)
    makers = (tools.semgrep, tools.bandit, tools.pysa) if chosen.only == "all" else ()
    others = [tool for maker in makers if (tool := maker(chosen.work)) is not None]
    trees = chosen.work / "trees"
    alone = names if chosen.apps else [name for name in corpus.SMALL if name in names]
    small = [corpus.lay([name], trees / name) for name in alone]
    # everything once, before anything is measured again
    for tree in small:
        bench.cold(tree, others, 0)
        bench.warm(tree, 1, 1)
    for count in () if chosen.apps else (len(names) // 4, len(names) // 2, len(names)):
        bench.cold(corpus.lay(names[:count], trees / f"{count}-applications"), (), 0)
    for tree in small:
        for run in range(1, chosen.runs):
            bench.cold(tree, others, run)
        bench.warm(tree, chosen.runs, EDITS)
    if time.monotonic() > bench.end:
        print("the time is over; run it again to measure what is left", file=sys.stderr)
    (chosen.results / f"speed-{day}.md").write_text(report(results, machine(), day))
    draw(results, chosen.results / f"speed-{day}.png")


if __name__ == "__main__":
    main()
