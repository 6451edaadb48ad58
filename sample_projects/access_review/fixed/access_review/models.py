"""What is stored: people, what they asked for, and what their speakers heard."""

from flask_sqlalchemy import SQLAlchemy

db = SQLAlchemy()


class Person(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    full_name = db.Column(db.String(80), nullable=False)
    email = db.Column(db.String(80), nullable=False)
    phone_number = db.Column(db.String(20))
    home_address = db.Column(db.String(120))
    utterances = db.relationship("Utterance", back_populates="person")


class Utterance(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    transcript = db.Column(db.Text, nullable=False)
    tag = db.Column(db.String(20))
    region = db.Column(db.String(2), nullable=False)
    person_id = db.Column(db.ForeignKey("person.id"), nullable=False)
    person = db.relationship("Person", back_populates="utterances")


class Request(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    number = db.Column(db.String(10), unique=True, nullable=False)
    kind = db.Column(db.String(12), default="access")
    answered = db.Column(db.Boolean, default=False)
    person_id = db.Column(db.ForeignKey("person.id"), nullable=False)
    person = db.relationship("Person")


class Look(db.Model):
    """One look at somebody's data: who, at what, when."""

    id = db.Column(db.Integer, primary_key=True)
    staff = db.Column(db.String(20), nullable=False)
    what = db.Column(db.String(40), nullable=False)
    at = db.Column(db.DateTime, server_default=db.func.now())
