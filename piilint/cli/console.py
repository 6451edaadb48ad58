"""What goes to which stream: findings to stdout, all else to stderr."""

from __future__ import annotations

import os
import shutil
import sys
from io import TextIOWrapper
from typing import TextIO

NARROWEST = 40


def tell(line: str) -> None:
    """Writes a line to stderr. What the terminal cannot show is written as an escape."""
    _write(sys.stderr, line + "\n")


def put(text: str) -> None:
    """Writes text to stdout, whole and now."""
    _write(sys.stdout, text)


def wants_color(stream: TextIO) -> bool:
    """NO_COLOR, then FORCE_COLOR, then whether a person looks at a terminal that can."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR", "0") not in ("", "0"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def wants_progress() -> bool:
    """Only where a person waits in front of it."""
    return sys.stderr.isatty() and os.environ.get("TERM") != "dumb" and not os.environ.get("CI")


def width() -> int:
    """The columns of the terminal; 80 where there is none."""
    return max(NARROWEST, shutil.get_terminal_size((80, 24)).columns)


def _write(stream: TextIO, text: str) -> None:
    if isinstance(stream, TextIOWrapper):
        stream.reconfigure(errors="backslashreplace")
    stream.write(text)
    stream.flush()
