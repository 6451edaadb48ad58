"""One case, run: its files are written, checked, and compared with what its lines expect."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from piilint.baseline import LOCK, MOST_USED
from piilint.cases.read import EXPECT, Case
from piilint.pipeline import check
from piilint.terms.config import Config
from piilint.terms.finding import Finding


def differences(case: Case, folder: Path, rules: Sequence[str] = (), default_rules: bool = True) -> list[str]:
    """What piilint says of the case other than what its lines expect; empty when they agree.

    `folder` is empty and gets the files; `rules` are more rules than the case brings. Raises UserError for its rules.
    """
    found: dict[tuple[str, int], list[Finding]] = {}
    for finding in _findings(case, folder, rules, default_rules):
        found.setdefault((finding.sink.place.path, finding.sink.place.line), []).append(finding)
    wanted = dict(_expectations(case))
    told: list[str] = []
    for place in sorted(found.keys() | wanted.keys()):
        here, words = found.get(place, []), wanted.get(place, ())
        told += [
            f"{place[0]}:{place[1]}: expected {word}" for word in words if not any(_is(each, word) for each in here)
        ]
        told += [
            f"{place[0]}:{place[1]}: did not expect {each.rule} ({each.name}, {each.sink_kind}): {each.message}"
            for each in here
            if not any(_is(each, word) for word in words)
        ]
    return told


def _expectations(case: Case) -> Iterator[tuple[tuple[str, int], list[str]]]:
    for path, text in case.files.items():
        for number, line in enumerate(text.splitlines(), start=1):
            mark = EXPECT.search(line)
            if mark is not None:
                yield (path, number), [word for word in re.split(r"[,\s]+", mark["words"]) if word]


def _findings(case: Case, folder: Path, rules: Sequence[str], default_rules: bool) -> tuple[Finding, ...]:
    for path, text in case.files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    all_rules = [each if each.startswith("package:") else str(Path(each).absolute()) for each in rules]
    if case.alone:
        all_rules = []
    if case.rules:
        beside = folder.parent / f"{folder.name}_rules.toml"
        beside.write_text(case.rules, encoding="utf-8")
        all_rules.append(str(beside))
    config = Config(
        rules=tuple(all_rules),
        default_rules=default_rules and not case.alone,
        baseline=MOST_USED if MOST_USED in case.files else None,
        locked=LOCK in case.files,
        cache_dir=None,
        jobs=1,
    )
    before = Path.cwd()
    os.chdir(folder)
    try:
        return check(["."], config).findings
    finally:
        os.chdir(before)


def _is(finding: Finding, word: str) -> bool:
    return word in (finding.rule, finding.name, finding.sink_kind)
