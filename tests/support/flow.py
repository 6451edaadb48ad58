"""Flow cases: small programs with `source()` and `sink(x)`, and CPython as the judge of what their lines say.

A case is a Markdown case (`tests.support.cases`) without rules of its own. Comments at the end of a line say what
reaches the sinks of that line:

    sink(x)  # expect      the marked text arrives, and piilint must say so
    sink(x)  # todo        it arrives, but piilint misses it: known, and the test fails once it is found
    sink(x)  # spurious    it does not arrive, but piilint says so: known, and the test fails once it is silent
    sink(x)  # never       CPython never comes to this line (`spurious never`: but piilint does)
    sink(x)                it does not arrive, and piilint must be silent

`derived` behind `expect` or `todo`: what arrives tells the text, but CPython cannot know it again (a hash, a number).
`unsure` behind `expect`: so much that is unknown lies on the way that piilint is less sure of it; of all others it is.

Lines of the prose that begin with a word and a colon are for the machine: `items:` names what the case covers,
`path:` the folders that CPython imports from (default `.`; the program is the `app.py` of the first one), `needs:` the
modules or the least version (`python 3.11`) without which CPython cannot run it.
"""

from __future__ import annotations

import base64
import builtins
import contextlib
import functools
import importlib
import os
import re
import sys
import types
from collections.abc import Iterator
from dataclasses import dataclass, fields
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from piilint.pipeline import check, rules
from piilint.terms.config import Config
from piilint.terms.grades import Confidence
from piilint.terms.rulebook import Rulebook
from tests.support.cases import Case

Place = tuple[str, int]

MARK = "Zq zq@qzq.zq"
"""What `source` returns: of letters that stand in no other text of a case, so that each part of it is known again."""

_MARKED = re.compile(r"[qz]", re.IGNORECASE)
_COMMENT = re.compile(r"# *(?P<words>(?:expect|todo|spurious|never)(?: +(?:derived|never|unsure))*) *$")
_SINK = re.compile(r"^(?!\s*#).*?(?<![\w.])sink\(")
_WORD = re.compile(r"^(items|path|needs|known): *(.+?) *$", re.MULTILINE)
CONFIG = Config(
    rules=(str(Path(__file__).parents[1] / "flow" / "rules.toml"),),
    default_rules=False,
    cache_dir=None,
    jobs=1,
    min_confidence=Confidence.LOW,
)


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a case by what they say. A line without a comment but with a sink is `clean`."""

    expect: frozenset[Place]
    todo: frozenset[Place]
    spurious: frozenset[Place]
    clean: frozenset[Place]
    never: frozenset[Place]
    derived: frozenset[Place]
    unsure: frozenset[Place]

    @property
    def marked(self) -> bool:
        """Whether piilint is known to be wrong about a line."""
        return bool(self.todo or self.spurious)


@dataclass(frozen=True, slots=True)
class Arrivals:
    """What a run of a case by CPython showed: the lines whose sinks were called, and those that got the mark."""

    called: frozenset[Place]
    marked: frozenset[Place]


def words_of(case: Case, name: str) -> tuple[str, ...]:
    """What the line `name: one, two` below the heading says; nothing without such a line."""
    return tuple(
        word.strip()
        for found in _WORD.finditer(case.why)
        if found[1] == name
        for word in found[2].split(",")
        if word.strip()
    )


def lines_of(case: Case) -> Lines:
    """What each line of the case says."""
    said: dict[str, set[Place]] = {one.name: set() for one in fields(Lines)}
    for path, text in case.files.items():
        for number, line in enumerate(text.splitlines(), start=1):
            comment = _COMMENT.search(line)
            for word in comment["words"].split() if comment else ["clean"] if _SINK.match(line) else []:
                said[word].add((path, number))
    return Lines(**{name: frozenset(places) for name, places in said.items()})


def missing_for(case: Case) -> str:
    """What CPython lacks here to run the case, or nothing."""
    for need in words_of(case, "needs"):
        version = re.fullmatch(r"python (\d+)\.(\d+)", need)
        if version is not None:
            if sys.version_info < (int(version[1]), int(version[2])):
                return need
        elif find_spec(need) is None:
            return need
    return ""


def found_by_piilint(case: Case, folder: Path) -> frozenset[Place]:
    """The lines that piilint names in the case."""
    return frozenset(said_by_piilint(case, folder))


def said_by_piilint(case: Case, folder: Path) -> dict[Place, Confidence]:
    """The lines that piilint names in the case, and how sure it is of each."""
    _write(case, folder)
    before = Path.cwd()
    os.chdir(folder)
    try:
        report = check(["."], CONFIG, rulebook=rulebook())
    finally:
        os.chdir(before)
    assert report.problems == (), report.problems
    return {(finding.sink.place.path, finding.sink.place.line): finding.confidence for finding in report.findings}


def received_by_cpython(case: Case, folder: Path) -> Arrivals:
    """Run the case and tell what its sinks received."""
    _write(case, folder)
    called: set[Place] = set()
    marked: set[Place] = set()

    def sink(*arguments: object, **named: object) -> None:
        place = _caller(case, folder)
        called.add(place)
        if any(tells_the_mark(value) for value in (*arguments, *named.values())):
            marked.add(place)

    paths = [str(folder / path) for path in words_of(case, "path") or (".",)]
    with _process_of_its_own(folder, paths):
        builtins.__dict__.update(source=_source, sink=sink)
        _run(Path(paths[0]) / "app.py")
    return Arrivals(frozenset(called), frozenset(marked))


def tells_the_mark(value: object) -> bool:
    """Whether a value is a text with a letter of the mark. What only holds such a text does not tell it itself."""
    if isinstance(value, (bytes, bytearray)):
        value = bytes(value).decode("latin-1")
    if not isinstance(value, str):
        return False
    with contextlib.suppress(ValueError):
        if MARK.encode() in base64.b64decode(value, validate=True):
            return True
    return _MARKED.search(value) is not None


def _source(*_: object, **__: object) -> str:
    return MARK


@functools.cache
def rulebook() -> Rulebook:
    return rules(CONFIG)


def _write(case: Case, folder: Path) -> None:
    for path, text in case.files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")


def _caller(case: Case, folder: Path) -> Place:
    """The innermost line of the case that is being run: a sink may be called by the library, as `map` does."""
    frame: types.FrameType | None = sys._getframe(2)
    while frame is not None:
        path = os.path.relpath(frame.f_code.co_filename, folder).replace(os.sep, "/")
        if path in case.files:
            return path, frame.f_lineno
        frame = frame.f_back
    raise AssertionError(f"{case.name}: a sink was called by none of the case's lines")


def _run(program: Path) -> None:
    """Run a file as `python FILE` does."""
    main = types.ModuleType("__main__")
    main.__file__ = str(program)
    sys.modules["__main__"] = main
    exec(compile(program.read_text(encoding="utf-8"), str(program), "exec", dont_inherit=True), main.__dict__)


@contextlib.contextmanager
def _process_of_its_own(folder: Path, paths: list[str]) -> Iterator[None]:
    """Import from `paths` first, and forget afterwards all that the program imported and added."""
    modules, path, names, bytecode = dict(sys.modules), list(sys.path), dict(vars(builtins)), sys.dont_write_bytecode
    before = Path.cwd()
    sys.path[:0] = paths
    sys.dont_write_bytecode = True
    importlib.invalidate_caches()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)
        sys.dont_write_bytecode = bytecode
        sys.path[:] = path
        for name in set(vars(builtins)) - set(names):
            delattr(builtins, name)
        for name in [name for name, module in sys.modules.items() if name not in modules and _is_in(folder, module)]:
            del sys.modules[name]
        sys.modules["__main__"] = modules["__main__"]
        for cached in [cached for cached in sys.path_importer_cache if cached.startswith(str(folder))]:
            del sys.path_importer_cache[cached]


def _is_in(folder: Path, module: Any) -> bool:
    places = [getattr(module, "__file__", None), *getattr(module, "__path__", ())]
    return any(place is not None and str(place).startswith(str(folder)) for place in places)
