"""The access review: a few people answer access requests, call customers back, and tag what speakers understood."""

from flask import Flask

from access_review.guards import who_is_here
from access_review.models import db
from access_review.seed import seed_command
from access_review.views.callbacks import callbacks
from access_review.views.people import people
from access_review.views.requests import requests
from access_review.views.start import start
from access_review.views.tagging import costa_rica, india, ireland


def create_app(database="sqlite:///review.db"):
    app = Flask(__name__)
    app.config["SQLALCHEMY_DATABASE_URI"] = database
    app.config["SECRET_KEY"] = "only for the demo"
    db.init_app(app)
    app.before_request(who_is_here)
    for blueprint in (start, requests, people, callbacks, ireland, india, costa_rica):
        app.register_blueprint(blueprint)
    app.cli.add_command(seed_command)
    return app
