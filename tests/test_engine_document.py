"""`docs/engine.md` is true to the code: each bound that it names has the value that it says."""

from __future__ import annotations

import importlib
import re
from functools import reduce
from pathlib import Path

import pytest

TEXT = (Path(__file__).parents[1] / "docs" / "engine.md").read_text(encoding="utf-8")
BOUNDS = re.findall(r"^\| `([\w.]+)` \| (\d+) \|", TEXT, re.MULTILINE)


def value_of(name: str) -> int:
    """The constant of that name, in a module or in a class of one."""
    parts = name.split(".")
    cut = next(at for at, part in enumerate(parts) if part != part.lower())
    module = importlib.import_module("piilint." + ".".join(parts[:cut]))
    return reduce(getattr, parts[cut:], module)  # type: ignore[return-value]


@pytest.mark.parametrize(("name", "value"), BOUNDS)
def test_a_bound_is_what_the_document_says(name: str, value: str) -> None:
    assert value_of(name) == int(value)


def test_the_bounds_of_each_part_are_told() -> None:
    told = {name.rpartition(".")[0] for name, _ in BOUNDS}
    assert told >= {
        f"propagate.{part}" for part in ("memory", "settle", "run", "summary", "instantiate", "engine.Engine")
    }


def test_it_is_plain_about_both_directions() -> None:
    rows = re.findall(r"\| (more|fewer) flows", TEXT)
    assert rows.count("more") >= 5
    assert rows.count("fewer") >= 4
