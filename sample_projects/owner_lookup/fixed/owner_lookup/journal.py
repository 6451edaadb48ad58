"""The journal: who did what at the desk. It is only ever added to, and the privacy office reads it."""

import json
import time

PATH = "journal.jsonl"


def note(clerk, what):
    _write({"clerk": clerk, "what": what})


def record_look(clerk, kind):
    """Somebody looked at whose a device of that kind is."""
    _write({"clerk": clerk, "what": "look", "device": kind})


def _write(entry):
    with open(PATH, "a", encoding="utf-8") as journal:
        journal.write(json.dumps({"at": time.strftime("%Y-%m-%dT%H:%M:%S"), **entry}) + "\n")
