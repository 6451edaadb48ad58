"""`piilint check`: what goes to stdout, what to stderr, and how it ends."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from piilint import pipeline
from piilint.cli import output
from piilint.cli.app import app
from piilint.report import RENDERERS
from piilint.terms.config import Config
from piilint.terms.finding import CodeFrame, Finding, Problem, Report, Summary, Suppressed
from piilint.terms.grades import Confidence, Severity
from piilint.terms.location import Place

SEEN = Summary(
    files=10, functions=1200, sources=31, sinks=12, unresolved_calls=4, unreadable_files=1, unmatched_templates=0
)


def finding(severity: str = "error", suppressed: bool = False) -> Finding:
    return Finding(
        rule="PII101",
        name="coordinates-on-screen",
        severity=Severity(severity),
        confidence=Confidence.HIGH,
        message="precise location reaches a page",
        data=("location.precise",),
        sink=CodeFrame(Place("app.py", 3, 5), "return str(lat)", 3),
        sink_kind="ui.page",
        suppressed=Suppressed("comment", "shown to its owner") if suppressed else None,
    )


class Check:
    """Stands in for the pipeline: notes how it was called, and returns a report that a test has chosen."""

    def __init__(self) -> None:
        self.report = Report(summary=SEEN)
        self.paths: tuple[str, ...] = ()
        self.config = Config()
        self.fails: BaseException | None = None

    def __call__(self, paths: list[str], config: Config, *_: object) -> Report:
        self.paths, self.config = tuple(paths), config
        if self.fails is not None:
            raise self.fails
        return self.report


@pytest.fixture
def check(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Check:
    fake = Check()
    monkeypatch.setattr(pipeline, "check", fake)
    monkeypatch.chdir(tmp_path)
    return fake


@pytest.fixture
def run(check: Check) -> Callable[..., Result]:
    return lambda *arguments: CliRunner().invoke(app, ["check", *arguments])


Run = Callable[..., Any]


@pytest.mark.parametrize(
    ("severity", "fail_on", "code"),
    [
        ("error", None, 1), ("warning", None, 0), ("note", None, 0),
        ("error", "warning", 1), ("warning", "warning", 1), ("note", "warning", 0),
        ("note", "note", 1), ("warning", "error", 0),
    ],
)  # fmt: skip
def test_it_exits_with_1_from_the_severity_on_that_fails(
    run: Run, check: Check, severity: str, fail_on: str | None, code: int
) -> None:
    check.report = Report((finding(severity),), summary=SEEN)
    assert run(*(["--fail-on", fail_on] if fail_on else [])).exit_code == code


def test_no_finding_exits_with_0(run: Run) -> None:
    assert run().exit_code == 0


def test_a_suppressed_finding_does_not_count(run: Run, check: Check) -> None:
    check.report = Report((finding(suppressed=True),), summary=SEEN)
    assert run("--show-suppressed").exit_code == 0


def test_exit_zero_softens_findings_but_no_trouble(run: Run, check: Check) -> None:
    check.report = Report((finding(),), summary=SEEN)
    assert run("--exit-zero").exit_code == 0
    check.fails = KeyError("x")
    assert run("--exit-zero").exit_code == 2


def test_interrupting_exits_with_130(run: Run, check: Check) -> None:
    check.fails = KeyboardInterrupt()
    result = run()
    assert (result.exit_code, result.stdout) == (130, "")


def test_a_crash_is_short_and_says_that_it_is_a_bug(run: Run, check: Check) -> None:
    check.fails = KeyError("x")
    result = run()
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("error: piilint crashed: KeyError: 'x' in test_check.py, line ")
    assert "Please report it" in result.stderr
    assert "Traceback" not in result.stderr
    assert "Traceback" in run("-v").stderr


def test_findings_go_to_stdout_and_counts_to_stderr(run: Run, check: Check) -> None:
    check.report = Report((finding(),), summary=SEEN)
    result = run("--output-format", "concise")
    assert result.stdout == "app.py:3:5: PII101 [error] precise location reaches a page\n"
    assert result.stderr == (
        "Analysed 10 files, 1,200 functions: 31 sources, 12 sinks, 4 unresolved calls, 1 unreadable file, "
        "0 unmatched templates.\n"
    )


def test_quiet_tells_findings_only(run: Run, check: Check) -> None:
    check.report = Report((finding(),), summary=Summary())
    result = run("-q", "--output-format", "concise")
    assert result.stdout.count("PII101") == 1
    assert result.stderr == ""


def test_json_is_exactly_one_document(run: Run, check: Check) -> None:
    check.report = Report((finding(),), (Problem("b.py", 3, "invalid syntax"),), SEEN)
    document = json.loads(run("--output-format", "json").stdout)
    assert [one["rule"] for one in document["findings"]] == ["PII101"]
    assert document["problems"] == [{"path": "b.py", "line": 3, "message": "invalid syntax"}]


def test_seeing_no_source_or_no_sink_is_a_warning(run: Run, check: Check) -> None:
    check.report = Report(summary=Summary(files=1), warnings=("the cache was made anew",))
    result = run()
    assert result.exit_code == 0
    assert [line.split(";")[0] for line in result.stderr.splitlines()[:3]] == [
        "warning: the cache was made anew",
        "warning: no source of personal data was met",
        "warning: no sink was met",
    ]


def test_the_report_can_go_to_a_file(run: Run, check: Check, tmp_path: Path) -> None:
    check.report = Report((finding(),), summary=Summary(**{**_counts(), "findings": 1}))
    result = run("--output-format", "json", "--output-file", "report.json")
    assert (result.exit_code, result.stdout) == (1, "")
    assert json.loads((tmp_path / "report.json").read_text())["version"] == 1
    assert result.stderr.startswith("1 finding written to report.json\n")


def test_one_run_can_write_several_reports(run: Run, check: Check, tmp_path: Path) -> None:
    check.report = Report((finding(),), summary=SEEN)
    result = run("--output-format", "concise", "--report", "json=a.json", "--report", "junit=b=c.xml")
    assert result.stdout.startswith("app.py:3:5: PII101")
    assert json.loads((tmp_path / "a.json").read_text())["version"] == 1
    assert (tmp_path / "b=c.xml").read_text().startswith("<?xml")
    assert "written to a.json\n" in result.stderr


def test_every_format_is_listed_in_the_help() -> None:
    assert output.FORMATS.split("|") == list(RENDERERS)


@pytest.mark.parametrize("name", RENDERERS)
def test_every_format_works_for_findings_and_for_none(run: Run, check: Check, name: str) -> None:
    assert run("--output-format", name).exit_code == 0
    check.report = Report((finding(),), (Problem("b.py", 3, "no"),), SEEN)
    assert run("--output-format", name).exit_code == 1


def _counts() -> dict[str, int]:
    return {name: getattr(SEEN, name) for name in Summary.__slots__}


@pytest.mark.parametrize(
    ("target", "told"),
    [("nowhere/report.json", "no such folder: nowhere"), (".", ". is a folder")],
)
def test_a_file_that_cannot_be_written_is_told_before_the_work(run: Run, check: Check, target: str, told: str) -> None:
    check.fails = AssertionError("must not be called")
    result = run("--output-file", target)
    assert (result.exit_code, result.stdout) == (2, "")
    assert told in result.stderr


def test_paths_and_options_become_the_config(run: Run, check: Check) -> None:
    run(
        "src", "tools", "--select", "PII1,PII2", "--select", "PII401", "--ignore", "PII101", "--fail-on", "note",
        "--min-confidence", "low", "--jobs", "3", "--cache-dir", "c", "--max-unreadable", "7", "--today", "2027-03-31",
        "--show-suppressed",
    )  # fmt: skip
    assert check.paths == ("src", "tools")
    config = check.config
    assert (config.select, config.ignore) == (("PII1", "PII2", "PII401"), ("PII101",))
    assert (config.fail_on, config.min_confidence) == (Severity.NOTE, Confidence.LOW)
    assert (config.jobs, config.cache_dir, config.max_unreadable) == (3, "c", 7)
    assert (str(config.today), config.show_suppressed) == ("2027-03-31", True)


def test_without_options_the_defaults_hold(run: Run, check: Check) -> None:
    run()
    defaults = Config()
    assert check.paths == ()
    assert (check.config.jobs, check.config.cache_dir, check.config.max_unreadable) == (0, ".piilint_cache", 20)
    assert (check.config.fail_on, check.config.min_confidence) == (defaults.fail_on, defaults.min_confidence)


def test_no_cache_keeps_nothing(run: Run, check: Check) -> None:
    run("--no-cache", "--cache-dir", "c")
    assert check.config.cache_dir is None


def test_the_command_line_is_over_the_config_file(run: Run, check: Check, tmp_path: Path) -> None:
    (tmp_path / "piilint.toml").write_text('fail-on = "note"\nignore = ["PII101"]\n')
    run("--fail-on", "warning")
    assert (check.config.fail_on, check.config.ignore) == (Severity.WARNING, ("PII101",))
    run("--isolated")
    assert (check.config.fail_on, check.config.ignore) == (Severity.ERROR, ())


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--fail-on", "eror"], 'did you mean "error"?'),
        (["--min-confidence", "hi"], "--min-confidence"),
        (["--output-format", "jsn"], 'did you mean "json"?'),
        (["--today", "31.3.2027"], "write it as 2027-03-31"),
        (["--jobs", "0"], "--jobs"),
        (["--max-unreadable", "101"], "--max-unreadable"),
        (["--severty", "high"], "--severty"),
        (["--config", "gone.toml"], "gone.toml"),
        (["--rules", "gone.toml"], "gone.toml"),
        (["--output-format", "xml"], "xml"),
        (["--report", "sarif"], "sarif=piilint.sarif"),
        (["--report", "sarfi=a"], 'did you mean "sarif"?'),
        (["--report", "sarif=gone/a"], "no such folder: gone"),
        (["--report", "sarif=a", "--report", "json=./a"], "would be written twice"),
    ],
)
def test_what_does_not_exist_exits_with_2(run: Run, arguments: list[str], told: str) -> None:
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert told in result.stderr


def test_a_path_that_is_no_text_is_still_printed(run: Run, check: Check) -> None:
    check.report = Report((), (Problem("caf\udce9.py", 1, "no"),), SEEN)
    result = run("--output-format", "concise")
    assert result.exit_code == 0
    assert "caf" in result.stdout
