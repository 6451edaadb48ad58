"""Data that enters in one cell of a notebook and is shown in it: both places count within the cell."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from piilint import check


def test_source_and_sink_stand_in_their_cell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cells = [
        {"cell_type": "code", "source": ["%matplotlib inline\n", "customer = load()\n"]},
        {"cell_type": "code", "source": ["phone = customer['phone_number']\n", "print(phone)\n"]},
    ]
    (tmp_path / "looks.ipynb").write_text(json.dumps({"cells": cells, "nbformat": 4, "nbformat_minor": 5}))
    monkeypatch.chdir(tmp_path)
    (finding,) = check(["."]).findings
    assert finding.source is not None
    assert (finding.source.place.cell, finding.source.place.line) == (2, 1)
    assert (finding.sink.place.cell, finding.sink.place.line) == (2, 2)
    assert (finding.steps[0].step.place.cell, finding.steps[0].step.place.line) == (2, 1)
