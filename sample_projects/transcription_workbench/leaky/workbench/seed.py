"""`flask --app workbench seed`: a handful of invented clips to work on."""

import math
import struct
import wave
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from workbench.models import Account, Clip, Device, db

SAID = [
    ("kitchen speaker", "add oat milk and two lemons to the shopping list"),
    ("kitchen speaker", "set a timer for eleven minutes"),
    ("bedroom speaker", "call the pharmacy and ask if it is ready"),
    ("car speaker", "take me home but not over the bridge"),
]


def tone(path, hertz):
    """A second of sound, so that the player has something to play."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        samples = (int(9000 * math.sin(2 * math.pi * hertz * n / 8000)) for n in range(8000))
        file.writeframes(b"".join(struct.pack("<h", sample) for sample in samples))


@click.command("seed")
@with_appcontext
def seed_command():
    folder = Path(current_app.instance_path)
    folder.mkdir(parents=True, exist_ok=True)
    db.drop_all()
    db.create_all()
    for number, (kind, words) in enumerate(SAID, start=1):
        account = Account(account_number=f"40{number:02}-7731-{number * 7:02}", plan="family")
        device = Device(
            serial_number=f"SPK{number}0042X{number}", kind=kind, latitude=53.3401 + number / 100, longitude=-6.2603, account=account
        )
        path = folder / f"clip{number}.wav"
        tone(path, 300 + 60 * number)
        db.session.add(Clip(audio_path=str(path), transcript=words, seconds=1.0, device=device))
    db.session.commit()
    click.echo(f"{len(SAID)} clips are waiting: flask --app workbench run")
