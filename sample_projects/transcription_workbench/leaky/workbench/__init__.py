"""The transcription workbench: staff listen to short clips and correct what the recogniser understood."""

from flask import Flask

from workbench.models import db
from workbench.seed import seed_command
from workbench.views import clips


def create_app(database="sqlite:///workbench.db"):
    app = Flask(__name__)
    app.config["SQLALCHEMY_DATABASE_URI"] = database
    app.config["SECRET_KEY"] = "only for the demo"
    db.init_app(app)
    app.register_blueprint(clips)
    app.cli.add_command(seed_command)
    return app
