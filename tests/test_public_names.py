"""What other programs may use: `from piilint import check, Report, Finding`."""

from __future__ import annotations

from pathlib import Path

import pytest

import piilint


def test_the_public_names_are_those_of_the_pipeline_and_the_vocabulary() -> None:
    from piilint import Finding, Report, check, pipeline
    from piilint.terms import finding

    assert check is pipeline.check
    assert (Report, Finding) == (finding.Report, finding.Finding)


def test_check_needs_nothing_but_paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "app.py").write_text("x = 1\n")
    report = piilint.check(["app.py"])
    assert (report.summary.files, report.findings, report.problems) == (1, (), ())


def test_other_names_are_errors() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'chek'"):
        piilint.chek  # noqa: B018
