"""The journal of looks, which the data protection officer reads each month."""

from flask import g

from access_review.models import Look, db


def record_look(what):
    """Called before anything about a person is shown."""
    db.session.add(Look(staff=g.name, what=what))
    db.session.commit()


def latest(limit=12):
    return Look.query.order_by(Look.id.desc()).limit(limit).all()
