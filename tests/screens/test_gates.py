"""What runs before a view and turns people away: whom it lets pass stands in the view's row, with the role's name."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from piilint.cli.app import app

ASKING = """
from fastapi import APIRouter, Depends, FastAPI, HTTPException, Security
from fastapi.security import APIKeyHeader, OAuth2PasswordBearer
from config import settings, store, kept

maybe_token = OAuth2PasswordBearer(tokenUrl="token", auto_error=False)
key_header = APIKeyHeader(name="key")


class ByKey:
    def __init__(self, header: str):
        self.header = header

    def key_of(self, request):
        key = request.headers.get(self.header)
        if not key:
            raise HTTPException(status_code=401)
        return key

    async def __call__(self, request):
        return store.of(self.key_of(request))


async def by_key(request):
    asked = ByKey("key")
    return await asked(request)


def known_if_asked(token: str = Depends(maybe_token)):
    return store.find(token) if token else None


def account(token: str = Depends(maybe_token)):
    if not token:
        raise HTTPException(401)
    return store.find(token)


def remembered(token: str = Depends(maybe_token)):
    before = kept.get(token)
    if before:
        return before
    return account(token)


def admin(one=Depends(account)):
    if one.id != settings.super_user and one.id not in settings.admin_users:
        raise HTTPException(403, "not for you")
    return one


def superuser(one=Depends(admin)):
    if one.id != settings.super_user:
        raise HTTPException(403)
    return one


app = FastAPI()
for_admins = APIRouter(prefix="/admin", dependencies=[Depends(admin)])
app.include_router(for_admins)
"""

VIEWS = """
@app.get("/anybody")
def anybody(one=Depends(known_if_asked)): ...

@app.get("/mine")
def mine(one=Depends(account)): ...

@app.get("/mine-again")
def mine_again(one=Depends(remembered)): ...

@app.get("/by-key")
def by_a_key(one=Depends(by_key)): ...

@app.get("/key")
def key(one=Security(key_header)): ...

@for_admins.get("/people")
def people(): ...

@app.get("/all")
def everything(one=Depends(superuser)): ...

@app.get("/one", dependencies=[Depends(admin)])
@app.get("/two", dependencies=[Depends(account)])
def two_ways(): ...

@app.post("/log-in")
def log_in(name: str, password: str):
    one = store.find(name)
    if not one or not one.fits(password):
        raise HTTPException(401)
    return {"token": "t"}
"""


@pytest.fixture(autouse=True)
def in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def rows() -> list[dict[str, Any]]:
    found = CliRunner().invoke(app, ["screens", "--no-cache", "--output-format", "json"]).stdout
    return json.loads(found)["screens"]  # type: ignore[no-any-return]


def test_what_turns_people_away_stands_before_the_views_that_ask_for_it() -> None:
    Path("desk.py").write_text(ASKING + VIEWS)
    assert {row["screen"]: row["guards"] for row in rows()} == {
        "anybody": [],
        "mine": ["login"],
        "mine_again": ["login"],
        "by_a_key": ["login"],
        "key": ["login"],
        "people": ["login", "role: admin | superuser"],
        "everything": ["login", "role: superuser"],
        "two_ways": ["login"],
        "log_in": [],
    }


PULLING = """
from flask import Blueprint, g, redirect, render_template, session, url_for
from models import Household

pages = Blueprint("pages", __name__)


@pages.url_value_preprocessor
def pull(endpoint, values):
    if endpoint == "pages.log_in":
        return
    if not values:
        values = {}
    entered = values.pop("household", None)
    if entered:
        household = Household.query.get(entered)
        by_letter = endpoint == "pages.invited"
        if household.id in session.get("mine", {}) or has_claim(session, "is_admin") or by_letter:
            g.household = household
        else:
            return redirect(url_for("pages.authenticate"))


@pages.before_request
def pull_guests():
    if request.endpoint in ("pages.guests_too",):
        return
    if "guest" in request.view_args:
        if not session.get("guest_key"):
            abort(401)


@pages.get("/<household>/members")
def members():
    return render_template("members.html")


@pages.get("/<int:guest>/guest")
def guests(guest): ...


@pages.get("/<int:guest>/guest-too")
def guests_too(guest): ...


@pages.get("/<household>/log-in")
def log_in(): ...


@pages.get("/<household>/invited")
def invited(): ...


@pages.get("/")
def home(): ...
"""


def test_what_runs_before_the_addresses_with_a_variable_guards_those_and_no_others() -> None:
    text = PULLING.replace("import Blueprint", "import Blueprint, abort, request")
    Path("pages.py").write_text(text)
    Path("models.py").write_text(
        "from flask_sqlalchemy import SQLAlchemy\n\ndb = SQLAlchemy()\n\n\nclass Household(db.Model):\n"
        "    id = db.Column(db.String)\n    members = db.relationship('Person')\n\n\nclass Person(db.Model):\n"
        "    email = db.Column(db.String)\n"
    )
    Path("templates").mkdir()
    Path("templates/members.html").write_text("{% for one in g.household.members %}{{ one.email }}{% endfor %}")
    found = {row["screen"]: (row["guards"], [one["data"] for one in row["shows"]]) for row in rows()}
    assert found == {
        "members": (["login"], ["contact.email"]),
        "guests": (["login"], []),
        "guests_too": ([], []),
        "log_in": ([], []),
        "invited": ([], []),
        "home": ([], []),
    }
