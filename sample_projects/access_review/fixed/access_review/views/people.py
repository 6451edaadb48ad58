"""Finding the person that a letter is from."""

from flask import Blueprint, render_template, request

from access_review.guards import requires_role
from access_review.journal import record_look
from access_review.models import Person

people = Blueprint("people", __name__, url_prefix="/requests/people")


@people.get("/")
@requires_role("privacy-officer")
def search():
    wanted = request.args.get("name", "")
    record_look("search for a person")
    found = Person.query.filter(Person.full_name.contains(wanted)).limit(10).all() if wanted else []
    return render_template("people.html", wanted=wanted, people=found)
