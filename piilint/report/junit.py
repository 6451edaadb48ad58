"""JUnit's XML, which every build server shows: a suite a file, a failing test a finding."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from piilint.report.hosts import told, trace_text
from piilint.report.options import RenderOptions
from piilint.terms.finding import Finding, Problem, Report

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit(report: Report, _options: RenderOptions) -> str:
    """Findings fail, suppressed ones are skipped, problems are errors; a clean run is one test that passes."""
    from xml.etree import ElementTree

    root = ElementTree.Element("testsuites", name="piilint")
    for path, findings in groupby(report.findings, key=lambda finding: finding.sink.place.path):
        suite = _suite(root, path)
        for finding in findings:
            _finding(suite, finding)
    for problem in report.problems:
        _problem(_suite(root, problem.path), problem)
    if not len(root):
        _case(_suite(root, "piilint"), "piilint", "No findings")
    for element in (*root, root):
        _count(element)
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _suite(root: Element, path: str) -> Element:
    return _below(root, "testsuite", name=path)


def _case(suite: Element, path: str, name: str) -> Element:
    return _below(suite, "testcase", classname=path, name=name, time="0")


def _finding(suite: Element, finding: Finding) -> None:
    place = finding.sink.place
    case = _case(suite, place.path, f"{finding.rule} {finding.name} ({str(place).removeprefix(f'{place.path}:')})")
    case.attrib |= {"file": _text(place.path), "line": str(finding.sink.file_line)}
    if finding.suppressed is not None:
        _below(case, "skipped", message=finding.suppressed.reason or f"suppressed by a {finding.suppressed.by}")
        return
    failure = _below(case, "failure", type=finding.severity.value, message=told(finding))
    failure.text = _text(f"{place}: {told(finding)}\n{trace_text(finding)}".rstrip())


def _problem(suite: Element, problem: Problem) -> None:
    case = _case(suite, problem.path, f"readable (line {max(1, problem.line)})")
    _below(case, "error", type="problem", message=problem.message)


def _count(element: Element) -> None:
    """How many tests a suite has, and how they ended."""
    kinds = {"tests": "testcase", "failures": "failure", "errors": "error", "skipped": "skipped"}
    element.attrib |= {name: str(sum(1 for _ in element.iter(tag))) for name, tag in kinds.items()}
    element.set("time", "0")


def _below(parent: Element, tag: str, **attributes: str) -> Element:
    from xml.etree import ElementTree

    return ElementTree.SubElement(parent, tag, {name: _text(value) for name, value in attributes.items()})


def _text(text: str) -> str:
    """Without the characters that XML cannot hold."""
    return _NOT_XML.sub("?", text)
