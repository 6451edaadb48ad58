"""Access requests: what is known of a person, for the officer who answers."""

from flask import Blueprint, jsonify, render_template

from access_review.guards import requires_role
from access_review.journal import record_look
from access_review.models import Request

requests = Blueprint("requests", __name__, url_prefix="/requests")


@requests.get("/")
@requires_role("privacy-officer")
def waiting():
    return render_template("requests.html", requests=Request.query.filter_by(answered=False).all())


@requests.get("/<number>")
@requires_role("privacy-officer")
def show(number):
    request = Request.query.filter_by(number=number).first_or_404()
    record_look(f"request {number}")
    return render_template("request.html", request=request, person=request.person)


@requests.get("/<number>/answer.json")
@requires_role("privacy-officer")
def answer(number):
    record_look(f"answer to {number}")
    person = Request.query.filter_by(number=number).first_or_404().person
    return jsonify(
        name=person.full_name,
        email=person.email,
        phone=person.phone_number,
        address=person.home_address,
        said=[one.transcript for one in person.utterances],
    )
