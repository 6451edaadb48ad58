"""Does some flow case notice when a part of the engine or of `rules/python` is missing? (`make mutate`)

`python -m tests.flow.mutation [PATTERN ...] [--resume]`: disables each mutant (see `tests.flow.mutants`) in turn, in
this one process, and checks the flow cases that used it until one says something else than before. Patterns are those
of a shell and choose mutants by name: `"native *"`, `"rule strings.toml *"`. With `--resume`, mutants that a run before
this one killed are not tried again.

A run of all mutants writes `results/mutate-DATE.md`. Exit 1 where a mutant survives.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections import Counter
from datetime import datetime, timezone
from fnmatch import fnmatch
from pathlib import Path

from piilint.pipeline import check
from piilint.terms.rulebook import Rulebook
from tests.flow.mutants import Mutant, engine_mutants, noted, rule_mutants
from tests.support.cases import Case, cases_in
from tests.support.flow import CONFIG, Place, rulebook

HERE = Path(__file__).parent
RESULTS = HERE.parents[1] / "results"
KEPT = HERE.parents[1] / ".mutate.json"
"""What earlier runs killed, for `--resume`: the name of a mutant, and of the case that noticed it."""


class Runner:
    """The flow cases, written out once, and what piilint says of them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.rulebook = rulebook()
        self.cases = [case for document in sorted(HERE.glob("*.md")) for case in cases_in(document)]
        self.expected: list[frozenset[Place]] = []
        self.users: dict[str, list[int]] = {}
        for number, case in enumerate(self.cases):
            for path, text in case.files.items():
                target = folder / str(number) / path
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(text, encoding="utf-8")
        used: set[str] = set()
        with noted(self.rulebook, used.add):
            for number in range(len(self.cases)):
                used.clear()
                self.expected.append(self.said(number, self.rulebook))
                for name in used:
                    self.users.setdefault(name, []).append(number)
        sizes = Counter(number for users in self.users.values() for number in users)
        for users in self.users.values():
            users.sort(key=lambda number: (sizes[number], number))

    def said(self, number: int, rules: Rulebook) -> frozenset[Place]:
        """The lines that piilint names in a case."""
        os.chdir(self.folder / str(number))
        findings = check(["."], CONFIG, rulebook=rules).findings
        return frozenset((finding.sink.place.path, finding.sink.place.line) for finding in findings)

    def noticed_by(self, mutant: Mutant) -> Case | None:
        """The first case that says something else without it."""
        with mutant.disabled(self.rulebook) as rules:
            for number in self.users.get(mutant.name, ()):
                try:
                    same = self.said(number, rules) == self.expected[number]
                except Exception:
                    same = False
                if not same:
                    return self.cases[number]
        return None


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.flow.mutation", description="Disable, and see who notices.")
    parser.add_argument("patterns", nargs="*", help="mutants by name, as a shell's patterns (default: all)")
    parser.add_argument("--resume", action="store_true", help="leave out what an earlier run killed")
    options = parser.parse_args()
    begun = time.monotonic()
    kept: dict[str, str] = json.loads(KEPT.read_text(encoding="utf-8")) if options.resume and KEPT.exists() else {}
    survivors: list[tuple[str, int]] = []
    killed: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        before = Path.cwd()
        try:
            runner = Runner(Path(folder).resolve())
            print(f"{len(runner.cases)} cases, each run once: {time.monotonic() - begun:.0f} s", flush=True)
            mutants = [*engine_mutants(), *rule_mutants(runner.rulebook)]
            chosen = [one for one in mutants if _is_chosen(one.name, options.patterns)]
            for mutant in chosen:
                if mutant.name not in kept:
                    case = runner.noticed_by(mutant)
                    if case is None:
                        survivors.append((mutant.name, len(runner.users.get(mutant.name, ()))))
                        print(f"survives ({survivors[-1][1]} cases use it): {mutant.name}", flush=True)
                        continue
                    kept[mutant.name] = f"{case.document.stem}: {case.name}"
                killed[mutant.name.partition(" ")[0]] += 1
        finally:
            os.chdir(before)
            KEPT.write_text(json.dumps(kept, indent=1, sort_keys=True), encoding="utf-8")
    seconds = time.monotonic() - begun
    print(f"{sum(killed.values())} killed, {len(survivors)} survive, {seconds:.0f} s")
    if not options.patterns and not options.resume:
        RESULTS.mkdir(exist_ok=True)
        path = RESULTS / f"mutate-{datetime.now(timezone.utc):%Y-%m-%d}.md"
        path.write_text(_report(len(runner.cases), killed, survivors, seconds), encoding="utf-8")
        print(f"written: {path}")
    return 1 if survivors else 0


def _is_chosen(name: str, patterns: list[str]) -> bool:
    return not patterns or any(fnmatch(name, pattern) for pattern in patterns)


def _report(cases: int, killed: Counter[str], survivors: list[tuple[str, int]], seconds: float) -> str:
    now = datetime.now(timezone.utc)
    left = Counter(name.partition(" ")[0] for name, _ in survivors)
    lines = [
        "# What the flow cases notice",
        "",
        f"{now:%Y-%m-%d %H:%M} UTC, Python {sys.version.split()[0]}, by `make mutate`: {cases} cases, {seconds:.0f} s.",
        "",
        "| disabled | noticed | not noticed |",
        "|---|---:|---:|",
        *(f"| {kind} | {killed[kind]} | {left[kind]} |" for kind in sorted({*killed, *left})),
        "",
        f"## Not noticed: {len(survivors)}",
        "",
        *(f"- {name} ({users} cases use it)" for name, users in survivors),
    ]
    return "\n".join(lines).rstrip() + "\n"


if __name__ == "__main__":
    sys.exit(main())
