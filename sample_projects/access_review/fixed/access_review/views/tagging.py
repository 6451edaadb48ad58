"""Tagging what speakers understood. Contractors in three regions work on what was said in theirs."""

from flask import Blueprint, render_template

from access_review.guards import only_from, requires_role
from access_review.journal import record_look
from access_review.models import Utterance

ireland = Blueprint("ireland", __name__, url_prefix="/tagging/ireland")
india = Blueprint("india", __name__, url_prefix="/tagging/india")
costa_rica = Blueprint("costa_rica", __name__, url_prefix="/tagging/costa-rica")


def waiting(region):
    return Utterance.query.filter_by(region=region, tag=None).limit(20).all()


@ireland.get("/queue")
@only_from("IE")
@requires_role("tagger")
def queue_of_ireland():
    record_look("queue of Ireland")
    return render_template("tagging.html", place="Ireland", utterances=waiting("IE"))


@india.get("/queue")
@only_from("IN")
@requires_role("tagger")
def queue_of_india():
    record_look("queue of India")
    return render_template("tagging.html", place="India", utterances=waiting("IN"))


@costa_rica.get("/queue")
@only_from("CR")
@requires_role("tagger")
def queue_of_costa_rica():
    record_look("queue of Costa Rica")
    return render_template("tagging.html", place="Costa Rica", utterances=waiting("CR"))
