"""Many generated programs (`make fuzz`): `python -m tests.flow.generated [SECONDS] [--seed N] [CONSTRUCT ...]`.

Writes `results/fuzz-DATE.md`: how often each construct was generated, how many clean sinks were called tainted, and the
smallest program for each flow that was lost. Exit 1 where one was.
"""

from __future__ import annotations

import argparse
import sys
import time
from datetime import datetime, timezone
from pathlib import Path

from tests.flow.generated.programs import NAMES, Program
from tests.flow.generated.search import smallest_lost
from tests.flow.generated.tally import Tally

RESULTS = Path(__file__).parents[3] / "results"
PROGRAMS_OF_A_ROUND = 200
MOST_LOST = 10
"""After so many lost flows there is enough to mend."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.flow.generated", description="Generate and judge programs.")
    parser.add_argument("seconds", nargs="?", type=float, default=600.0, help="how long to go on (default 600)")
    parser.add_argument("constructs", nargs="*", help="only these, with _ for spaces")
    parser.add_argument("--seed", type=int, default=None, help="where to begin (default: by the time)")
    options = parser.parse_args()
    names = [name.replace("_", " ") for name in options.constructs]
    if unknown := sorted(set(names) - set(NAMES)):
        parser.error(f"no such construct: {', '.join(unknown)}")
    first = int(time.time()) if options.seed is None else options.seed
    tally, lost, rounds, end = Tally(), [], 0, time.monotonic() + options.seconds
    while time.monotonic() < end and len(lost) < MOST_LOST:
        program = smallest_lost(first + rounds, PROGRAMS_OF_A_ROUND, tally, names=names)
        rounds += 1
        if program is not None:
            lost.append(program)
            print(program, flush=True)
        print(f"{rounds} rounds, {tally.programs} programs, {len(lost)} with a lost flow", flush=True)
    if not names:
        RESULTS.mkdir(exist_ok=True)
        path = RESULTS / f"fuzz-{datetime.now(timezone.utc):%Y-%m-%d}.md"
        path.write_text(_report(first, rounds, tally, lost), encoding="utf-8")
        print(f"written: {path}")
    return 1 if lost else 0


def _report(first: int, rounds: int, tally: Tally, lost: list[Program]) -> str:
    now = datetime.now(timezone.utc)
    lines = [
        "# Generated programs",
        "",
        f"{now:%Y-%m-%d %H:%M} UTC, Python {sys.version.split()[0]}, by `make fuzz`.",
        f"Seeds {first} to {first + rounds - 1}, {PROGRAMS_OF_A_ROUND} programs each.",
        "",
        "```text",
        *tally.lines(),
        "```",
        "",
        f"## Programs with a lost flow: {len(lost)}",
        "",
    ]
    for program in lost:
        lines += ["```py", str(program).rstrip(), "```", ""]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
