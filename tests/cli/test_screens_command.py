"""`piilint screens`: what each screen shows to whom; its lock; and what is told when a screen grows beyond it."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path

import pytest
import tomli
from typer.testing import CliRunner, Result

from piilint.cli.app import app

PROGRAM = """
from flask import Flask, jsonify
from acme.auth import login_required, requires_role
from acme.audit import record_access
from people import Customer, Place

desk = Flask(__name__)


@desk.route("/card/<number>")
@login_required
@requires_role("dpo")
def card(number):
    record_access(number)
    customer = Customer.load(number)
    return jsonify({"phone": customer.phone_number[-4:], "mail": customer.email})


@desk.route("/place/<number>")
def place(number):
    if allowed(number):
        return jsonify(Customer.load(number).latitude)
    return ""
"""
PEOPLE = """
class Place:
    pass


class Customer:
    phone_number: str
    email: str
    latitude: float

    @classmethod
    def load(cls, number) -> "Customer":
        return fetch(number)
"""
RULES = """
[[guard]]
name = "login"
decorator = "acme.auth.login_required"
[[guard]]
name = "role"
decorator = "acme.auth.requires_role"
role = "argument:*"
[[audit]]
call = "acme.audit.record_access"
[[audience]]
id = "contractors"
routes = ["/place/*"]
region = "IE"
[[purpose]]
id = "support"
routes = ["/card/*"]
may_show = ["contact.**"]
"""
LOCK = "piilint-screens.toml"


@pytest.fixture(autouse=True)
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("desk.py").write_text(PROGRAM.lstrip("\n"))
    Path("people.py").write_text(PEOPLE.lstrip("\n"))
    Path("rules.toml").write_text(RULES)
    Path("piilint.toml").write_text('rules = ["rules.toml"]\n')


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, [*arguments, "--no-cache"])


def rows(*arguments: str) -> dict[str, dict]:
    result = run("screens", "--output-format", "json", *arguments)
    assert result.exit_code == 0, result.stderr
    return {row["screen"]: row for row in json.loads(result.stdout)["screens"]}


def change(old: str, new: str, path: str = "desk.py") -> None:
    text = Path(path).read_text()
    assert old in text
    Path(path).write_text(text.replace(old, new, 1))


def grown(*arguments: str) -> list[str]:
    """What `screens --check` tells."""
    result = run("screens", "--check", *arguments)
    assert result.exit_code == (1 if result.stdout else 0), result.stderr
    return result.stdout.splitlines()


def test_a_row_says_who_may_open_a_screen_and_what_it_shows() -> None:
    card = rows()["card"]
    assert (card["path"], card["route"], card["purpose"]) == ("desk.py", "/card/<number>", "support")
    assert (card["guards"], card["roles"], card["audited"]) == (["login", "role: dpo"], ["dpo"], True)
    assert [(one["data"], one["masked"], one["masked_by"], one["kinds"]) for one in card["shows"]] == [
        ("contact.email", "none", None, ["api.response"]), ("contact.phone", "adequate", "getitem", ["api.response"]),
    ]  # fmt: skip
    place = rows()["place"]
    assert (place["guards"], place["audited"], place["purpose"]) == ([], False, None)
    assert (place["audiences"], place["regions"]) == (["contractors"], ["IE"])


IDLE = """

@desk.get("/help")
@login_required
def help_page():
    return "<h1>Help</h1>"


def nobody_comes_here():
    return "<h1>Help</h1>"
"""


def test_a_route_that_shows_nothing_personal_has_a_row_and_its_guard_is_kept() -> None:
    Path("desk.py").write_text(Path("desk.py").read_text() + IDLE)
    found = rows()
    assert set(found) == {"card", "place", "help_page"}
    idle = found["help_page"]
    assert (idle["route"], idle["guards"], idle["shows"]) == ("/help", ["login"], [])
    assert "  shows  nothing personal\n" in run("screens").stdout
    run("screens", "--lock")
    change('@desk.get("/help")\n@login_required\n', '@desk.get("/help")\n')
    (line,) = grown()
    assert line.endswith("help_page: the guard `login` no longer stands before all that it shows")


def test_as_text() -> None:
    assert run("screens").stdout.startswith(
        "card  /card/<number>  desk.py:12\n"
        "  who    login, role: dpo; audited; for support\n"
        "  shows  contact.email          unmasked in api.response\n"
        "  shows  contact.phone          adequately masked by getitem in api.response\n"
        "\n"
        "place  /place/<number>  desk.py:19\n"
        "  who    no guard is known; not audited; purpose undeclared; seen by contractors; in IE\n"
    )


def test_as_csv_it_is_a_record_of_processing() -> None:
    read = list(csv.DictReader(io.StringIO(run("screens", "--output-format", "csv").stdout)))
    assert [(row["screen"], row["data"], row["masked"], row["guards"], row["audited"]) for row in read] == [
        ("card", "contact.email", "none", "login; role: dpo", "yes"),
        ("card", "contact.phone", "adequate", "login; role: dpo", "yes"),
        ("place", "location.precise", "none", "", "no"),
    ]  # fmt: skip
    assert read[2]["audiences"] == "contractors"


def test_as_markdown_it_is_one_table() -> None:
    lines = run("screens", "--output-format", "markdown").stdout.splitlines()
    assert len(lines) == 4
    assert lines[2].startswith(
        "| card (desk.py:12) | /card/&lt;number> | login, role: dpo; audited; for support | cont"
    )
    assert all(line.count("|") - line.count("\\|") == 5 for line in lines)


def test_the_lock_is_toml_without_lines_and_the_same_again() -> None:
    result = run("screens", "--lock")
    assert (result.exit_code, result.stdout) == (0, "")
    text = Path(LOCK).read_text()
    first, second = tomli.loads(text)["screen"]
    assert first == {
        "screen": "card", "path": "desk.py", "route": "/card/<number>", "guards": ["login", "role: dpo"],
        "audited": True, "purpose": "support", "shows": {"contact.email": "none", "contact.phone": "adequate"},
    }  # fmt: skip
    assert second["screen"] == "place"
    Path("desk.py").write_text("\n\n\n" + Path("desk.py").read_text())
    run("screens", "--lock")
    assert Path(LOCK).read_text() == text
    assert grown() == []


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("@login_required\n", "", "card: the guard `login` no longer stands before all that it shows"),
        (
            '@requires_role("dpo")\n', "",
            "card: the guard `role: dpo` no longer stands before all that it shows",
        ),
        (
            'requires_role("dpo")', 'requires_role("dpo", "agent")',
            "the guard `role: dpo` no longer stands before all that it shows; there is `role: agent | dpo` now",
        ),
        ("    record_access(number)\n", "", "card: looking at it is no longer recorded by an audit"),
        ("customer.phone_number[-4:]", "customer.phone_number", "it shows contact.phone unmasked, which was"),
        ("customer.email}", "customer.email, 1: customer.latitude}", "it shows location.precise unmasked, which it"),
        ('"/card/<number>"', '"/place/card/<number>"', "the audience contractors sees it now"),
        ("def place(", "def map(", "map: a new screen shows location.precise unmasked"),
    ],
)  # fmt: skip
def test_a_screen_that_grows_is_told_in_plain_words(old: str, new: str, told: str) -> None:
    run("screens", "--lock")
    change(old, new)
    lines = grown()
    assert any(told in line for line in lines), lines
    assert all(line.startswith("desk.py:") for line in lines)
    result = run("check", "--locked", "--output-format", "json", "--select", "PII906")
    assert result.exit_code == 1
    findings = json.loads(result.stdout)["findings"]
    assert {one["rule"] for one in findings} == {"PII906"}
    assert len(findings) == len(lines)
    assert any(told in one["message"] for one in findings)
    assert all(one["source"] is None and one["sink"]["kind"] is None and one["trace"] == [] for one in findings)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("customer.email", "customer.kind"),
        ("Customer.load(number).latitude", "1"),
        ('@desk.route("/place/<number>")\n', '@desk.route("/place/<number>")\n@login_required\n'),
        ('@requires_role("dpo")\n', '@requires_role("dpo")\n@requires_role("admin")\n'),
        ("    customer = Customer", "    # a comment\n    customer = Customer"),
    ],
)
def test_a_screen_that_shows_less_or_to_fewer_people_is_no_finding(old: str, new: str) -> None:
    run("screens", "--lock")
    change(old, new)
    assert grown() == []
    assert run("check", "--locked", "--select", "PII906").exit_code == 0


def test_fewer_roles_are_fewer_people() -> None:
    change('requires_role("dpo")', 'requires_role("dpo", "agent")')
    run("screens", "--lock")
    change('requires_role("dpo", "agent")', 'requires_role("agent")')
    assert grown() == []


def test_a_guard_before_one_datum_alone_is_kept_too() -> None:
    Path("rules.toml").write_text(
        RULES + '[[guard]]\nname = "demand"\ncall = "acme.auth.demand"\nrole = "argument:0"\n'
    )
    Path("desk.py").write_text(
        "from acme.auth import demand\n"
        "from people import Customer\n"
        "def both(customer: Customer):\n"
        "    print(customer.phone_number)\n"
        '    demand("mail")\n'
        "    print(customer.email)\n"
    )
    run("screens", "--lock")
    (locked,) = tomli.loads(Path(LOCK).read_text())["screen"]
    assert (locked["guards"], locked["behind"]) == ([], {"contact.email": ["demand: mail"]})
    assert grown() == []
    change('    demand("mail")\n', "")
    assert grown() == ["desk.py:3: both: contact.email is no longer behind the guard `demand: mail`"]


def test_without_check_locked_the_lock_does_not_matter() -> None:
    run("screens", "--lock")
    change("@login_required\n", "")
    assert "PII906" not in run("check").stdout


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (None, "the lock of screens cannot be read: No such file or directory; `piilint screens --lock` makes one"),
        ("version = 1\n<<<<<<< ours\n", "the lock of screens is no TOML"),
        ("version = 7\n", "the lock has no version = 1"),
        ('version = 1\n[[screen]]\nscreen = "a"\n', f'{LOCK}:2: not a screen of a lock: "path" is missing'),
        ('version = 1\n[[screen]]\nscreen = "a"\npath = "b"\ngards = []\n', 'unknown key "gards"'),
        (
            'version = 1\n[[screen]]\nscreen = "a"\npath = "b"\n[screen.shows]\n"contact.phone" = "half"\n',
            'not a screen of a lock: "shows"',
        ),
        (
            'version = 1\n[[screen]]\nscreen = "a"\npath = "b"\n[[screen]]\nscreen = "a"\npath = "b"\n',
            f"{LOCK}:5: a (b) stands there twice",
        ),
    ],
)
def test_a_lock_that_is_missing_or_broken_is_exit_2(text: str | None, message: str) -> None:
    if text is not None:
        Path(LOCK).write_text(text)
    for command in (("screens", "--check"), ("check", "--locked")):
        result = run(*command)
        assert (result.exit_code, result.stdout) == (2, "")
        assert message in result.stderr


def test_a_wrong_word_is_exit_2() -> None:
    assert 'did you mean "csv"?' in run("screens", "--output-format", "cvs").stderr
    assert run("screens", "--lock", "--check").exit_code == 2


SAMPLES = Path(__file__).parents[2] / "sample_projects"


@pytest.mark.parametrize("sample", ["transcription_workbench", "contacts_dashboard"])
def test_going_from_the_repaired_sample_to_the_leaky_one_is_told(sample: str) -> None:
    shutil.copytree(SAMPLES / sample / "fixed", "program", ignore=shutil.ignore_patterns(".piilint_cache"))
    run("screens", "program", "--lock")
    assert grown("program") == []
    lock = Path("program", LOCK).read_text()
    shutil.rmtree("program")
    shutil.copytree(SAMPLES / sample / "leaky", "program", ignore=shutil.ignore_patterns(".piilint_cache"))
    Path("program", LOCK).write_text(lock)
    assert any("shows" in line and "unmasked" in line for line in grown("program"))
