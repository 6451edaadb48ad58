"""A baseline through the life of a program: it outlives edits, and hides nothing new."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from piilint.cli.app import app

PROGRAM = """
import logging

log = logging.getLogger(__name__)


def remind(customers):
    for customer in customers:
        log.info("reminding %s", customer.phone_number)
        print(customer.email_address)
"""

FILE = Path("piilint-baseline.jsonl")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, [*arguments, *(() if arguments[0] == "rules" else ("--no-cache",))])


def new(*arguments: str) -> list[str]:
    """What check finds beside the baseline: each as `path:line rule`."""
    result = run("check", "--baseline", str(FILE), "--output-format", "json", "--exit-zero", *arguments)
    assert result.exit_code == 0, result.stderr
    return [
        f"{one['sink']['path']}:{one['sink']['line']} {one['rule']}" for one in json.loads(result.stdout)["findings"]
    ]


@pytest.fixture(autouse=True)
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program with two findings, and the baseline of both."""
    monkeypatch.chdir(tmp_path)
    Path("app.py").write_text(PROGRAM)
    result = run("baseline", "write")
    assert result.stderr.startswith("wrote piilint-baseline.jsonl: 2 findings put off, 2 new, 0 gone\n")


def edit(change: Callable[[str], str]) -> None:
    before = Path("app.py").read_text()
    after = change(before)
    assert after != before
    Path("app.py").write_text(after)


def test_what_is_put_off_does_not_count_but_is_told() -> None:
    result = run("check", "--baseline", str(FILE))
    assert result.exit_code == 0
    assert "No findings" in result.stdout
    assert "2 findings in the baseline piilint-baseline.jsonl\n" in result.stderr


@pytest.mark.parametrize(
    "change",
    [
        lambda text: "# a line\n# another\n" + text,
        lambda text: text.replace("customer.", "person.").replace("for customer in", "for person in"),
        lambda text: text.replace("log.info(", "log.info(\n            ").replace("number)", "number,\n        )"),
        lambda text: text.replace("        print", "        found = customer\n        print").replace(
            "print(customer", "print(found"
        ),
        lambda text: text.replace("%s", "the customer with the number %s"),
        lambda text: text.replace("(customers)", "(customers, dry_run=False)"),
    ],
    ids=["moved", "renamed", "reformatted", "renamed on the way", "reworded", "another parameter"],
)
def test_it_outlives_edits_that_change_no_flow(change: Callable[[str], str]) -> None:
    edit(change)
    assert new() == []


def test_a_new_flow_beside_an_old_one_is_found() -> None:
    edit(lambda text: text.replace("        print", '        log.info("at %s", customer.latitude)\n        print'))
    assert new() == ["app.py:10 PII401"]


def test_one_more_of_the_same_is_found() -> None:
    """The baseline counts: what was put off once is put off once."""
    line = '        log.info("reminding %s", customer.phone_number)\n'
    edit(lambda text: text.replace(line, line + line))
    assert len(new()) == 1


def test_the_same_in_another_function_or_file_is_found() -> None:
    edit(lambda text: text + "\n\ndef other(customer):\n    print(customer.email_address)\n")
    Path("more.py").write_text(PROGRAM)
    assert [place.split()[0] for place in new()] == ["app.py:14", "more.py:9", "more.py:10"]


def test_what_is_fixed_is_told_and_pruned() -> None:
    edit(lambda text: text.replace("customer.email_address", "'somebody'"))
    result = run("check", "--baseline", str(FILE))
    assert (
        "1 finding in the baseline piilint-baseline.jsonl; 1 more of it is gone: piilint baseline prune"
        in result.stderr
    )
    assert new() == ["piilint-baseline.jsonl:1 PII905"]
    shown = run("baseline", "show").stdout.splitlines()
    assert [line.endswith(" [gone]") for line in shown] == [True, False]

    assert "1 finding put off, 0 new, 1 gone" in run("baseline", "prune").stderr
    edit(lambda text: text.replace("'somebody'", "customer.email_address"))
    assert len(new()) == 1


def test_pruning_takes_in_nothing_and_updating_does() -> None:
    edit(lambda text: text + "        print(customer.date_of_birth)\n")
    before = FILE.read_text()
    run("baseline", "prune")
    assert FILE.read_text() == before
    assert "3 findings put off, 1 new, 0 gone" in run("baseline", "update").stderr
    assert new() == []


def test_a_run_over_a_part_leaves_the_rest_alone() -> None:
    Path("tools").mkdir()
    Path("tools/show.py").write_text("def show(user):\n    print(user.phone_number)\n")
    run("baseline", "update")
    before = FILE.read_text()
    for action in ("prune", "update"):
        run("baseline", action, "tools", "--baseline", str(FILE))
        assert FILE.read_text() == before
    assert "gone" not in run("check", "tools", "--baseline", str(FILE)).stderr


class TestTheFile:
    def test_it_is_sorted_and_holds_no_line_and_no_date(self) -> None:
        Path("aaa.py").write_text(PROGRAM)
        run("baseline", "update")
        entries = [json.loads(line) for line in FILE.read_text().splitlines()]
        assert [(entry["path"], entry["rule"]) for entry in entries] == sorted(
            (entry["path"], entry["rule"]) for entry in entries
        )
        assert [list(entry) for entry in entries] == [["fp", "rule", "source", "sink", "path", "count"]] * 4
        assert not re.search(r":\d|20\d\d-", re.sub(r'"fp": "\w+"', "", FILE.read_text()).replace('": 1', ""))

    def test_lines_that_a_merge_has_doubled_count_once(self) -> None:
        """Of two counts the larger holds: both branches had put that many off, not more."""
        lines = FILE.read_text().splitlines()
        FILE.write_text("\n".join([*lines, *lines, lines[0].replace('"count": 1', '"count": 2')]) + "\n")
        assert new() == ["piilint-baseline.jsonl:5 PII905"]  # one of two is gone
        edit(lambda text: text + "        print(customer.email_address)\n")
        assert new() == []
        edit(lambda text: text + "        print(customer.email_address)\n")
        assert len(new()) == 1

    def test_reasons_stay_and_are_shown(self) -> None:
        entries = [json.loads(line) for line in FILE.read_text().splitlines()]
        FILE.write_text("".join(json.dumps({**entry, "reason": "PRIV-7"}) + "\n" for entry in entries))
        run("baseline", "update")
        assert FILE.read_text().count("PRIV-7") == 2
        result = run("check", "--baseline", str(FILE), "--show-suppressed", "--output-format", "json")
        suppressed = [one["suppressed"] for one in json.loads(result.stdout)["findings"]]
        assert suppressed == [{"by": "baseline", "reason": "PRIV-7", "until": None}] * 2

    @pytest.mark.parametrize(
        ("line", "cause"),
        [
            ("<<<<<<< HEAD", "no JSON; a merge may have left its marks"),
            ("[]", "no object"),
            ('{"fp": "a"}', '"rule" is missing or no text'),
            (
                '{"fp":"a","rule":"b","source":"","sink":"","path":"","count":0}',
                '"count" is missing or no number above 0',
            ),
            ('{"fp":"a","rule":"b","source":"","sink":"","path":"","count":1,"line":3}', 'unknown key "line"'),
        ],
    )
    def test_what_is_malformed_ends_the_run(self, line: str, cause: str) -> None:
        FILE.write_text(FILE.read_text() + line + "\n")
        result = run("check", "--baseline", str(FILE))
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr == f"error: piilint-baseline.jsonl:3: not an entry of a baseline: {cause}\n"

    def test_one_that_is_not_there_ends_the_run(self) -> None:
        result = run("check", "--baseline", "gone.jsonl")
        assert result.exit_code == 2
        assert "`piilint baseline write` makes one" in result.stderr

    def test_writing_never_overwrites(self) -> None:
        result = run("baseline", "write")
        assert result.exit_code == 2
        assert "`piilint baseline update` brings it up to date" in result.stderr


def test_what_a_comment_suppresses_is_not_put_off() -> None:
    FILE.unlink()
    edit(lambda text: text.replace("number)\n", "number)  # piilint: ignore[PII4] -- agreed\n"))
    assert "1 finding put off" in run("baseline", "write").stderr


def test_it_is_named_in_the_settings_and_holds_from_any_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("piilint.toml").write_text('baseline = "piilint-baseline.jsonl"\n')
    Path("sub").mkdir()
    monkeypatch.chdir("sub")
    result = run("check", "..")
    assert result.exit_code == 0
    assert "2 findings in the baseline ../piilint-baseline.jsonl" in result.stderr
    assert "0 new, 0 gone" in run("baseline", "update", "..").stderr


def test_a_word_that_is_no_action_is_told() -> None:
    result = run("baseline", "wirte")
    assert result.exit_code == 2
    assert 'did you mean "write"?' in result.stderr
