"""What the reports look like, as whole texts in `goldens/`; PIILINT_UPDATE_GOLDENS=1 writes them anew."""

from __future__ import annotations

import datetime
import json
import os
import re
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest

from piilint import __version__
from piilint.report import RENDERERS, RenderOptions, render
from piilint.report import json_schema as report_schema
from piilint.terms.errors import UserError
from piilint.terms.finding import CodeFrame, Problem, Report, Summary
from piilint.terms.location import Place
from tests.report.report_samples import CLEAN, PHONE, REPORT, RULES

GOLDENS = Path(__file__).parent / "goldens"
PLAIN = RenderOptions(rules=RULES, show_suppressed=True, today=datetime.date(2026, 6, 15))
ESCAPES = re.compile(r"\x1b\[[0-9;]*m")

LOOKS = {
    "full.txt": (REPORT, "full", PLAIN),
    "full-every-step.txt": (Report((PHONE,)), "full", replace(PLAIN, verbose=1, statistics=True)),
    "full-narrow.txt": (Report((PHONE,)), "full", replace(PLAIN, width=56)),
    "full-clean.txt": (CLEAN, "full", PLAIN),
    "concise.txt": (REPORT, "concise", PLAIN),
    "report.json": (REPORT, "json", PLAIN),
    "report.sarif": (REPORT, "sarif", PLAIN),
    "report.jsonl": (REPORT, "jsonl", PLAIN),
    "github.txt": (REPORT, "github", PLAIN),
    "gitlab.json": (REPORT, "gitlab", PLAIN),
    "gitlab-sast.json": (REPORT, "gitlab-sast", PLAIN),
    "junit.xml": (REPORT, "junit", PLAIN),
    "rdjson.json": (REPORT, "rdjson", PLAIN),
    "report.md": (REPORT, "markdown", PLAIN),
    "report.html": (REPORT, "html", PLAIN),
}


@pytest.mark.parametrize("golden", LOOKS)
def test_a_report_looks_as_it_always_did(golden: str) -> None:
    path = GOLDENS / golden
    text = render(*LOOKS[golden]).replace(f'ersion": "{__version__}"', 'ersion": "0.0.0"')
    text = text.replace(f"piilint {__version__}", "piilint 0.0.0")
    if os.environ.get("PIILINT_UPDATE_GOLDENS"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")

    assert text == path.read_text(encoding="utf-8")


class TestJson:
    """Scripts rely on each key."""

    @pytest.mark.parametrize("report", [REPORT, CLEAN, Report()])
    def test_every_report_keeps_the_promise(self, report: Report) -> None:
        jsonschema.validate(json.loads(render(report, "json", PLAIN)), report_schema.REPORT)

    def test_one_document_that_is_plain_ascii(self) -> None:
        name = replace(PHONE, source_owner="Müller.phone", message="Müller's phone")

        text = render(Report((name,)), "json", PLAIN)

        assert text.isascii()
        assert json.loads(text)["findings"][0]["message"] == "Müller's phone"

    def test_lines_are_never_null(self) -> None:
        whole_file = Report(problems=(Problem("a.py", 0, "cannot be decoded"),))

        assert json.loads(render(whole_file, "json", PLAIN))["problems"] == [
            {"path": "a.py", "line": 1, "message": "cannot be decoded"}
        ]


class TestFull:
    """The report for people."""

    @pytest.mark.parametrize("width", [60, 80, 120])
    def test_nothing_but_long_paths_is_wider_than_the_terminal(self, width: int) -> None:
        text = render(REPORT, "full", replace(PLAIN, width=width))

        assert [line for line in text.splitlines() if len(line) > width] == []

    def test_colours_change_nothing_but_colours(self) -> None:
        plain = render(REPORT, "full", PLAIN)
        coloured = render(REPORT, "full", replace(PLAIN, color=True))

        assert "\x1b" not in plain
        assert "\x1b[1;31merror[PII102]\x1b[0m" in coloured
        assert ESCAPES.sub("", coloured) == plain

    def test_frames_are_ascii(self) -> None:
        """Consoles with old code pages must not die on a frame."""
        assert render(REPORT, "full", PLAIN).isascii()

    def test_code_cannot_steer_the_terminal(self) -> None:
        evil = CodeFrame(Place("a.py", 1, 1, 1, 5), "x = '\x1b[2J\x07'\ty", 1)

        text = render(Report((replace(PHONE, sink=evil, steps=()),)), "full", PLAIN)

        assert "x = '?[2J?'    y" in text

    def test_long_lines_are_cropped_around_the_sink(self) -> None:
        line = f"a({', '.join('argument' for _ in range(30))}, HERE, {'z' * 90})"
        start = line.index("HERE") + 1
        wide = CodeFrame(Place("a.py", 1, start, 1, start + 4), line, 1)

        shown = render(Report((replace(PHONE, sink=wide, steps=()),)), "full", PLAIN).splitlines()

        [code] = [index for index, text in enumerate(shown) if "HERE" in text]
        assert len(shown[code]) <= 80
        assert shown[code + 1].index("^") == shown[code].index("HERE")
        assert shown[code + 1].count("^") == 4

    def test_tabs_keep_the_carets_in_place(self) -> None:
        tabbed = CodeFrame(Place("a.py", 1, 3, 1, 7), "\t\tHERE()", 1)

        shown = render(Report((replace(PHONE, sink=tabbed, steps=()),)), "full", PLAIN).splitlines()

        [code] = [index for index, text in enumerate(shown) if "HERE" in text]
        assert shown[code + 1].index("^") == shown[code].index("HERE")

    def test_of_a_long_statement_the_sinks_line_is_shown(self) -> None:
        lines = [f"line {number}" for number in range(1, 31)]
        long = CodeFrame(Place("a.py", 120, None, 130), "\n".join(lines), 101)

        text = render(Report((replace(PHONE, sink=long, steps=()),)), "full", PLAIN)

        assert "101 | line 1" in text
        assert "120 | line 20" in text
        assert "line 10\n" not in text
        assert text.count("\n...\n") == 2

    def test_without_code_the_place_is_still_told(self) -> None:
        bare = CodeFrame(Place("gone.py", 7))

        text = render(Report((replace(PHONE, sink=bare, steps=()),)), "full", PLAIN)

        assert "--> gone.py:7\n" in text


def test_counts_are_told_even_when_nothing_was_found() -> None:
    one = Report(summary=Summary(files=1, sources=1, sinks=0))

    assert render(one, "full", PLAIN) == "No findings in 1 file: 1 source, 0 sinks.\n"
    assert render(one, "concise", PLAIN) == ""


def test_statistics_count_what_is_not_suppressed() -> None:
    text = render(REPORT, "concise", replace(PLAIN, statistics=True))

    assert "    1  PII102  contact.phone                    ui.page\n" in text
    assert "PII101  location" not in text


@pytest.mark.parametrize("output_format", ["full", "concise", "json"])
def test_suppressed_findings_are_shown_only_where_wanted(output_format: str) -> None:
    assert "PII101" in render(REPORT, output_format, PLAIN)
    assert "PII101" not in render(REPORT, output_format, replace(PLAIN, show_suppressed=False))


def test_formats_that_do_not_exist_are_refused_with_those_that_do() -> None:
    assert list(RENDERERS)[:3] == ["full", "concise", "json"]
    with pytest.raises(UserError, match=r'"jsn" is no output format; there are .*; did you mean "json"\?'):
        render(CLEAN, "jsn", PLAIN)
