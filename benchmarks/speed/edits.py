"""Edits of one file, each taken back: what a developer's next check costs."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_IMPORT = re.compile(rb"^\s*from\s+([.\w]+)\s+import|^\s*import\s+([\w.]+)", re.M)


def edited_files(tree: Path, count: int, seed: int = 0) -> list[Path]:
    """Files drawn with a seed, the most-imported one first among them."""
    files = sorted(path for path in tree.rglob("*.py") if path.is_file() and path.stat().st_size)
    named = Counter(
        name.rsplit(b".", 1)[-1].decode("ascii", "replace")
        for path in files
        for pair in _IMPORT.findall(path.read_bytes())
        for name in pair
        if name
    )
    most = max(files, key=lambda path: (named[path.stem], str(path)))
    others = [path for path in files if path != most]
    return [most, *random.Random(seed).sample(others, min(count - 1, len(others)))]


@contextmanager
def edited(path: Path, number: int) -> Iterator[None]:
    """The file with one more function at its end, for the length of a `with`."""
    before = path.read_bytes()
    addition = f"\n\ndef edited_{number}(value):\n    return [value, {number}]\n"
    path.write_bytes(before + addition.encode())
    try:
        yield
    finally:
        path.write_bytes(before)
