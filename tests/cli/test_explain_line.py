"""`piilint explain FILE:LINE`: what is personal on a line, where it comes from, goes to, and why it goes no further."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from piilint.cli.app import app

PROGRAM = """
import logging
from acme import archive, enrich


class Customer:
    phone_number: str
    latitude: float
    email: str  # declared and never read
    badge: str  # pii: none
    address = None


def hidden(customer: Customer):
    short = customer.phone_number[-4:]  # hidden
    print(short)  # shows hidden
    logging.info(round(customer.latitude, 3))  # weakly


def overwritten(customer: Customer):
    phone = customer.phone_number  # overwritten
    phone = "none"
    print(phone)  # clean


def idle(customer: Customer):
    phone = customer.phone_number  # idle


def compared(customer: Customer):
    if customer.phone_number == "112":  # compared
        print("emergency")


def unknown(customer: Customer):
    rich = enrich(customer.phone_number)  # enriched
    archive(customer.phone_number)  # archived


def returned(customer: Customer):
    return customer.phone_number  # returned


def swallowed(customer: Customer):
    use(customer.phone_number)  # swallowed
    print(customer.kind)  # another field
    print(len(customer.phone_number))  # counted


def use(phone):
    return 1  # use


def caller(customer: Customer):
    middle(customer.phone_number)  # caller
    middle("nothing")


def middle(text):
    shown(text)


def shown(text):
    print(text)  # shown


def plain(a, b):
    return a + b  # plain


def guessed(order):
    print(order.phone_number)  # guessed


def taken(phone_number):  # parameter
    print(phone_number)
"""


@pytest.fixture(autouse=True)
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("app.py").write_text(PROGRAM.lstrip("\n"))


def line_of(comment: str) -> int:
    """The line that ends in a comment, or that is the text."""
    lines = PROGRAM.lstrip("\n").split("\n")
    return next(n for n, line in enumerate(lines, 1) if line.endswith(f"# {comment}") or line.strip() == comment)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["explain", "--no-cache", *arguments])


def at(comment: str) -> dict:
    result = run(f"app.py:{line_of(comment)}", "--output-format", "json")
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def test_of_a_declaration_it_tells_why_it_is_personal_and_where_it_is_shown() -> None:
    document = at("phone_number: str")
    assert document["text"] == "    phone_number: str"
    assert document["sources"] == [
        {"data": "contact.phone", "owner": "Customer.phone_number", "evidence": "strong name `phone_number`",
         "confidence": "high", "excused": False},
    ]  # fmt: skip
    (trail,) = document["trails"]
    assert {(out["line"], out["masked"]) for out in trail["out"]} == {
        (line_of("shows hidden"), "adequate"), (line_of("shown"), "none"),
    }  # fmt: skip


def test_of_what_is_shown_it_tells_the_rules_that_it_breaks_and_the_fingerprint() -> None:
    (trail,) = at("shown")["trails"]
    (out,) = trail["out"]
    check = CliRunner().invoke(app, ["check", "--no-cache", "--output-format", "json"])
    finding = next(one for one in json.loads(check.stdout)["findings"] if one["sink"]["line"] == line_of("shown"))
    assert out["findings"] == [{"rule": finding["rule"], "fingerprint": finding["fingerprint"]}]


def test_of_a_parameter_it_tells_who_hands_it_in_through_callers_of_callers() -> None:
    (trail,) = at("shown")["trails"]
    assert trail["source"]["owner"] == "Customer.phone_number"
    assert [(note["kind"], note["line"]) for note in trail["in"]] == [("handed in", line_of("shown(text)"))]


CALLS = """
from app import Customer


def phone_of(customer: Customer):
    return customer.phone_number


def beside(phone, text):
    return [phone, text]


def show(customer: Customer, text: str):
    print(phone_of(customer))
    row = [phone_of(customer), text]
    if row:
        print(row)
    print(beside(customer.phone_number, text))
"""


@pytest.mark.parametrize(
    ("line", "calls"), [(13, [13]), (16, [14]), (17, [])], ids=["at once", "before", "given what it gives back"]
)
def test_of_what_a_callee_makes_it_tells_which_one_and_where_it_was_called(line: int, calls: list[int]) -> None:
    Path("calls.py").write_text(CALLS.lstrip("\n"))
    document = json.loads(run(f"calls.py:{line}", "--output-format", "json").stdout)
    came = [note for trail in document["trails"] for note in trail["in"]]
    assert len(document["trails"]) == 1
    assert [(note["kind"], note["message"], note["line"]) for note in came] == [
        ("given back", "given back by calls.phone_of", call) for call in calls
    ]


@pytest.mark.parametrize(
    ("line", "kind", "message"),
    [
        ("overwritten", "overwritten", "`phone` gets another value on line 21 before anything reads it"),
        ("idle", "unused", "nothing reads `phone` after this"),
        ("compared", "compared", "only compared"),
        ("archived", "unknown call", "acme.archive is not known"),
        ("enriched", "unused", "nothing reads `rich` after this"),
        ("returned", "returned", "returned by app.returned, which nothing in the program calls"),
        ("swallowed", "not passed on", "app.use (app.py:49) neither shows it nor gives it back"),
        ("counted", "not passed on", "len gives nothing of it back"),
        ("declared and never read", "unread", "nothing that was looked at reads it"),
    ],
)
def test_where_it_goes_no_further_it_tells_why(line: str, kind: str, message: str) -> None:
    (trail,) = at(line)["trails"]
    assert trail["out"] == []
    assert [note["kind"] for note in trail["stops"]] == [kind]
    assert message in trail["stops"][0]["message"]


def test_of_what_is_masked_it_tells_by_what_and_how_well() -> None:
    (trail,) = at("hidden")["trails"]
    (note,) = trail["on_the_way"]
    assert (note["kind"], note["line"]) == ("masked", line_of("hidden"))
    assert "well enough" in note["message"]
    (trail,) = at("weakly")["trails"]
    assert "masked by round: weakly" in trail["on_the_way"][0]["message"]
    assert at("shows hidden")["trails"][0]["masked"] == "adequate"


def test_an_unknown_call_is_told_with_what_is_assumed_of_it() -> None:
    assert [(note["kind"], note["message"].split(":")[0]) for note in at("enriched")["notes"]] == [
        ("unknown call", "acme.enrich is not known"),
    ]  # fmt: skip


@pytest.mark.parametrize("line", ["clean", "another field", "use"])
def test_where_nothing_personal_comes_it_says_so(line: str) -> None:
    document = at(line)
    assert (document["sources"], document["trails"]) == ([], [])
    assert "No personal data is known to come here." in run(f"app.py:{line_of(line)}").stdout


def test_code_that_nothing_asked_for_was_not_looked_at() -> None:
    (note,) = at("plain")["notes"]
    assert note["kind"] == "not looked at"
    assert "app.plain was not looked at: no personal data enters or comes there" in note["message"]


def test_what_a_comment_declares_to_be_no_data_has_no_source() -> None:
    assert at("pii: none")["sources"] == []


def test_names_count_where_nothing_better_is_known() -> None:
    for line in ("guessed", "parameter"):
        document = at(line)
        assert document["sources"][0]["evidence"] == "strong name `phone_number`", line
        assert document["trails"][0]["out"], line


def test_as_text() -> None:
    result = run(f"app.py:{line_of('shown')}")
    assert result.stdout == (
        f"app.py:{line_of('shown')}  in app.shown\n"
        "  | print(text)  # shown\n"
        "\n"
        "contact.phone from Customer.phone_number (app.py:6): strong name `phone_number`\n"
        f"  in      handed in by app.middle, app.py:{line_of('shown(text)')}\n"
        f"  out     a terminal (ui.console): print, app.py:{line_of('shown')} [PII103]\n"
    )


@pytest.mark.parametrize(
    ("what", "message"),
    [
        ("app.py:4000", "app.py has no line 4000: it has 75 lines"),
        ("app.py:0", "app.py has no line 0"),
        ("app.py:3", "app.py:3: no code stands there; the next code is on line 5"),
        ("ap.py:3", 'no such file or folder: ap.py (did you mean "app.py"?)'),
        ("app.py", "app.py: which line of it? Write app.py:12"),
        ("app.py:1:3", "app.py is no notebook and has no cells: name the line alone, as app.py:3"),
        ("folder:3", "folder is a folder"),
        ("notes.txt:1", "notes.txt is not in the program, which has 2 files; name the folders of the program after"),
        ("look.ipynb:1", "look.ipynb is a notebook: name the cell too, as look.ipynb:1:1 for cell 1"),
        ("look.ipynb:7:1", "look.ipynb has no cell 7 with code"),
        ("look.ipynb:2:9", "cell 2 of look.ipynb has no line 9: it has 1 line"),
        ("PII10", 'no rule has the id or name "PII10"; did you mean'),
    ],
)
def test_what_cannot_be_explained_is_exit_2_and_nothing_on_stdout(what: str, message: str) -> None:
    Path("folder").mkdir()
    Path("notes.txt").write_text("x\n")
    notebook()
    result = run(what)
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr


def test_a_file_that_cannot_be_read_is_told_with_its_reason() -> None:
    Path("app.py").write_text("def broken(:\n    pass\n")
    Path("other.py").write_text("x = 1\n")
    result = run("app.py:2", "--max-unreadable", "100")
    assert result.exit_code == 2
    assert "app.py:2: this is no Python 3: invalid syntax" in result.stderr


def test_what_is_outside_of_the_paths_is_not_in_the_program() -> None:
    Path("folder").mkdir()
    Path("folder/other.py").write_text("x = 1\n")
    assert "app.py is not in the program, which has 1 file" in run("app.py:5", "folder").stderr


def notebook() -> None:
    cells = [{"cell_type": "code", "source": source} for source in ("x = 1", "print(customer.phone_number)")]
    Path("look.ipynb").write_text(json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))


@pytest.mark.parametrize("what", ["look.ipynb:2:1", "look.ipynb:cell 2:1"])
def test_a_line_of_a_notebook_is_named_with_its_cell(what: str) -> None:
    notebook()
    result = run(what, "look.ipynb", "--output-format", "json")
    document = json.loads(result.stdout)
    assert (document["cell"], document["line"], document["text"]) == (2, 1, "print(customer.phone_number)")
    assert document["trails"][0]["out"][0]["cell"] == 2


def test_a_line_of_a_template_is_explained_by_what_renders_it() -> None:
    Path("app.py").write_text(
        "from flask import Flask, render_template\n"
        "app = Flask(__name__)\n"
        '@app.route("/c")\n'
        "def card():\n"
        '    return render_template("card.html", person=find())\n'
    )
    Path("templates").mkdir()
    Path("templates/card.html").write_text("<h1>\n{{ person.phone_number }}\n{{ person.kind }}\n</h1>\n")
    document = json.loads(run("templates/card.html:2", "--output-format", "json").stdout)
    assert document["scopes"] == ["card.html"]
    assert document["trails"][0]["data"] == "contact.phone"
    assert document["trails"][0]["out"][0]["kind"] == "ui.page"
    assert "No personal data is known to come here." in run("templates/card.html:3").stdout


def test_what_a_class_lists_is_explained_at_the_list() -> None:
    Path("app.py").write_text(
        "from django.contrib import admin\n"
        "from django.db import models\n"
        "class Customer(models.Model):\n"
        "    phone_number = models.CharField()\n"
        "@admin.register(Customer)\n"
        "class CustomerAdmin(admin.ModelAdmin):\n"
        '    list_display = ("phone_number",)\n'
    )
    (trail,) = json.loads(run("app.py:7", "--output-format", "json").stdout)["trails"]
    assert [(out["kind"], out["line"]) for out in trail["out"]] == [("ui.admin", 7)]


def test_a_rule_is_explained_as_text_and_as_json() -> None:
    assert "PII101" in run("PII101").stdout
    assert json.loads(run("PII101", "--output-format", "json").stdout)["rule"]["id"] == "PII101"
    assert run("PII101", "--output-format", "xml").exit_code == 2


def test_what_is_shown_on_another_way_is_not_said_to_be_read_by_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    project = Path(__file__).parents[2] / "sample_projects" / "owner_lookup" / "leaky"
    monkeypatch.chdir(project)
    lines = (project / "owner_lookup" / "window.py").read_text(encoding="utf-8").splitlines()
    handed_on = next(number for number, line in enumerate(lines, start=1) if "self._show(device)" in line)
    shown = next(number for number, line in enumerate(lines, start=1) if "owner.email" in line)
    told = CliRunner().invoke(
        app, ["explain", f"owner_lookup/window.py:{handed_on}", "--no-cache", "--output-format", "json"]
    )
    (trail,) = [one for one in json.loads(told.stdout)["trails"] if one["source"]["owner"] == "Owner.email"]
    assert trail["out"] == []
    assert [(note["kind"], note["line"]) for note in trail["stops"]] == [("elsewhere", shown)]
