"""Whether an entry of the baseline is stale depends on its file, which the run itself may not look at."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from piilint import pipeline, questions
from piilint.baseline import as_text
from piilint.config import load_config

LEAKS = "def show(customer):\n    print(customer.phone_number)\n"


def test_a_file_of_the_baseline_that_is_gone_is_told_though_it_is_not_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("looked_at", "elsewhere"):
        Path(name).mkdir()
        Path(name, f"{name}.py").write_text(LEAKS)
    config = load_config(".", explicit=None, isolated=True, overrides={"jobs": 1})
    config = replace(config, cache_dir=str(tmp_path / "cache"))
    Path("base.jsonl").write_text(as_text(questions.baseline(["."], config, ())), encoding="utf-8")
    with_baseline = replace(config, baseline="base.jsonl")
    before = pipeline.check(["looked_at"], with_baseline)
    Path("elsewhere", "elsewhere.py").unlink()
    after = pipeline.check(["looked_at"], with_baseline)
    assert after == pipeline.check(["looked_at"], replace(with_baseline, cache_dir=None))
    assert after != before
