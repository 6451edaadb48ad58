"""Answers whose types refer to one another: cut to what the classes declare, without going round for ever."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from piilint import check
from piilint.propagate import shaping

COUNT = 12


def program(count: int) -> str:
    """An API of classes each of which has a field of every other one."""
    lines = ["from fastapi import FastAPI", "from pydantic import BaseModel", "", "app = FastAPI()", ""]
    for number in range(count):
        lines += [f"class Part{number}(BaseModel):", "    phone_number: str", "    size: int"]
        lines += [f"    part{other}: 'Part{other}'" for other in range(count) if other != number]
    lines += ["@app.get('/part', response_model=Part0)", "def part(store):", "    return store.load()"]
    return "\n".join(lines)


def test_an_answer_of_types_that_refer_to_one_another_is_cut_to_a_bound(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cut = 0
    told: Callable[..., object] = shaping._declared

    def counting(*arguments: object) -> object:
        nonlocal cut
        cut += 1
        return told(*arguments)

    monkeypatch.setattr(shaping, "_declared", counting)
    (tmp_path / "app.py").write_text(program(COUNT), encoding="utf-8")
    found = check([str(tmp_path)]).findings
    assert any("phone" in finding.message for finding in found)
    assert cut <= 2 * (shaping.MAX_RECORDS + COUNT) * (COUNT + 2)
