"""`piilint init`: what it proposes, that it is true, and that it writes nothing unasked and over nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from piilint.cli.app import app

PROGRAM = {
    "desk/models.py": """
        from dataclasses import dataclass

        @dataclass
        class Customer:
            phone_number: str
            email: str
            name: str
            colour: str
    """,
    "desk/privacy.py": """
        import hashlib, hmac

        from acme.vault import seal

        def mask_phone(number):
            return "*" * 6 + number[-2:]

        def redact_email(email, domain_only=True):
            return seal(email)

        def hide_nothing(number):
            return number

        def unmask_phone(number):
            return number[-2:]
    """,
    "desk/access.py": """
        from functools import wraps
        from acme import vault
        from flask import abort
        from flask_login import current_user

        def officers_only(view):
            @wraps(view)
            def wrapper(*args, **kwargs):
                if not current_user.has_role("privacy-officer"):
                    abort(403)
                return view(*args, **kwargs)
            return wrapper

        def requires_role(role):
            def decorator(view):
                @wraps(view)
                def wrapper(*args, **kwargs):
                    if vault.role() != role:
                        abort(403)
                    return view(*args, **kwargs)
                return wrapper
            return decorator

        def record_access(who):
            print("looked at", len(who))
    """,
    "desk/views.py": """
        from acme import pager
        from acme.screens import Wall
        from flask import Flask, jsonify

        from desk.access import officers_only, record_access, requires_role
        from desk.models import Customer
        from desk.privacy import mask_phone

        app = Flask(__name__)

        @app.route("/a")
        @officers_only
        def first(customer: Customer):
            record_access("a")
            return jsonify(phone=mask_phone(customer.phone_number))

        @app.route("/b")
        @requires_role("support")
        def second(customer: Customer):
            pager.notify(customer.phone_number)
            pager.beep(customer.colour)
            pager.count(customer.phone_number)
            Wall("hall").show(customer.email)
            return jsonify(ok=True)
    """,
}


@pytest.fixture(autouse=True)
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, text in PROGRAM.items():
        Path(name).parent.mkdir(exist_ok=True)
        Path(name).write_text("\n".join(line[8:] for line in text.split("\n")), encoding="utf-8")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, [*arguments, "--no-cache"])


def proposed() -> str:
    result = run("init")
    assert result.exit_code == 0, result.stderr
    return result.stdout


def test_it_prints_and_writes_nothing() -> None:
    result = run("init")
    assert result.exit_code == 0
    assert result.stdout.startswith("# ===== piilint.toml =====\n")
    assert "\n# ===== privacy.toml =====\n" in result.stdout
    assert "nothing is written; `piilint init --yes` writes both files" in result.stderr
    assert not list(Path().glob("*.toml"))


def test_data_that_names_tell_is_listed_and_what_is_less_sure_is_asked() -> None:
    text = proposed()
    assert "# contact.phone: Customer.phone_number\n" in text
    asked = '# [[source]]\n# data = "identity.name"\n# attribute = "Customer.name"\n#\n# [[not_personal]]\n'
    assert asked in text
    assert "colour" not in text


def test_a_mask_whose_code_hides_is_known_and_one_that_only_says_so_is_asked() -> None:
    text = proposed()
    assert "# desk.privacy.mask_phone (desk/privacy.py:6) hides contact.phone" in text
    assert '# call = "desk.privacy.redact_email"\n# data = ["contact.email"]\n' in text
    assert '# call = "desk.privacy.hide_nothing"' in text
    assert "unmask_phone" not in text


def test_a_guard_whose_code_asks_is_known_with_its_role_and_one_that_only_says_so_is_asked() -> None:
    text = proposed()
    assert "# desk.access.officers_only (desk/access.py:7) is a guard for privacy-officer, 1 use" in text
    assert '# [[guard]]\n# name = "role"\n# decorator = "desk.access.requires_role"\n# role = "argument:0"\n' in text


def test_an_audit_is_asked() -> None:
    assert '# [[audit]]\n# call = "desk.access.record_access"\n' in proposed()


def test_calls_of_libraries_that_get_personal_data_are_proposed_as_sinks() -> None:
    """They only make piilint stricter, so they hold as they stand."""
    text = proposed()
    assert (
        '# desk/views.py:21 hands it contact.phone\n[[sink]]\nkind = "message.push"\ncall = "acme.pager.notify"' in text
    )
    assert '\n[[sink]]\nkind = "ui.widget"\ncall = "acme.screens.Wall.show"' in text
    assert "beep" not in text
    assert '# [[sink]]\n# kind = "third_party"\n# call = "acme.pager.count"' in text


def test_what_is_written_is_valid_and_finds_what_it_names() -> None:
    result = run("init", "--yes")
    assert result.exit_code == 0
    assert "wrote piilint.toml\nwrote privacy.toml\n" in result.stderr
    checked = run("check", "--output-format", "concise")
    assert "desk/views.py:21:5: PII" in checked.stdout
    assert "desk/views.py:24:5: PII107" in checked.stdout


def test_all_that_is_a_comment_is_valid_once_the_sign_is_taken_away() -> None:
    run("init", "--yes")
    text = Path("privacy.toml").read_text(encoding="utf-8")
    starts = tuple("[abcdefghijklmnopqrstuvwxyz")
    bare = [
        line[2:] if line.startswith("# [[") or (line.startswith("# ") and " = " in line and line[2] in starts) else line
        for line in text.split("\n")
    ]
    assert sum(line.startswith("[[") for line in bare) > 8
    Path("privacy.toml").write_text("\n".join(bare), encoding="utf-8")
    result = CliRunner().invoke(app, ["rules", "validate"])
    assert (result.exit_code, result.stderr) == (0, "")


@pytest.mark.parametrize("name", ["piilint.toml", "privacy.toml"])
def test_nothing_is_written_over_a_file(name: str) -> None:
    Path(name).write_text("# mine\n")
    result = run("init", "--yes")
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"{name}: there already; nothing is written" in result.stderr
    assert [path.name for path in Path().glob("*.toml")] == [name]
    assert run("init").exit_code == 0


def test_settings_that_stand_elsewhere_are_not_said_twice() -> None:
    Path("pyproject.toml").write_text("[tool.piilint]\n")
    assert run("init", "--yes").exit_code == 2
    assert not Path("piilint.toml").exists()
