"""Does some case notice when a part of the engine or an entry of `rules/python` is missing? (`make mutate`)

`python -m tests.flow.mutation [PATTERN ...] [--resume] [--seconds N]`: disables each mutant (see `tests.flow.mutants`)
in turn, in this one process, and checks the flow cases that used it until one says something else than before; where
none does, the cases of the rule files that used a part of the engine, too. Patterns are those of a shell and choose
mutants by name: `"native *"`, `"rule strings.toml *"`. With `--seconds` it stops after so long, and with `--resume` it
goes on where it stopped.

It writes `results/mutate-DATE.md`, which says how many were tried so far. Mutants that nothing can notice stand in
`equivalent.toml`, each with the reason. Flow cases say how sure piilint is, those of rule files do not: mutants without
which it finds the same there, only that it is less (or more) sure of it, are counted apart. Exit 1 where another one
survives.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timezone
from fnmatch import fnmatch
from pathlib import Path

import tomli

from piilint.pipeline import check, rules
from piilint.terms.config import Config
from piilint.terms.grades import Confidence
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

Line = tuple[str, int, str]
Said = frozenset[Line]
Sure = frozenset[tuple[Line, Confidence]]


@dataclass
class Program:
    """A case, the settings and rules that it is checked with, and what piilint says of it."""

    case: Case
    folder: Path
    config: Config
    rules: Rulebook
    says_how_sure: bool
    expected: Said = frozenset()
    sure: Sure = frozenset()

    def said(self, rules: Rulebook) -> tuple[Said, Sure]:
        """The lines that piilint names, and by which rule; how sure it is of each."""
        os.chdir(self.folder)
        findings = check(["."], self.config, rulebook=rules).findings
        lines = [(finding.sink.place.path, finding.sink.place.line, finding.rule) for finding in findings]
        return frozenset(lines), frozenset(zip(lines, (finding.confidence for finding in findings), strict=True))

    def notices(self, rules: Rulebook) -> bool | None:
        """Whether something else is said now; None where only how sure it is, and the case says nothing of that."""
        try:
            lines, sure = self.said(rules)
        except Exception:
            return True
        if lines != self.expected or (self.says_how_sure and sure != self.sure):
            return True
        return None if sure != self.sure else False


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
        return Program(case, folder, config, rules, says_how_sure=config is CONFIG)

    def uses(self, mutant: Mutant) -> int:
        """How many cases use it."""
        return len(self.users.get(mutant.name, ())) + len(self.users_of_rules.get(mutant.name, ()))

    def noticed_by(self, mutant: Mutant) -> tuple[Case | None, Case | None]:
        """The first case that says something else without it; else the first that says the same, as sure or not."""
        doubts: Case | None = None
        with mutant.disabled(self.rulebook) as disabled:
            users = [(self.flow[number], disabled) for number in self.users.get(mutant.name, ())]
            # an entry of rules is numbered within the rulebook of the flow cases
            if not mutant.name.startswith("rule "):
                those = [self.of_rules[number] for number in self.users_of_rules.get(mutant.name, ())]
                users += [(program, program.rules) for program in those]
            for program, rules_now in users:
                noticed = program.notices(rules_now)
                if noticed:
                    return program.case, None
                if noticed is None:
                    doubts = doubts or program.case
        return None, doubts


def _users(programs: list[Program], rules: Rulebook) -> dict[str, list[int]]:
    """By mutant the programs that use it, those first that use little else. Notes what is said of each program."""
    users: dict[str, list[int]] = {}
    used: set[str] = set()
    with noted(rules, used.add):
        for number, program in enumerate(programs):
            used.clear()
            program.expected, program.sure = program.said(rules)
            for name in used:
                users.setdefault(name, []).append(number)
    sizes = Counter(number for those in users.values() for number in those)
    return {name: sorted(those, key=lambda number: (sizes[number], number)) for name, those in users.items()}


@dataclass
class Tried:
    """What is known so far: who noticed which mutant, and which none did; CPU seconds.

    Of the latter `survives` says how many cases used them, and `doubted` which case is less or more sure without.
    """

    noticed: dict[str, str]
    survives: dict[str, int]
    doubted: dict[str, str] = field(default_factory=dict)
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

    def left(self) -> dict[str, int]:
        """Those that no case notices in any way, and that something could notice: how many cases use each."""
        known = {*equivalent(), *self.doubted}
        return {name: users for name, users in sorted(self.survives.items()) if name not in known}

    def forget(self, names: set[str]) -> None:
        """Of mutants that are no longer there nothing is known."""
        for kept in (self.noticed, self.survives, self.doubted):
            for name in set(kept) - names:
                del kept[name]  # type: ignore[attr-defined]


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
                tried.cases, tried.survives, tried.doubted = sum(cases), {}, {}
            mutants = [*engine_mutants(), *rule_mutants(runner.rulebook)]
            tried.forget({mutant.name for mutant in mutants})
            for mutant in mutants:
                if tried.knows(mutant) or not _is_chosen(mutant.name, options.patterns):
                    continue
                if time.monotonic() - begun > options.seconds:
                    done = False
                    break
                case, doubts = runner.noticed_by(mutant)
                if case is not None:
                    tried.noticed[mutant.name] = f"{case.document.stem}: {case.name}"
                    continue
                tried.survives[mutant.name] = runner.uses(mutant)
                if doubts is not None:
                    tried.doubted[mutant.name] = f"{doubts.document.stem}: {doubts.name}"
                else:
                    print(f"survives ({runner.uses(mutant)} cases use it): {mutant.name}", flush=True)
        finally:
            os.chdir(before)
            tried.cpu += time.process_time() - cpu
            tried.keep()
    known = equivalent()
    survivors = tried.left()
    so_far = "" if done else " so far"
    counts = f"{len(tried.noticed)} noticed, {len(tried.doubted)} less sure, {len(survivors)} survive"
    print(f"{counts}, {tried.cpu:.0f} s of CPU{so_far}")
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
    survivors = tried.left()
    now = datetime.now(timezone.utc)
    noticed = Counter(name.partition(" ")[0] for name in tried.noticed)
    left = Counter(name.partition(" ")[0] for name in survivors)
    same = Counter(name.partition(" ")[0] for name in tried.survives if name in known)
    doubted = Counter(name.partition(" ")[0] for name in tried.doubted if name not in known)
    lines = [
        "# What the cases notice",
        "",
        f"{now:%Y-%m-%d %H:%M} UTC, Python {sys.version.split()[0]}, by `make mutate`: {cases[0]} flow cases and "
        f"{cases[1]} cases of rule files, {tried.cpu:.0f} s of CPU.",
        f"{len(tried.noticed) + len(tried.survives)} of {mutants} mutants were tried.",
        "",
        "Without a mutant that is less sure, each case finds the same; only that a case of a rule file, which says "
        "nothing of that, finds it with another confidence.",
        "",
        "| disabled | noticed | less sure | not noticed | nothing to notice |",
        "|---|---:|---:|---:|---:|",
        *(
            f"| {kind} | {noticed[kind]} | {doubted[kind]} | {left[kind]} | {same[kind]} |"
            for kind in sorted({*noticed, *doubted, *left, *same})
        ),
        "",
        f"## Not noticed: {len(survivors)}",
        "",
        *(f"- {name} ({users} cases use it)" for name, users in survivors.items()),
    ]
    return "\n".join(lines).rstrip() + "\n"


if __name__ == "__main__":
    sys.exit(main())
