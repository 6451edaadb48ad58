"""Does some case notice when a part of the engine or an entry of `rules/python` is missing? (`make mutate`)

`python -m tests.flow.mutation [PATTERN ...] [--resume] [--seconds N]`: disables each mutant (see `tests.flow.mutants`)
in turn, in this one process, and checks the flow cases that used it until one says something else than before; where
none does, the cases of the rule files that used a part of the engine, too. Patterns are those of a shell and choose
mutants by name: `"native *"`, `"rule strings.toml *"`. With `--seconds` it stops after so long, and with `--resume` it
goes on where it stopped.

It writes `results/mutate-DATE.md`, which says how many were tried so far. Mutants that nothing can notice stand in
`equivalent.toml`, each with the reason. Exit 1 where another one survives.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timezone
from fnmatch import fnmatch
from pathlib import Path

import tomli

from piilint.pipeline import check, rules
from piilint.terms.config import Config
from piilint.terms.rulebook import Rulebook
from tests.flow.mutants import Mutant, engine_mutants, noted, rule_mutants
from tests.support.cases import Case, cases_in
from tests.support.flow import CONFIG, rulebook

HERE = Path(__file__).parent
RULE_CASES = HERE.parent / "rules"
RESULTS = HERE.parents[1] / "results"
KEPT = HERE.parents[1] / ".mutate.json"
"""What earlier runs found, for `--resume`: by mutant the case that noticed it, or how many cases used it in vain."""
OF_RULES = Config(cache_dir=None, jobs=1)
MOST_OF_RULES = 60
"""Cases of rule files that are tried for one mutant."""

Said = frozenset[tuple[str, int, str]]


@dataclass
class Program:
    """A case, the settings and rules that it is checked with, and what piilint says of it."""

    case: Case
    folder: Path
    config: Config
    rules: Rulebook
    expected: Said = frozenset()

    def said(self, rules: Rulebook) -> Said:
        """The lines that piilint names, and by which rule."""
        os.chdir(self.folder)
        findings = check(["."], self.config, rulebook=rules).findings
        return frozenset((finding.sink.place.path, finding.sink.place.line, finding.rule) for finding in findings)

    def notices(self, rules: Rulebook) -> bool:
        """Whether something else is said now."""
        try:
            return self.said(rules) != self.expected
        except Exception:
            return True


class Runner:
    """The cases, written out once, what piilint says of them, and which mutants each of them uses."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.rulebook = rulebook()
        flow = [case for document in sorted(HERE.glob("*.md")) for case in cases_in(document)]
        of_rules = [case for document in sorted(RULE_CASES.glob("**/*.md")) for case in cases_in(document)]
        self.flow = [self._written(case, number, CONFIG, self.rulebook) for number, case in enumerate(flow)]
        self.users = _users(self.flow, self.rulebook)
        brought = rules(OF_RULES)
        # what brings rules of its own has another rulebook
        plain = [case for case in of_rules if not case.rules]
        self.of_rules = [
            self._written(case, number, OF_RULES, brought) for number, case in enumerate(plain, len(self.flow))
        ]
        self.users_of_rules = _users(self.of_rules, brought)

    def _written(self, case: Case, number: int, config: Config, rules: Rulebook) -> Program:
        folder = self.folder / str(number)
        for path, text in case.files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, encoding="utf-8")
        return Program(case, folder, config, rules)

    def uses(self, mutant: Mutant) -> int:
        """How many cases use it."""
        return len(self.users.get(mutant.name, ())) + len(self.users_of_rules.get(mutant.name, ()))

    def noticed_by(self, mutant: Mutant) -> Case | None:
        """The first case that says something else without it."""
        with mutant.disabled(self.rulebook) as disabled:
            for number in self.users.get(mutant.name, ()):
                if self.flow[number].notices(disabled):
                    return self.flow[number].case
            # an entry of rules is numbered within the rulebook of the flow cases
            if not mutant.name.startswith("rule "):
                for number in self.users_of_rules.get(mutant.name, ())[:MOST_OF_RULES]:
                    if self.of_rules[number].notices(self.of_rules[number].rules):
                        return self.of_rules[number].case
        return None


def _users(programs: list[Program], rules: Rulebook) -> dict[str, list[int]]:
    """By mutant the programs that use it, those first that use little else. Notes what is said of each program."""
    users: dict[str, list[int]] = {}
    used: set[str] = set()
    with noted(rules, used.add):
        for number, program in enumerate(programs):
            used.clear()
            program.expected = program.said(rules)
            for name in used:
                users.setdefault(name, []).append(number)
    sizes = Counter(number for those in users.values() for number in those)
    return {name: sorted(those, key=lambda number: (sizes[number], number)) for name, those in users.items()}


@dataclass
class Tried:
    """What is known so far: who noticed which mutant, which none did and how many cases used these; CPU seconds."""

    noticed: dict[str, str]
    survives: dict[str, int]
    cpu: float = 0.0
    cases: int = 0

    @classmethod
    def kept(cls) -> Tried:
        """What the last run left."""
        return cls(**json.loads(KEPT.read_text(encoding="utf-8"))) if KEPT.exists() else cls({}, {})

    def keep(self) -> None:
        """Leave it to the next run."""
        KEPT.write_text(json.dumps(vars(self), indent=1, sort_keys=True), encoding="utf-8")

    def knows(self, mutant: Mutant) -> bool:
        return mutant.name in self.noticed or mutant.name in self.survives


def equivalent() -> dict[str, str]:
    """The mutants that nothing can notice, with the reason."""
    return dict(tomli.loads((HERE / "equivalent.toml").read_text(encoding="utf-8"))["equivalent"])


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.flow.mutation", description="Disable, and see who notices.")
    parser.add_argument("patterns", nargs="*", help="mutants by name, as a shell's patterns (default: all)")
    parser.add_argument("--resume", action="store_true", help="go on where an earlier run stopped")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="stop after so long (default: at the end)")
    options = parser.parse_args()
    begun, cpu = time.monotonic(), time.process_time()
    tried = Tried.kept() if options.resume else Tried({}, {})
    done = True
    with tempfile.TemporaryDirectory() as folder:
        before = Path.cwd()
        try:
            runner = Runner(Path(folder).resolve())
            cases = len(runner.flow), len(runner.of_rules)
            print(f"{cases[0]} flow cases, {cases[1]} of rules: {time.monotonic() - begun:.0f} s", flush=True)
            if tried.cases != sum(cases):
                # other cases may notice what those before did not
                tried.cases, tried.survives = sum(cases), {}
            mutants = [*engine_mutants(), *rule_mutants(runner.rulebook)]
            for mutant in mutants:
                if tried.knows(mutant) or not _is_chosen(mutant.name, options.patterns):
                    continue
                if time.monotonic() - begun > options.seconds:
                    done = False
                    break
                case = runner.noticed_by(mutant)
                if case is not None:
                    tried.noticed[mutant.name] = f"{case.document.stem}: {case.name}"
                else:
                    tried.survives[mutant.name] = runner.uses(mutant)
                    print(f"survives ({runner.uses(mutant)} cases use it): {mutant.name}", flush=True)
        finally:
            os.chdir(before)
            tried.cpu += time.process_time() - cpu
            tried.keep()
    known = equivalent()
    survivors = {name: users for name, users in sorted(tried.survives.items()) if name not in known}
    so_far = "" if done else " so far"
    print(f"{len(tried.noticed)} noticed, {len(survivors)} survive, {tried.cpu:.0f} s of CPU{so_far}")
    for name in sorted(set(known) & set(tried.noticed)):
        print(f"noticed by {tried.noticed[name]}, so take it out of equivalent.toml: {name}")
    if not options.patterns:
        RESULTS.mkdir(exist_ok=True)
        path = RESULTS / f"mutate-{datetime.now(timezone.utc):%Y-%m-%d}.md"
        path.write_text(report(cases, tried, len(mutants)), encoding="utf-8")
        print(f"written: {path}")
    return 1 if survivors or not done else 0


def _is_chosen(name: str, patterns: list[str]) -> bool:
    return not patterns or any(fnmatch(name, pattern) for pattern in patterns)


def report(cases: tuple[int, int], tried: Tried, mutants: int) -> str:
    """What is known so far of that many mutants, as Markdown."""
    known = equivalent()
    survivors = {name: users for name, users in sorted(tried.survives.items()) if name not in known}
    now = datetime.now(timezone.utc)
    noticed = Counter(name.partition(" ")[0] for name in tried.noticed)
    left = Counter(name.partition(" ")[0] for name in survivors)
    same = Counter(name.partition(" ")[0] for name in tried.survives if name in known)
    lines = [
        "# What the cases notice",
        "",
        f"{now:%Y-%m-%d %H:%M} UTC, Python {sys.version.split()[0]}, by `make mutate`: {cases[0]} flow cases and "
        f"{cases[1]} cases of rule files, {tried.cpu:.0f} s of CPU.",
        f"{len(tried.noticed) + len(tried.survives)} of {mutants} mutants were tried.",
        "",
        "| disabled | noticed | not noticed | nothing to notice |",
        "|---|---:|---:|---:|",
        *(f"| {kind} | {noticed[kind]} | {left[kind]} | {same[kind]} |" for kind in sorted({*noticed, *left, *same})),
        "",
        f"## Not noticed: {len(survivors)}",
        "",
        *(f"- {name} ({users} cases use it)" for name, users in survivors.items()),
    ]
    return "\n".join(lines).rstrip() + "\n"


if __name__ == "__main__":
    sys.exit(main())
