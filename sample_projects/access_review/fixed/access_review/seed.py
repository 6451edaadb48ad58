"""`flask --app access_review seed`: invented people and what they never said."""

import click
from flask.cli import with_appcontext

from access_review.models import Person, Request, Utterance, db

PEOPLE = [
    ("Maeve Invented", "maeve@example.org", "+353 1 555 0101", "3 Nowhere Lane, Dublin", "IE", "what is on the shopping list"),
    ("Ravi Madeup", "ravi@example.org", "+91 555 0102", "18 Fiction Road, Pune", "IN", "wake me at six"),
    ("Ana Fabricada", "ana@example.org", "+506 555 0103", "7 Calle Cuento, San Jose", "CR", "call the dentist"),
]


@click.command("seed")
@with_appcontext
def seed_command():
    db.drop_all()
    db.create_all()
    for number, (name, email, phone, address, region, words) in enumerate(PEOPLE, start=1):
        person = Person(full_name=name, email=email, phone_number=phone, home_address=address)
        db.session.add(Utterance(transcript=words, region=region, person=person))
        db.session.add(Request(number=f"R-{200 + number}", person=person))
    db.session.commit()
    click.echo(f"{len(PEOPLE)} requests wait: flask --app access_review run")
