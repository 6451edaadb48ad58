"""Cases: small programs in Markdown that say on each line what piilint must find there.

A second-level heading names a case, the prose below says why, and fenced blocks are its files:

    ## A phone number in a page
    Staff need no number to call a customer.
    ```py app/views.py
    print(customer.phone_number)  # expect: PII103
    ```

The words after the fence's language are the file's path, and a first line `# file: app/views.py` says the same. A
`toml` block without a path holds more rules; `toml alone` holds all the rules there are. `# expect:` (in templates
`{# expect: ... #}` or `<!-- expect: ... -->`) lists rule ids, rule names or kinds of sinks. It stands on the line of
the sink. Every line without it must be silent.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from piilint.pipeline import check
from piilint.terms.config import Config
from piilint.terms.finding import Finding

_FENCE = re.compile(r"^(?P<fence>`{3,}) *(?P<language>[\w-]+)(?: +(?P<title>\S.*?))? *$")
_FILE = re.compile(r"^(?:#|\{#|<!--) *file: *(?P<path>\S+)")
_EXPECT = re.compile(r"(?:#|\{#|<!--) *expect: *(?P<words>[\w.,* -]+?) *(?:#\}|-->|#|$)")
_DEFAULT_PATH = {"py": "app.py", "python": "app.py", "jinja": "templates/page.html", "html": "templates/page.html"}


@dataclass
class Case:
    """One program with its rules. `alone`: only these rules, without the ones that piilint brings."""

    name: str
    document: Path
    line: int
    why: str = ""
    files: dict[str, str] = field(default_factory=dict)
    rules: str = ""
    alone: bool = False


def cases_in(document: Path) -> list[Case]:
    """All cases of one Markdown file, in their order."""
    cases: list[Case] = []
    lines = iter(enumerate(document.read_text(encoding="utf-8").splitlines(), start=1))
    for number, line in lines:
        if line.startswith("## "):
            cases.append(Case(line[3:].strip(), document, number))
        elif (opened := _FENCE.match(line)) is not None:
            if not cases:
                raise ValueError(f"{document}:{number}: a block before the first ## heading belongs to no case")
            _add_block(cases[-1], opened, number, list(_until(opened["fence"], lines)))
        elif cases:
            cases[-1].why += line + "\n"
    return cases


def differences(case: Case, folder: Path) -> list[str]:
    """What piilint says of the case other than what its lines expect; empty when they agree."""
    found: dict[tuple[str, int], list[Finding]] = {}
    for finding in _findings(case, folder):
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


def _add_block(case: Case, opened: re.Match[str], number: int, body: list[str]) -> None:
    title = opened["title"]
    text = "\n".join(body) + "\n"
    if opened["language"] == "toml" and (title is None or title == "alone"):
        case.rules += text
        case.alone = case.alone or title == "alone"
        return
    named = _FILE.match(body[0]) if body else None
    path = title or (named["path"] if named else _DEFAULT_PATH.get(opened["language"]))
    if path is None or path in case.files:
        raise ValueError(
            f"{case.document}:{number}: give this block a path of its own: ```{opened['language']} folder/name"
        )
    case.files[path] = text


def _until(fence: str, lines: Iterator[tuple[int, str]]) -> Iterator[str]:
    for _, line in lines:
        if line.strip() == fence:
            return
        yield line


def _expectations(case: Case) -> Iterator[tuple[tuple[str, int], list[str]]]:
    for path, text in case.files.items():
        for number, line in enumerate(text.splitlines(), start=1):
            mark = _EXPECT.search(line)
            if mark is not None:
                yield (path, number), [word for word in re.split(r"[,\s]+", mark["words"]) if word]


def _findings(case: Case, folder: Path) -> tuple[Finding, ...]:
    for path, text in case.files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    rules: tuple[str, ...] = ()
    if case.rules:
        beside = folder.parent / f"{folder.name}_rules.toml"
        beside.write_text(case.rules, encoding="utf-8")
        rules = (str(beside),)
    config = Config(rules=rules, default_rules=not case.alone, cache_dir=None, jobs=1)
    before = Path.cwd()
    os.chdir(folder)
    try:
        return check(["."], config).findings
    finally:
        os.chdir(before)


def _is(finding: Finding, word: str) -> bool:
    return word in (finding.rule, finding.name, finding.sink_kind)
