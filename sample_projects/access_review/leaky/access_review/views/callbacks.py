"""Calling people back who asked for it."""

from flask import Blueprint, render_template

from access_review.guards import requires_role
from access_review.journal import record_look
from access_review.models import Request

callbacks = Blueprint("callbacks", __name__, url_prefix="/callbacks")


@callbacks.get("/<number>")
@requires_role("support-lead")
def show(number):
    record_look(f"call back for {number}")
    request = Request.query.filter_by(number=number).first_or_404()
    return render_template("callback.html", request=request, person=request.person)
