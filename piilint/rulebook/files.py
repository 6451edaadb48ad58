"""Rule files on disk: the built-in ones and those that the user names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from piilint.rulebook.complaints import Complaints
from piilint.rulebook.packages import PREFIX, NoPackage, folders_of
from piilint.rulebook.scan import table_lines
from piilint.terms.specs import BUILT_IN
from piilint.terms.spelling import did_you_mean

ALWAYS = ("python",)
"""Folders of the built-in rules that belong to the language and load in every run."""


@dataclass(frozen=True, slots=True)
class RuleFile:
    """One rule file. `path` is how messages call it; `built_in` tells that it came with piilint."""

    path: str
    content: bytes = field(repr=False)
    built_in: bool = False
    text: str = field(default="", repr=False)
    tables: dict[str, object] = field(default_factory=dict, repr=False)
    lines: dict[str, list[int]] = field(default_factory=dict, repr=False)


def built_in_rules() -> Path:
    """The folder of the rules that come with piilint: in an installed package, else beside it in a checkout."""
    package = Path(__file__).parents[1]
    installed = package / "_rules"
    return installed if installed.is_dir() else package.parent / "rules"


def read_rule_files(paths: Sequence[str], use_defaults: bool, complaints: Complaints) -> list[RuleFile]:
    """All rule files, the built-in ones first; a file that is reached by several ways is read once."""
    files: list[RuleFile] = []
    seen: set[tuple[int, int]] = set()
    for path, shown, built_in in (*_built_in(use_defaults), *_named(paths, complaints)):
        status = path.stat()
        if (status.st_dev, status.st_ino) in seen:
            continue
        seen.add((status.st_dev, status.st_ino))
        file = _read(path, shown, built_in, complaints)
        if file is not None:
            files.append(file)
    return files


def _built_in(use_defaults: bool) -> Iterator[tuple[Path, str, bool]]:
    root = built_in_rules()
    for path in _toml_below(root):
        inside = path.relative_to(root)
        if use_defaults or inside.parts[0] in ALWAYS:
            # the same name on every machine, wherever piilint is installed
            yield path, f"{BUILT_IN}rules/{inside.as_posix()}", True


def _named(paths: Sequence[str], complaints: Complaints) -> Iterator[tuple[Path, str, bool]]:
    for name in paths:
        path = Path(name)
        if name.startswith(PREFIX):
            yield from _of_package(name, complaints)
        elif path.is_dir():
            below = _toml_below(path)
            if not below:
                complaints.add(name, 0, "the folder holds no rule files (**/*.toml)")
            yield from ((file, _shown(file), False) for file in below)
        elif path.exists():
            yield path, _shown(path), False
        else:
            siblings = [sibling.name for sibling in path.parent.iterdir()] if path.parent.is_dir() else []
            complaints.add(name, 0, f"no such rule file or folder{did_you_mean(path.name, siblings)}")


def _of_package(name: str, complaints: Complaints) -> Iterator[tuple[Path, str, bool]]:
    """Called `package:acme_rules/privacy.toml` wherever the package is installed."""
    try:
        folders = folders_of(name.removeprefix(PREFIX))
    except NoPackage as error:
        complaints.add(name, 0, str(error))
        return
    below = [
        (file, f"{name}/{file.relative_to(folder).as_posix()}") for folder in folders for file in _toml_below(folder)
    ]
    if not below:
        complaints.add(name, 0, "the package holds no rule files (**/*.toml)")
    yield from ((file, shown, False) for file, shown in below)


def _toml_below(folder: Path) -> list[Path]:
    found = (path for path in folder.rglob("*.toml") if path.is_file())
    return sorted(found, key=lambda path: path.relative_to(folder).parts)


def _shown(path: Path) -> str:
    """Relative to the working directory where it lies below it."""
    try:
        return path.absolute().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path.as_posix()


def syntax_error(message: str, text: str) -> tuple[int, str]:
    """The line and the cause out of `Invalid value (at line 2, column 5)`."""
    cause, _, place = message.partition(" (at ")
    numbers = re.findall(r"\d+", place)
    # else "(at end of document)"
    line = int(numbers[0]) if numbers else text.rstrip().count("\n") + 1
    return line, cause[:1].lower() + cause[1:]


@lru_cache(maxsize=512)
def _parsed(text: str) -> tuple[dict[str, object], dict[str, list[int]]]:
    """The tables of a rule file and the lines that they stand on; the same text is parsed once in a process."""
    import tomli

    return tomli.loads(text), table_lines(text)


def _read(path: Path, shown: str, built_in: bool, complaints: Complaints) -> RuleFile | None:
    try:
        content = path.read_bytes()
        text = content.decode("utf-8-sig").replace("\r\n", "\n")
        return RuleFile(shown, content, built_in, text, *_parsed(text))
    except OSError as error:
        complaints.add(shown, 0, f"the rule file cannot be read: {error.strerror or error}")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        complaints.add(shown, line, "the rule file is no UTF-8 text; save it as UTF-8")
    except (ValueError, RecursionError) as error:  # tomli's own, and its limits on numbers and depth
        line, cause = syntax_error(str(error), text)
        complaints.add(shown, line, f"not valid TOML: {cause}")
    return None
