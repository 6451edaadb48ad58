"""Markdown -> cases."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from piilint.terms.errors import UserError

EXPECT = re.compile(r"(?:#|\{#|<!--) *expect: *(?P<words>[\w.,* -]+?) *(?:#\}|-->|#|$)", re.MULTILINE)
_FENCE = re.compile(r"^(?P<fence>`{3,}) *(?P<language>[\w-]+)(?: +(?P<title>\S.*?))? *$")
_FILE = re.compile(r"^(?:#|\{#|<!--) *file: *(?P<path>\S+)")
_DEFAULT_PATH = {"py": "app.py", "python": "app.py", "jinja": "templates/page.html", "html": "templates/page.html"}


class CaseError(ValueError):
    """A document is no list of cases; the text says where and what to do."""


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
    """All cases of one Markdown file, in their order. Raises CaseError."""
    cases: list[Case] = []
    lines = iter(enumerate(document.read_text(encoding="utf-8").splitlines(), start=1))
    for number, line in lines:
        if line.startswith("## "):
            cases.append(Case(line[3:].strip(), document, number))
        elif (opened := _FENCE.match(line)) is not None:
            if not cases:
                raise CaseError(f"{document}:{number}: a block before the first ## heading belongs to no case")
            _add_block(cases[-1], opened, number, list(_until(opened["fence"], lines)))
        elif cases:
            cases[-1].why += line + "\n"
    return cases


def documents(paths: Sequence[str]) -> list[Path]:
    """The Markdown files that hold cases: those named, and below folders those that expect something.

    Raises UserError for what is not there.
    """
    found: dict[Path, None] = {}
    for name in paths:
        path = Path(name)
        if path.is_dir():
            found.update(dict.fromkeys(each for each in sorted(path.rglob("*.md")) if _expects(each)))
        elif path.is_file():
            found[path] = None
        else:
            raise UserError(f"no such file or folder: {name}")
    return list(found)


def _expects(document: Path) -> bool:
    try:
        return EXPECT.search(document.read_text(encoding="utf-8")) is not None
    except (OSError, UnicodeDecodeError):
        return False


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
        raise CaseError(
            f"{case.document}:{number}: give this block a path of its own: ```{opened['language']} folder/name"
        )
    if path.startswith("/") or ".." in path.split("/"):
        raise CaseError(f"{case.document}:{number}: {path} leads out of the case; name a path within it")
    case.files[path] = text


def _until(fence: str, lines: Iterator[tuple[int, str]]) -> Iterator[str]:
    for _, line in lines:
        if line.strip() == fence:
            return
        yield line
