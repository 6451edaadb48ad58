"""Texts that are made of constants are known as long as somebody could read them."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest

from piilint import check

PROGRAM = """
def show(customer):
    text = "c"
    {lines}
    print(text, customer.phone_number)
"""
MOST_MEMORY = 20_000_000


@pytest.mark.parametrize(
    "lines",
    [
        'text = "c".zfill(50_000_000)',
        'text = "{:>50000000}".format("c")',
        'text = "{:>{}}".format("c", 50_000_000)',
        "\n    ".join(["text = text + text"] * 26),
        "\n    ".join(['text = ",".join([text, text])'] * 26),
        "\n    ".join(['text = "{}{}".format(text, text)'] * 26),
    ],
    ids=["zfill", "format", "format by a value", "sum", "join", "format of itself"],
)
def test_a_text_that_grows_and_grows_costs_nothing(lines: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "app.py").write_text(PROGRAM.format(lines=lines))
    monkeypatch.chdir(tmp_path)
    check(["."])  # what is read once only
    (tmp_path / "app.py").write_text(PROGRAM.format(lines=lines) + "\n")
    tracemalloc.start()
    try:
        findings = check(["."]).findings
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert len(findings) == 1
    assert peak < MOST_MEMORY
