"""The first page: who are you, and where to go; and the journal of looks."""

from flask import Blueprint, g, redirect, render_template, session, url_for

from access_review import journal
from access_review.guards import STAFF, requires_role

start = Blueprint("start", __name__)


@start.get("/")
def home():
    return render_template("home.html", who=g.name, staff=sorted(STAFF))


@start.get("/i-am/<name>")
def sign_in(name):
    session["name"] = name
    return redirect(url_for("start.home"))


@start.get("/journal")
@requires_role("privacy-officer")
def looks():
    return render_template("journal.html", looks=journal.latest())
