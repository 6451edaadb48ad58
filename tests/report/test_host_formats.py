"""The formats that code hosts and build servers read, each read back as its reader does."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import jsonschema
import junitparser
import pytest
from markdown_it import MarkdownIt

from piilint.report import RenderOptions, render
from piilint.report import json_schema as report_schema
from piilint.report import markdown as markdown_module
from piilint.terms.finding import CodeFrame, Finding, Problem, Report, Suppressed
from piilint.terms.grades import Severity
from piilint.terms.location import Place
from tests.report.host_schemas import CODE_QUALITY, RDJSON, SAST
from tests.report.report_samples import CLEAN, COMMENT, PHONE, POSITION, REPORT, RULES, TOGETHER

PLAIN = RenderOptions(rules=RULES)
REPORTS = pytest.mark.parametrize("report", [REPORT, CLEAN, Report()], ids=["all", "clean", "empty"])
UMLAUT = CodeFrame(Place("a.py", 1, 10, 1, 13), '"ä😀" and tel', 1)
SUPPRESSED = replace(PHONE, suppressed=Suppressed("baseline"))


def made(name: str, *findings: Finding, options: RenderOptions = PLAIN) -> str:
    return render(Report(findings), name, options)


class TestJsonLines:
    def test_each_line_is_a_finding_of_the_document(self) -> None:
        lines = [json.loads(line) for line in render(REPORT, "jsonl", PLAIN).splitlines()]
        assert lines == json.loads(render(REPORT, "json", PLAIN))["findings"]
        for line in lines:
            jsonschema.validate(line, report_schema.FINDING)

    def test_no_findings_are_no_lines(self) -> None:
        assert render(CLEAN, "jsonl", PLAIN) == ""


Command = tuple[str, dict[str, str], str]


def commands(text: str) -> list[Command]:
    """Workflow commands as the runner reads them: `::name key=value,key=value::message`, each part unescaped."""
    read = []
    for line in text.splitlines():
        found = re.fullmatch(r"::(\w+) (.*?)::(.*)", line)
        assert found is not None, line
        pairs = (pair.partition("=") for pair in found[2].split(","))
        read.append((found[1], {key: _unescaped(value) for key, _, value in pairs}, _unescaped(found[3])))
    return read


def _unescaped(text: str) -> str:
    for code, char in (("%3A", ":"), ("%2C", ","), ("%0D", "\r"), ("%0A", "\n"), ("%25", "%")):
        text = text.replace(code, char)
    return text


class TestGithub:
    def test_an_annotation_stands_at_the_sink_and_tells_the_way(self) -> None:
        [(level, properties, message)] = commands(made("github", PHONE))
        assert level == "error"
        assert properties == {
            "file": "app/templates/patient.html", "line": "12", "endLine": "12", "col": "12", "endColumn": "21",
            "title": "piilint (PII102 contact-on-screen)",
        }  # fmt: skip
        first, *steps = message.split("\n")
        assert first == "phone number reaches a page: Patient.phone (app/models.py:23) -> {{ row.phone }}"
        assert steps[0].startswith("1. source app/models.py:23:5 (class Patient): phone: Mapped[str]")
        assert "the callee is not known" in "\n".join(steps)

    def test_code_and_paths_cannot_become_commands(self) -> None:
        evil = replace(PHONE, source_owner="x\n::set-env name=A::1", sink=CodeFrame(Place("a,b:100%.py", 3)))
        text = made("github", evil)
        assert text.count("\n") == 1
        [(_, properties, _)] = commands(text)
        assert properties["file"] == "a,b:100%.py"

    def test_the_worst_come_first_since_only_ten_are_shown(self) -> None:
        places = [CodeFrame(Place("a.py", line)) for line in range(1, 14)]
        notes = [replace(PHONE, sink=place, severity=Severity.NOTE) for place in places]
        read = commands(made("github", *notes, PHONE))
        assert [level for level, _, _ in read] == ["notice", "error", *["notice"] * 13]
        assert read[0][2] == "3 more than GitHub shows here stand in the log of this step"

    def test_one_rule_at_one_sink_is_one_annotation(self) -> None:
        [(_, _, message)] = commands(made("github", PHONE, replace(PHONE, source_owner="Patient.mobile")))
        assert "Patient.phone (app/models.py:23)" in message
        assert "Patient.mobile (app/models.py:23)" in message

    def test_problems_are_warnings_and_suppressed_findings_nothing(self) -> None:
        text = render(
            Report((SUPPRESSED,), (Problem("b.py", 0, "no"),)), "github", replace(PLAIN, show_suppressed=True)
        )
        [(level, properties, message)] = commands(text)
        assert (level, properties["line"], message) == ("warning", "1", "no")

    def test_a_place_in_a_notebook_is_a_line_of_its_file(self) -> None:
        known = replace(COMMENT, sink=replace(COMMENT.sink, line_in_file=57))
        [(_, properties, message)] = commands(made("github", known))
        assert properties["line"] == "57"
        assert message.startswith("cell 3, line 2: ")
        assert commands(made("github", COMMENT))[0][1]["line"] == "1"


class TestGitlab:
    @REPORTS
    def test_code_quality_has_what_gitlab_asks_for(self, report: Report) -> None:
        jsonschema.validate(json.loads(render(report, "gitlab", PLAIN)), CODE_QUALITY)

    def test_fingerprints_tell_issues_apart(self) -> None:
        """The widget shows one of several with the same."""
        issues = json.loads(made("gitlab", PHONE, TOGETHER))
        assert [issue["fingerprint"] for issue in issues] == [PHONE.fingerprint, TOGETHER.fingerprint]
        assert [issue["severity"] for issue in issues] == ["critical", "critical"]
        assert issues[0]["location"] == {"path": "app/templates/patient.html", "lines": {"begin": 12}}

    @REPORTS
    def test_the_security_report_is_valid(self, report: Report) -> None:
        jsonschema.validate(json.loads(render(report, "gitlab-sast", PLAIN)), SAST)

    def test_it_has_the_trace_and_what_to_do_instead(self) -> None:
        [found] = json.loads(made("gitlab-sast", PHONE))["vulnerabilities"]
        trace = [(item["file_name"], item["line_start"]) for item in found["details"]["trace"]["items"]]
        assert (trace[0], trace[-1]) == (("app/models.py", 23), ("app/templates/patient.html", 12))
        assert found["solution"].startswith("Show only what the task needs")
        assert [each["value"] for each in found["identifiers"]] == ["PII102", "359"]

    def test_suppressed_findings_are_in_neither(self) -> None:
        shown = replace(PLAIN, show_suppressed=True)
        assert json.loads(made("gitlab", SUPPRESSED, options=shown)) == []
        assert json.loads(made("gitlab-sast", SUPPRESSED, options=shown))["vulnerabilities"] == []


class TestRdjson:
    @REPORTS
    def test_it_has_what_reviewdog_asks_for(self, report: Report) -> None:
        jsonschema.validate(json.loads(render(report, "rdjson", PLAIN)), RDJSON)

    def test_columns_count_bytes(self) -> None:
        [found] = json.loads(made("rdjson", replace(PHONE, sink=UMLAUT)))["diagnostics"]
        span = found["location"]["range"]
        line = UMLAUT.text.encode()
        assert line[span["start"]["column"] - 1 : span["end"]["column"] - 1] == b"tel"


class TestJunit:
    def test_a_reader_sees_a_suite_for_each_file_and_a_failure_for_each_finding(self) -> None:
        text = render(REPORT, "junit", replace(PLAIN, show_suppressed=True))
        read = junitparser.JUnitXml.fromstring(text.encode())
        assert (read.tests, read.failures, read.skipped, read.errors) == (5, 3, 1, 1)
        cases = {case.classname: case for suite in read for case in suite}
        [failure] = cases["app/templates/patient.html"].result
        assert failure.type == "error"
        assert "10. sink app/templates/patient.html:12:12" in failure.text
        [skipped] = cases["app/export.py"].result
        assert skipped.message == "PRIV-12: coarse positions are agreed"
        assert cases["app/broken.py"].result[0].message == "cannot be parsed: expected ':'"

    def test_a_clean_run_is_a_test_that_passes(self) -> None:
        """Build servers take a report without tests for a run that broke."""
        read = junitparser.JUnitXml.fromstring(render(CLEAN, "junit", PLAIN).encode())
        assert (read.tests, read.failures) == (1, 0)

    def test_what_xml_cannot_hold_is_replaced(self) -> None:
        odd = replace(PHONE, message="\x00 <b> & \ud800", sink=CodeFrame(Place("a\x1b.py", 1)))
        read = junitparser.JUnitXml.fromstring(made("junit", odd).encode())
        [failure] = next(iter(next(iter(read)))).result
        assert failure.message.startswith("? <b> & ?")


def html_of(text: str) -> str:
    return str(MarkdownIt("commonmark", {"html": True}).enable("table").render(text))


class TestMarkdown:
    def test_findings_are_rows_and_traces_are_folded(self) -> None:
        page = html_of(render(REPORT, "markdown", PLAIN))
        assert page.count("<tr>") == 4  # with the head
        assert page.count("<details>") == 2
        assert "<code>app/templates/patient.html:12:12</code>" in page
        assert "10. sink app/templates/patient.html:12:12" in page

    def test_code_is_never_markup(self) -> None:
        evil = "a|b</details><script>`x`</script> [y](z) ```"
        page = html_of(made("markdown", replace(PHONE, message=evil, source_owner=evil)))
        assert "<script>" not in page
        assert page.count("</details>") == 1
        assert 'href="z"' not in page
        assert page.count("<td>") == 4

    def test_a_comment_is_never_longer_than_hosts_take(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(markdown_module, "LONGEST", 3000)
        text = made("markdown", *[replace(PHONE, message=f"finding {number}") for number in range(100)])
        assert len(text) < 3200
        left_out = 100 - text.count("| :red_circle:")
        assert f"{left_out} findings more are left out here." in text

    def test_a_clean_run_says_so(self) -> None:
        assert render(CLEAN, "markdown", PLAIN) == (
            "## piilint\n\nNo findings in 214 files: 38 sources, 51 sinks.\n"
        )  # fmt: skip


def test_positions_of_suppressed_findings_stay_known() -> None:
    assert "suppressed" in made("markdown", POSITION, options=replace(PLAIN, show_suppressed=True))
