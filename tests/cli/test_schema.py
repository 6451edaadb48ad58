"""`piilint schema`: what editors are told agrees with what piilint takes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import tomli
from typer.testing import CliRunner, Result

from piilint.cli.app import app
from piilint.config.keys import KEYS
from piilint.report import render
from piilint.rulebook.schema import TABLES
from tests.report.report_samples import CLEAN, REPORT
from tests.report.test_report_formats import PLAIN

ROOT = Path(__file__).parents[2]
RULE_FILES = sorted((ROOT / "rules").rglob("*.toml"))


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["schema", *arguments])


def schema(what: str) -> dict[str, Any]:
    return json.loads(run(what).stdout)  # type: ignore[no-any-return]


def complaints(what: str, document: str) -> list[str]:
    validator = jsonschema.Draft7Validator(schema(what))
    return [error.message for error in validator.iter_errors(tomli.loads(document))]


@pytest.mark.parametrize("what", ["rules", "config", "report"])
def test_each_is_a_schema(what: str) -> None:
    jsonschema.Draft7Validator.check_schema(schema(what))


def test_all_built_in_rule_files_are_valid() -> None:
    validator = jsonschema.Draft7Validator(schema("rules"))
    wrong = {
        path.name: [error.message for error in validator.iter_errors(tomli.loads(path.read_text(encoding="utf-8")))]
        for path in RULE_FILES
    }
    assert {name: messages for name, messages in wrong.items() if messages} == {}


def test_each_table_and_key_of_the_rule_language_is_in_it() -> None:
    tables = schema("rules")["properties"]
    assert tables.keys() == TABLES.keys()
    for name, table in TABLES.items():
        known = tables[name]["items"]["properties"].keys()
        assert {*table.keys, *table.matchers} <= known


@pytest.mark.parametrize(
    "mistake",
    [
        '[[rules]]\nid = "A"',
        '[[rule]]\nname = "no id"',
        '[[rule]]\nid = "A"\nseverty = "note"',
        '[[rule]]\nid = "A"\nseverity = "fatal"',
        '[[rule]]\nid = "A"\ndata = "contact.phone"',
        '[[rule]]\nid = "A"\nsame_record = "yes"',
        '[[rule]]\nid = "A"\nunless = [{ mask = "weak" }]',
        '[[source]]\ndata = "contact.phone"',
        '[[sink]]\nkind = "log"\ncall = 3',
    ],
)
def test_mistakes_in_rule_files_are_seen(mistake: str) -> None:
    assert complaints("rules", mistake)


def test_each_key_of_the_settings_is_in_it() -> None:
    assert schema("config")["properties"].keys() == KEYS.keys()


@pytest.mark.parametrize(
    ("settings", "right"),
    [
        ('paths = ["src"]\nrules = ["package:acme"]\nfail-on = "note"', True),
        ('severity = { PII101 = "warning" }\nmin-version = "0.1"', True),
        ('require-reason = true\nmax-suppression-days = 90\n[[overrides]]\npaths = ["a/**"]\nignore = ["PII1"]', True),
        ('path = ["src"]', False),
        ('paths = "src"', False),
        ('fail-on = "fatal"', False),
        ('severity = { PII101 = "fatal" }', False),
        ("max-suppression-days = 0", False),
        ('[[overrides]]\nignore = ["PII1"]', False),
        ('min-version = "new"', False),
    ],
)
def test_it_takes_what_the_settings_take(settings: str, right: bool, tmp_path: Path) -> None:
    from piilint.config import load_config
    from piilint.terms.errors import UserError

    (tmp_path / "piilint.toml").write_text(settings)
    try:
        load_config(None, explicit=str(tmp_path / "piilint.toml"), isolated=False, overrides={})
        taken = True
    except UserError:
        taken = False
    assert (not complaints("config", settings), taken) == (right, right)


@pytest.mark.parametrize("report", [REPORT, CLEAN])
def test_reports_are_valid_and_may_gain_keys(report: Any) -> None:
    document = json.loads(render(report, "json", PLAIN))
    jsonschema.validate(document, schema("report"))
    jsonschema.validate({**document, "later": 1}, schema("report"))
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**document, "version": 2}, schema("report"))


def test_a_word_that_is_none_is_told() -> None:
    result = run("rule")
    assert (result.exit_code, result.stdout) == (2, "")
    assert 'did you mean "rules"?' in result.stderr
