"""The tags that were given so far, in a file."""

from pathlib import Path

import pandas as pd

FILE = Path("tags.csv")
TAGS = ["question", "command", "small talk", "not for us"]
COLUMNS = ["email", "tag"]


def read():
    """All tags."""
    if not FILE.exists():
        return pd.DataFrame([], columns=COLUMNS)
    return pd.read_csv(FILE, names=COLUMNS)


def add(key, tag):
    """One more tag."""
    with FILE.open("a", encoding="utf-8") as file:
        file.write(f"{key},{tag}\n")
