"""A bar on stderr for who waits: only after a moment, and gone when the work is done."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from piilint.terms.progress import Progress, silent

if TYPE_CHECKING:
    from rich.progress import Progress as Display
    from rich.progress import TaskID

PATIENCE = 0.7
"""Seconds before anything is shown: most runs are over by then."""

_REFRESH = 0.1


class Bar:
    """Draws when it is told, without a thread: processes may be forked while it shows."""

    def __init__(self) -> None:
        self._started = time.monotonic()
        self._drawn = 0.0
        self._display: Display | None = None
        self._task: TaskID | None = None

    def __call__(self, what: str, done: int, total: int) -> None:
        """Shows what is being done; never more than ten times a second."""
        now = time.monotonic()
        if now - self._started < PATIENCE or (total and now - self._drawn < _REFRESH):
            return
        self._drawn = now
        display, task = self._shown()
        display.update(task, description=what, completed=done, total=total or None)
        display.refresh()

    def close(self) -> None:
        """Takes the bar away."""
        if self._display is not None:
            self._display.stop()

    def _shown(self) -> tuple[Display, TaskID]:
        if self._display is None or self._task is None:
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
            from rich.progress import Progress as Display

            columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn()
            self._display = Display(*columns, console=Console(stderr=True), transient=True, auto_refresh=False)
            self._display.start()
            self._task = self._display.add_task("")
        return self._display, self._task


@contextmanager
def progress_bar(wanted: bool) -> Iterator[Progress]:
    """A bar for the length of a `with`, or silence."""
    if not wanted:
        yield silent
        return
    bar = Bar()
    try:
        yield bar
    finally:
        bar.close()
