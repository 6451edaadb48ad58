"""What is stored: accounts, the speakers that they own, and what these heard."""

import uuid

from flask_sqlalchemy import SQLAlchemy

db = SQLAlchemy()


class Account(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    account_number = db.Column(db.String(12), nullable=False)
    plan = db.Column(db.String(20), default="basic")


class Device(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    serial_number = db.Column(db.String(16), nullable=False)
    kind = db.Column(db.String(40), nullable=False)
    latitude = db.Column(db.Float)
    longitude = db.Column(db.Float)
    account_id = db.Column(db.ForeignKey("account.id"), nullable=False)
    account = db.relationship("Account")


class Clip(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    pseudonym = db.Column(db.String(8), unique=True, default=lambda: uuid.uuid4().hex[:8])
    audio_path = db.Column(db.String(200), nullable=False)
    transcript = db.Column(db.Text, default="")
    language = db.Column(db.String(5), default="en-IE")
    seconds = db.Column(db.Float, nullable=False)
    corrected = db.Column(db.Boolean, default=False)
    device_id = db.Column(db.ForeignKey("device.id"), nullable=False)
    device = db.relationship("Device")
