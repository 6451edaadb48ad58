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


def test_the_bounds_of_the_engine_itself_are_all_told() -> None:
    told = {name.rpartition(".")[0] for name, _ in BOUNDS}
    for module in (
        "propagate.memory",
        "propagate.settle",
        "propagate.run",
        "propagate.summary",
        "propagate.instantiate",
    ):
        constants = vars(importlib.import_module(f"piilint.{module}"))
        mine = {name for name, value in constants.items() if re.match(r"MAX_[A-Z_]+$", name) and isinstance(value, int)}
        named = {one.rpartition(".")[2] for one, _ in BOUNDS if one.startswith(f"{module}.")}
        elsewhere = {one.rpartition(".")[2] for one, _ in BOUNDS}
        assert module in told
        assert mine - elsewhere == set(), module
        assert named, module


def test_it_is_plain_about_both_directions() -> None:
    rows = re.findall(r"\| (more|fewer) flows", TEXT)
    assert rows.count("more") >= 5
    assert rows.count("fewer") >= 4
