"""A staff tool under a policy: findings come and go with what stands before the sink, and the JSON says what did."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from piilint.cli.app import app

POLICY = """
[[guard]]
name = "role"
decorator = "acme.auth.requires_role"
role = "argument:0"

[[guard]]
name = "role"
call = "flask_login.current_user.has_role"
role = "argument:0"

[[audit]]
call = "acme.audit.record_access"

[[purpose]]
id = "calls"
routes = ["/calls/*"]
may_show = ["contact.**"]

[[rule]]
id = "ACME1"
data = ["contact.phone"]
sinks = ["ui.**", "api.response"]
unless = [{ role = ["dpo"], audited = true }, { purpose = ["calls"] }]
"""

TOOL = """
from acme.audit import record_access
from acme.auth import requires_role
from flask import Flask, abort, jsonify, render_template
from flask_login import current_user
from models import Customer

app = Flask(__name__)

def find(key):
    return Customer.query.get(key)

@app.route("/customers/<key>")
@requires_role("dpo")
def customer(key):
    record_access(key)
    return render_template("customer.html", customer=find(key))

@app.route("/customers/<key>.json")
def customer_data(key):
    if not current_user.has_role("dpo"):
        abort(403)
    record_access(key)
    return jsonify(phone=find(key).phone)

@app.route("/calls/<key>")
def call(key):
    return jsonify(phone=find(key).phone)
"""

MODELS = """
from flask_sqlalchemy import SQLAlchemy

db = SQLAlchemy()

class Customer(db.Model):
    key = db.Column(db.Integer, primary_key=True)
    phone = db.Column(db.String)
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The tool, with all that keeps its policy in place."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "customer.html").write_text("<p>{{ customer.phone }}</p>\n", encoding="utf-8")
    (tmp_path / "policy.toml").write_text(POLICY, encoding="utf-8")
    (tmp_path / "models.py").write_text(MODELS, encoding="utf-8")
    (tmp_path / "views.py").write_text(TOOL, encoding="utf-8")
    return tmp_path


def findings(folder: Path, without: str = "", instead: str = "") -> list[dict[str, Any]]:
    """What `piilint check` says of the tool, after one thing in it was replaced."""
    if without:
        assert TOOL.count(without) == 1
        (folder / "views.py").write_text(TOOL.replace(without, instead), encoding="utf-8")
    options = ["--rules", "policy.toml", "--select", "ACME1", "--output-format", "json", "--no-cache", "--jobs", "1"]
    result = CliRunner().invoke(app, ["check", ".", *options])
    assert result.exit_code in (0, 1), result.output
    found: list[dict[str, Any]] = json.loads(result.stdout)["findings"]
    return found


def test_the_policy_is_kept(folder: Path) -> None:
    assert findings(folder) == []


def test_without_the_role_the_page_is_found(folder: Path) -> None:
    [found] = findings(folder, '@requires_role("dpo")\n')

    assert found["sink"]["path"] == "templates/customer.html"
    assert (found["screen"], found["guards"], found["audited"]) == ("views.customer", [], True)


def test_a_role_too_many_is_found_and_told(folder: Path) -> None:
    [found] = findings(folder, '@requires_role("dpo")', '@requires_role(["dpo", "support"])')

    assert found["guards"] == [
        {"kind": "role", "role": "dpo", "path": "views.py", "line": 14},
        {"kind": "role", "role": "support", "path": "views.py", "line": 14},
    ]


def test_a_look_that_is_not_recorded_is_found(folder: Path) -> None:
    both = '@requires_role("dpo")\ndef customer(key):\n    record_access(key)\n'

    [found] = findings(folder, both, both.replace("    record_access(key)\n", ""))

    assert (found["guards"][0]["role"], found["audited"]) == ("dpo", False)


@pytest.mark.parametrize(
    "check",
    ["if current_user.has_role", "if not current_user.has_name", "if not current_user.x and not current_user.has_role"],
)
def test_a_check_that_lets_others_pass_is_found(folder: Path, check: str) -> None:
    [found] = findings(folder, "if not current_user.has_role", check)

    assert (found["screen"], found["guards"], found["audited"]) == ("views.customer_data", [], True)


def test_a_screen_with_another_purpose_is_found_and_its_purpose_told(folder: Path) -> None:
    [found] = findings(folder, "def call(key):", "def call(key):  # piilint: purpose=billing")

    assert (found["screen"], found["purpose"]) == ("views.call", "billing")
