"""How often functions are looked at: no more than what they rest on makes necessary."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from piilint import check
from piilint.propagate.engine import Engine
from piilint.propagate.run import Context, FunctionRun
from piilint.propagate.summary import Summary


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each function is looked at without anything known of its parameters."""
    counted: Counter[str] = Counter()
    original = Engine._look

    def look(engine: Engine, key: tuple[int, Context]) -> None:
        if not key[1]:
            counted[engine.program.functions[key[0]].ir.name] += 1
        original(engine, key)

    monkeypatch.setattr(Engine, "_look", look)
    return counted


def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> int:
    (tmp_path / "app.py").write_text(text)
    monkeypatch.chdir(tmp_path)
    return len(check(["."]).findings)


def test_what_waits_and_is_called_before_its_turn_has_had_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, looks: Counter[str]
) -> None:
    found = run(
        tmp_path,
        monkeypatch,
        "def first(customer):\n    print(second(customer), customer.email)\n"
        "def second(customer):\n    return customer.phone_number\n"
        "def third(customer):\n    print(second(customer))\n",
    )
    assert found == 3
    assert set(looks.values()) == {1}


def test_what_lies_in_a_shared_object_wakes_nobody_where_it_tells_of_nothing_to_call(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, looks: Counter[str]
) -> None:
    found = run(
        tmp_path,
        monkeypatch,
        "HELD = {}\n"
        "def show(customer):\n    print(HELD['shown'].strip(), customer.email)\n"
        "def fill(customer):\n    HELD['shown'] = customer.phone_number\n"
        "def fill_again(customer):\n    HELD['shown'] = customer.latitude\n",
    )
    assert found >= 1
    # the second time since there was nothing personal under the name before
    assert looks["show"] == 2


def test_what_a_look_shares_is_shared_within_it_so_that_no_look_starts_it_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outside: list[str] = []
    original = Engine.share

    def share(engine: Engine, of: FunctionRun, summary: Summary) -> None:
        if (of.id, tuple(of.context.items())) not in engine.depth:
            outside.append(engine.program.functions[of.id].ir.name)
        original(engine, of, summary)

    monkeypatch.setattr(Engine, "share", share)
    found = run(
        tmp_path,
        monkeypatch,
        "class Page:\n"
        "    def __init__(self, customer):\n        self.customer = customer\n"
        "    def fill(self, text):\n        self.customer.note = text\n"
        "    def show(self):\n        print(self.customer.phone_number)\n",
    )
    assert found == 1
    assert outside == []
