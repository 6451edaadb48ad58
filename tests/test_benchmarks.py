"""The benchmarks measure what they say; they themselves run by `make bench` alone."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from benchmarks.screens.__main__ import report as report_of_routes
from benchmarks.screens.compare import Compared, has_row
from benchmarks.screens.listing import described
from benchmarks.speed.corpus import PINS, SMALL, lay, python_lines
from benchmarks.speed.edits import edited, edited_files
from benchmarks.speed.results import Measurement, Results
from benchmarks.speed.table import FLOOR, report


def measured(path: Path) -> Results:
    results = Results(path)
    for what, wall, cpu in (
        (FLOOR, 9.0, 10.0),
        ("piilint, 2 jobs", 20.0, 30.0),
        ("piilint, unchanged", 0.5, 0.4),
        ("piilint, one file edited", 2.0, 2.0),
    ):
        results.add(Measurement(what, "app", 0, wall, cpu, 1_000_000, 1000))
    results.add(Measurement("piilint, one file edited", "app", 1, 6.0, 6.0, 1_000_000, 1000))
    return results


def test_ratios_stand_beside_the_figures(tmp_path: Path) -> None:
    text = report(measured(tmp_path / "r.jsonl"), "a machine", "2026-01-01")
    assert "| app | 1,000 | piilint, 2 jobs | 1 | 20.00 | 30.00 | 1 | 3.00 | 2.00 |" in text
    assert "nothing changed / cold, wall: 0.025" in text
    assert "one of 2 files edited / cold, wall: median 0.200, worst 0.300" in text


def test_a_run_that_was_broken_off_goes_on(tmp_path: Path) -> None:
    measured(tmp_path / "r.jsonl")
    again = Results(tmp_path / "r.jsonl")
    assert again.has(FLOOR, "app", 0)
    assert not again.has(FLOOR, "app", 1)
    assert len(again.measured) == 5


def test_edits_are_drawn_alike_and_taken_back(tmp_path: Path) -> None:
    for name in ("models", "views", "urls", "admin"):
        (tmp_path / f"{name}.py").write_text("from .models import User\nimport app.views\n")
    first = edited_files(tmp_path, 3)
    assert first[0].name == "views.py"
    assert first == edited_files(tmp_path, 3)
    assert len(set(first)) == 3
    before = first[0].read_bytes()
    with edited(first[0], 7):
        assert first[0].read_bytes().startswith(before)
        assert first[0].read_bytes() != before
    assert first[0].read_bytes() == before


def test_the_edit_is_taken_back_after_a_failure_too(tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    path.write_text("x = 1\n")
    with pytest.raises(RuntimeError), edited(path, 1):
        raise RuntimeError
    assert path.read_text() == "x = 1\n"


def test_trees_are_laid_side_by_side(tmp_path: Path) -> None:
    app = tmp_path / "apps" / "one"
    app.mkdir(parents=True)
    (app / "a.py").write_text("1\n2\n")
    tree = lay(["one"], tmp_path / "trees" / "both")
    assert python_lines(tree) == 2
    assert set(SMALL) <= set(PINS)


@pytest.mark.skipif(sys.platform != "linux", reason="proportional memory is told by Linux alone")
def test_a_command_is_measured_with_its_children(tmp_path: Path) -> None:
    process = pytest.importorskip("benchmarks.speed.process", reason="needs the extra `bench`")
    child = "x = bytearray(60_000_000); import time; time.sleep(0.4)"
    program = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}], check=True); sys.exit(3)"
    cost = process.cost_of([sys.executable, "-c", program], tmp_path, tmp_path / "out", 60.0)
    assert cost.code == 3
    assert cost.wall > 0.4
    assert cost.peak > 50_000_000


class Page:
    def get(self) -> str:
        return ""


NAMELESS = lambda: ""  # noqa: E731


def test_a_view_is_found_in_the_table_of_screens_by_its_file_and_name(tmp_path: Path) -> None:
    route = described("/page", Page())
    assert (route["name"], Path(str(route["file"])).name) == ("Page", "test_benchmarks.py")
    nameless = described("/nameless", NAMELESS)

    def row(screen: str, path: str = "test_benchmarks.py", line: object = 1) -> list[dict[str, object]]:
        return [{"screen": screen, "path": path, "line": line}]

    here = Path(__file__).parent
    assert has_row(route, row("Page"), here)
    assert has_row(route, row("Page.get"), here)
    assert not has_row(route, row("Pages"), here)
    assert not has_row(route, row("Page", "other.py"), here)
    assert has_row(nameless, row("<lambda> /nameless", line=nameless["line"]), here)
    assert not has_row(nameless, row("<lambda> /other", line=1), here)


def test_a_route_without_a_row_is_named() -> None:
    text = report_of_routes("2027-01-02", [Compared("desk", 30, 20, ("/x (app.py: x)",), ())])
    assert "| desk | 30 | 20 | 19 | 0.950 |" in text
    assert "- desk: /x (app.py: x)" in text
