"""The recordings, as the device left them: position and all."""

import json
from pathlib import Path

from locator.models import Recording

FILE = Path(__file__).with_name("recordings.json")


class Recordings:
    def __init__(self, path: Path = FILE):
        rows = json.loads(path.read_text(encoding="utf-8"))
        self._by_ref = {row["ref"]: Recording.model_validate(row) for row in rows}

    def all(self) -> list[Recording]:
        return list(self._by_ref.values())

    def find(self, ref: str) -> Recording | None:
        return self._by_ref.get(ref)

    def label(self, ref: str, dialect: str) -> None:
        self._by_ref[ref].dialect = dialect


recordings = Recordings()
