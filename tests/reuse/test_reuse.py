"""What an earlier run followed is taken where an edit changed nothing that it read, and never else."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import piilint.propagate
from piilint import pipeline
from piilint.config import load_config
from piilint.store import open_store
from piilint.terms.config import Config
from piilint.terms.flow import Propagation

SAMPLES = Path(__file__).parents[2] / "sample_projects"

APP = """\
from helpers import tidy

LIMIT = 3


def show(customer):
    number = tidy(customer.phone_number)
    print(number)


def total(amounts):
    result = 0
    for amount in amounts:
        result += amount
    return result
"""
HELPERS = "def tidy(text):\n    return text.strip()\n"


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Config:
    tree = tmp_path / "tool"
    tree.mkdir()
    monkeypatch.chdir(tree)
    Path("app.py").write_text(APP)
    Path("helpers.py").write_text(HELPERS)
    settings = load_config(".", explicit=None, isolated=True, overrides={"jobs": 1})
    return replace(settings, cache_dir=str(tmp_path / "cache"), today=date(2026, 6, 15))


@pytest.fixture
def followed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Gets an entry for each run that followed data itself."""
    seen: list[str] = []
    original = piilint.propagate.propagate

    def counted(*arguments: object) -> Propagation:
        seen.append("followed")
        return original(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(piilint.propagate, "propagate", counted)
    return seen


def _edited(old: str, new: str, name: str = "app.py") -> Callable[[], None]:
    def edit() -> None:
        text = Path(name).read_text()
        assert old in text
        Path(name).write_text(text.replace(old, new, 1))

    return edit


@pytest.mark.parametrize(
    "edit",
    [
        _edited("def show", "# what the desk sees\n\n\ndef show"),
        _edited("    number = tidy", "\n    # tidied\n    number = tidy"),
        _edited("LIMIT = 3", "LIMIT = 3  # amounts"),
        _edited("    return result\n", "    return result\n\n\n# that is all\n"),
        _edited("text.strip()\n", "text.strip()", "helpers.py"),
        _edited("\n\ndef total", "def total"),
        _edited("    return text", "    # for people\n    return text", "helpers.py"),
        _edited("    result = 0\n", "    result = 1\n"),
        _edited("        result += amount\n", "        result += amount\n        result += amount\n"),
    ],
)
def test_what_moves_lines_or_was_not_read_is_not_followed_again(
    edit: Callable[[], None], config: Config, followed: list[str]
) -> None:
    assert len(pipeline.check(["."], config).findings) == 1
    edit()
    warm = pipeline.check(["."], config)
    assert followed == ["followed"]
    assert warm == pipeline.check(["."], replace(config, cache_dir=None))
    assert len(warm.findings) == 1


@pytest.mark.parametrize(
    ("edit", "findings"),
    [
        (_edited("    print(number)", "    print(len(number))"), 0),
        (_edited("customer.phone_number", "customer.colour"), 0),
        (_edited("text.strip()", "'***'", "helpers.py"), 0),
        (_edited("    return result", "    print(amounts.email)\n    return result"), 2),
        (_edited("from helpers import tidy", "tidy = hash"), 0),
    ],
)
def test_what_was_read_is_followed_again_where_it_has_changed(
    edit: Callable[[], None], findings: int, config: Config, followed: list[str]
) -> None:
    pipeline.check(["."], config)
    edit()
    warm = pipeline.check(["."], config)
    assert followed == ["followed"] * 2
    assert warm == pipeline.check(["."], replace(config, cache_dir=None))
    assert len(warm.findings) == findings


def test_a_comment_that_excuses_a_finding_counts(config: Config) -> None:
    pipeline.check(["."], config)
    _edited("    print(number)", "    print(number)  # piilint: ignore[PII1] -- the desk is alone")()
    warm = pipeline.check(["."], config)
    assert warm.findings == ()
    assert warm == pipeline.check(["."], replace(config, cache_dir=None))


def test_a_broken_record_is_made_anew(config: Config, followed: list[str]) -> None:
    first = pipeline.check(["."], config)
    assert config.cache_dir is not None
    with open_store(config.cache_dir) as store:
        assert store._database is not None
        store._database.execute("UPDATE entries SET data = x'c1' WHERE kind IN ('report', 'followed', 'shape')")
    assert pipeline.check(["."], config) == first
    assert followed == ["followed"] * 2


def test_a_random_walk_of_edits_finds_the_same_warm_and_cold(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, followed: list[str]
) -> None:
    tree = tmp_path / "samples"
    for name in ("owner_lookup", "contacts_dashboard"):
        shutil.copytree(SAMPLES / name / "leaky", tree / name)
    monkeypatch.chdir(tree)
    settings = load_config(".", explicit=None, isolated=True, overrides={"jobs": 1})
    config = replace(settings, cache_dir=str(tmp_path / "store"), today=date(2026, 6, 15))
    pipeline.check(["."], config)
    chance = random.Random(11)
    files = sorted(path for ending in ("*.py", "*.html", "*.sql", "*.ipynb") for path in tree.rglob(ending))
    parts, warmly = len(followed), 0
    assert parts == 2
    for _ in range(20):
        path = chance.choice(files)
        lines = path.read_text().splitlines(keepends=True)
        at = chance.randrange(len(lines)) if lines else 0
        line = lines[at] if lines else ""
        indent = line[: len(line) - len(line.lstrip())]
        kind = chance.choice(["blank", "comment", "statement", "number", "twice", "cut"])
        new = {
            "blank": ["\n", line],
            "comment": [f"{indent}# a note\n", line],
            "statement": [f"{indent}spare = {at}\n", line],
            "number": [line.replace("1", "2").replace("0", "3")],
            "twice": [line, line],
            "cut": [],
        }[kind]
        path.write_text("".join([*lines[:at], *new, *lines[at + 1 :]]))
        followed.clear()
        warm = pipeline.check(["."], config)
        assert len(followed) <= 1, "an edit of one project is followed there alone"
        warmly += len(followed)
        assert warm == pipeline.check(["."], replace(config, cache_dir=None)), f"{kind} in {path}:{at + 1}"
    assert warmly < 20, "nothing was taken from an earlier run"
