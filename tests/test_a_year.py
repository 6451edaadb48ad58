"""A year with piilint in one repository: what is put off, merged, mended, excused and new, step by step."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DESK = """
def remind(customers):
    for customer in customers:
        print("call", customer.phone_number)
"""
SCREEN = """
from flask import Flask, render_template
from flask_login import login_required

app = Flask(__name__)


@app.get("/clips/<int:key>")
def clip(clip):
    return render_template("clip.html", clip=clip)
"""
GUARDED = """

@app.get("/staff")
@login_required
def staff():
    return "<p>the desk</p>"
"""
BASELINE = "piilint-baseline.jsonl"
LOCK = "piilint-screens.toml"


class Year:
    """The repository, and what piilint says of it on a day."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        own = {f"GIT_{who}_{what}": "t@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
        self.environment = {**os.environ, **own, "GIT_CONFIG_GLOBAL": os.devnull, "PYTHONPATH": str(ROOT)}

    def run(self, *command: str, code: int = 0) -> str:
        done = subprocess.run(command, cwd=self.folder, env=self.environment, capture_output=True, text=True)
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout

    def git(self, *arguments: str) -> str:
        return self.run("git", *arguments)

    def commit(self, message: str) -> None:
        self.git("add", "-A")
        self.git("commit", "-q", "-m", message)

    def piilint(self, *arguments: str, code: int = 0) -> str:
        return self.run(sys.executable, "-m", "piilint", *arguments, code=code)

    def found(self, today: str, *arguments: str) -> list[str]:
        """The findings of a day, as `path:line rule`."""
        text = self.piilint("check", "--output-format", "json", "--exit-zero", "--today", today, *arguments)
        return [f"{one['sink']['path']}:{one['sink']['line']} {one['rule']}" for one in json.loads(text)["findings"]]

    def write(self, path: str, text: str) -> None:
        (self.folder / path).parent.mkdir(exist_ok=True)
        (self.folder / path).write_text(text, encoding="utf-8")

    def read(self, path: str) -> str:
        return (self.folder / path).read_text(encoding="utf-8")


@pytest.fixture
def year(tmp_path: Path) -> Year:
    made = Year(tmp_path)
    made.git("init", "-q", "-b", "main")
    made.write("desk.py", DESK)
    made.write("screen.py", SCREEN)
    made.write("templates/clip.html", "<p>{{ clip.transcript }}</p>\n")
    made.write(".gitignore", ".piilint_cache/\n")
    made.write(".gitattributes", f"{BASELINE} merge=union\n")
    made.write("piilint.toml", f'baseline = "{BASELINE}"\n')
    return made


def test_a_year(year: Year) -> None:
    # January: what is there is put off
    year.piilint("baseline", "write")
    year.commit("Put off what is there")
    assert year.found("2026-01-15") == []

    # February: lines move, a variable gets another name
    year.write(
        "desk.py", '"""The desk."""\n' + DESK.replace("customer.", "person.").replace("customer in", "person in")
    )
    spread = '\n        "clip.html",\n        clip=clip,\n    )'
    year.write("screen.py", SCREEN.replace('"clip.html", clip=clip)', spread))
    year.write("templates/clip.html", "<main>\n  <p>\n    {{clip.transcript}}\n  </p>\n</main>\n")
    assert year.found("2026-02-15") == []
    year.commit("Tidy up")

    # March: a new leak beside the old one is found, by the baseline and by what the branch adds
    year.git("switch", "-q", "-c", "mail")
    year.write("desk.py", year.read("desk.py") + "        print(person.email_address)\n")
    assert year.found("2026-03-15") == ["desk.py:6 PII107"]
    assert year.found("2026-03-15", "--diff", "main") == ["desk.py:6 PII107"]
    year.piilint("check", "--fail-on", "warning", code=1)

    # April: it is put off on one branch, while another puts off one of its own
    year.piilint("baseline", "update")
    year.commit("Put off the mail")
    year.git("switch", "-q", "main")
    year.git("switch", "-q", "-c", "lobby")
    year.write("lobby.py", "def greet(guest):\n    print(guest.phone_number)\n")
    year.piilint("baseline", "update")
    year.commit("Greet guests")
    year.git("switch", "-q", "main")
    year.git("merge", "-q", "mail")
    year.git("merge", "-q", "--no-edit", "lobby")
    assert year.read(BASELINE).count("\n") == 4
    assert year.found("2026-04-15") == []

    # May: one is mended and leaves the baseline; what comes back is new
    mended = year.read("desk.py")
    year.write("desk.py", mended.replace("        print(person.email_address)\n", ""))
    year.piilint("baseline", "prune")
    assert year.read(BASELINE).count("\n") == 3
    year.commit("Mend the mail")
    year.write("desk.py", mended)
    assert year.found("2026-05-15") == ["desk.py:6 PII107"]

    # June: it is excused until the autumn
    excuse = "  # piilint: ignore[PII107] until=2026-09-30 -- PRIV-7 until the desk has its own screen"
    year.write("desk.py", mended.rstrip("\n") + excuse + "\n")
    assert year.found("2026-06-15") == []
    assert "covers 1 finding" in year.piilint("suppressions", "--today", "2026-06-15")
    year.commit("Excuse the mail")

    # July: a screen grows; the old line on it stays put off, the new one and what both say together are found
    page = year.read("templates/clip.html")
    year.write("templates/clip.html", page.replace("</main>", "  <p>{{ clip.device.serial_number }}</p>\n</main>"))
    assert year.found("2026-07-15") == ["templates/clip.html:3 PII201", "templates/clip.html:5 PII105"]
    assert year.found("2026-07-15", "--diff", "main") == year.found("2026-07-15")
    grown = json.loads(year.piilint("check", "--output-format", "json", "--exit-zero", "--today", "2026-07-15"))
    [together] = [one for one in grown["findings"] if one["rule"] == "PII201"]
    assert [member["sink"]["line"] for member in together["members"]] == [3, 5]
    assert all(len(member["trace"]) >= 2 for member in together["members"])
    assert together["change"] == "leave out {{ clip.device.serial_number }} at templates/clip.html:5"
    year.write("templates/clip.html", page)
    assert year.found("2026-07-15") == []

    # August: what the screens show is agreed on; one that shows more, or is open to more, is told by name
    year.write("screen.py", year.read("screen.py") + GUARDED)
    year.piilint("screens", "--lock")
    agreed = year.read(LOCK)
    assert '"voice.transcript" = "none"' in agreed
    assert 'screen = "staff"' in agreed
    year.commit("Agree on the screens")
    assert year.found("2026-08-15", "--locked") == []
    assert year.piilint("screens", "--check") == ""

    year.write("templates/clip.html", page.replace("</main>", "  <p>{{ clip.caller.phone_number }}</p>\n</main>"))
    assert "screen.py:9 PII906" in year.found("2026-08-16", "--locked")
    told = year.piilint("screens", "--check", code=1)
    assert told == "screen.py:9: clip: it shows contact.phone unmasked, which it did not\n"
    year.write("templates/clip.html", page)

    opened = year.read("screen.py").replace("@login_required\n", "")
    year.write("screen.py", opened)
    assert year.found("2026-08-17", "--locked") == ["screen.py:17 PII906"]
    assert "staff: the guard `login` no longer stands before" in year.piilint("screens", "--check", code=1)
    assert "error[PII906]" in year.piilint("check", "--locked", "--today", "2026-08-17", code=1)

    year.piilint("screens", "--lock")
    changed = year.git("diff", "--unified=0", LOCK).splitlines()
    assert [line for line in changed if line[:1] in "+-" and line[1:2] not in "+-"] == [
        '-guards = ["login"]', "+guards = []",
    ]  # fmt: skip
    assert year.found("2026-08-18", "--locked") == []
    year.git("checkout", "-q", "--", LOCK, "screen.py", "templates/clip.html")

    # September: the lock is damaged by a merge; nothing is checked with half of it
    year.write(LOCK, agreed + "<<<<<<< HEAD\n")
    assert year.piilint("check", "--locked", code=2) == ""
    year.write(LOCK, agreed)

    # October: the excuse has ended
    assert sorted(year.found("2026-10-01")) == ["desk.py:6 PII107", "desk.py:6 PII903"]

    # November: the baseline was damaged by hand; nothing is checked with half of it
    whole = year.read(BASELINE)
    year.write(BASELINE, whole + "<<<<<<< HEAD\n")
    assert year.piilint("check", code=2) == ""
    year.write(BASELINE, whole)

    # December: the leak is gone, and the excuse that stayed is one too many
    year.write("desk.py", mended.replace("print(person.email_address)", f"print(len(person.email_address)){excuse}"))
    assert year.found("2026-08-01") == ["desk.py:6 PII902"]

    # and so is the one that was put off: its entry would hide the next one like it
    year.write("templates/clip.html", "<p>somebody said something</p>\n")
    assert [one.split()[1] for one in year.found("2026-12-15") if one.startswith(BASELINE)] == ["PII905"]
    assert "[gone]" in year.piilint("baseline", "show")
