"""The page for who answers for the data: whole, safe, and alone."""

from __future__ import annotations

import datetime
import shutil
import subprocess
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from piilint.report import RenderOptions, render
from piilint.terms.finding import CodeFrame, Finding, Report
from piilint.terms.location import Place
from tests.report.report_samples import CLEAN, PHONE, POSITION, REPORT, RULES, TOGETHER

PLAIN = RenderOptions(rules=RULES, today=datetime.date(2026, 6, 15))
VOID = {"meta", "br", "link", "img"}


class Page(HTMLParser):
    """Reads a page, and insists that each element is closed where it must be."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.links: list[str] = []
        self.anchors: list[str] = []
        self.texts: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        assert not {name for name in given if name.startswith("on")} | given.keys() & {"src", "style"}
        self.tags.append(tag)
        self.links += [given["href"]] if "href" in given else []
        self.anchors += [given["id"]] if "id" in given else []
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.texts.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.texts).split())


def page(*findings: Finding) -> Page:
    return Page(render(Report(findings), "html", PLAIN))


@pytest.mark.parametrize("report", [REPORT, CLEAN, Report()], ids=["all", "clean", "empty"])
def test_the_page_needs_nothing_but_itself(report: Report) -> None:
    text = render(report, "html", PLAIN)
    read = Page(text)
    assert "script" not in read.tags
    assert "url(" not in text
    assert "@import" not in text
    assert all(link.startswith("#") for link in read.links)


def test_each_link_leads_to_its_place() -> None:
    read = page(*REPORT.findings)
    assert {link[1:] for link in read.links} <= set(read.anchors)
    assert len(set(read.anchors)) == len(read.anchors)


def test_screens_stand_by_kind_of_data() -> None:
    text = page(PHONE, TOGETHER).text
    assert "Screen phone number identity.name voice.transcript" in text
    assert "app.views.patient.patient_detail 1" in text
    assert "tools.listen 1 1" in text


def test_a_finding_tells_its_steps_its_guards_and_what_to_do() -> None:
    text = page(PHONE).text
    assert "The way of Patient.phone (contact.phone)" in text
    assert "10 sink app/templates/patient.html:12:12 patient.html <td>{{ row.phone }}</td>" in text
    assert "Guards none seen" in text
    assert "2 steps in the same function" in text
    assert "Instead. Show only what the task needs" in text


def test_suppressed_findings_are_shown_to_who_answers_for_them() -> None:
    text = page(POSITION).text
    assert "1 suppressed" in text
    assert "app.export.export:42 (1)" in text
    assert "PRIV-12: coarse positions are agreed 2027-03-31 comment" in text
    assert "Nothing that counts was found" in text


def test_code_is_text_and_never_markup() -> None:
    evil = "<script>alert('x')</script>`<b>`"
    frame = CodeFrame(Place("a<b>.py", 1, 1, 1, 9), evil, 1)
    odd = replace(PHONE, message=evil, source_owner=evil, sink=frame, screen=evil, steps=())
    read = page(odd)
    assert "script" not in read.tags
    assert "<script>alert('x')</script>" in read.text


def test_text_between_backticks_is_code() -> None:
    text = render(Report((replace(PHONE, message="use `round(x, 1)`"),)), "html", PLAIN)
    assert "use <code>round(x, 1)</code>" in text


BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.mark.skipif(BROWSER is None, reason="no Chromium here")
def test_a_browser_shows_it(tmp_path: Path) -> None:
    """What the browser makes of the page still holds each finding, and each link leads somewhere."""
    file = tmp_path / "report.html"
    file.write_text(render(REPORT, "html", PLAIN), encoding="utf-8")
    options = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}"]
    command = [BROWSER or "", *options, "--dump-dom", file.as_uri()]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    seen = Page(done.stdout.partition("<html")[2].join(["<html", ""]))
    for finding in REPORT.findings:
        assert " ".join(finding.message.replace("`", "").split()) in seen.text
    assert {link[1:] for link in seen.links if link.startswith("#")} <= set(seen.anchors)
