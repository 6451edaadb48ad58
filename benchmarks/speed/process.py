"""Measures a command with all processes that it starts."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

_EVERY_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Cost:
    """Wall and CPU time in seconds, the most memory that all processes held at once in bytes, and the exit code."""

    wall: float
    cpu: float
    peak: int
    code: int


def cost_of(command: Sequence[str], folder: Path, output: Path, limit: float) -> Cost:
    """Runs a command in a folder with its output in a file. One that takes longer than `limit` seconds is killed and
    has the exit code -9."""
    with output.open("wb") as file:
        start = time.monotonic()
        process = subprocess.Popen(command, cwd=folder, stdout=file, stderr=subprocess.STDOUT, start_new_session=True)
        watch = _Watch(process.pid)
        watch.start()
        killer = threading.Timer(limit, _kill, (process.pid,))
        killer.start()
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.monotonic() - start
        killer.cancel()
        watch.over.set()
        watch.join()
        process.returncode = os.waitstatus_to_exitcode(status)
    return Cost(wall, usage.ru_utime + usage.ru_stime, watch.peak, process.returncode)


def _kill(group: int) -> None:
    os.killpg(group, 9)


class _Watch(threading.Thread):
    """Adds up, again and again, what the processes of a tree hold in memory that they share with no other."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid = pid
        self.peak = 0
        self.over = threading.Event()

    def run(self) -> None:
        while not self.over.wait(_EVERY_SECONDS):
            try:
                root = psutil.Process(self.pid)
                self.peak = max(self.peak, sum(map(_memory, (root, *root.children(recursive=True)))))
            except psutil.Error:
                continue


def _memory(process: psutil.Process) -> int:
    try:
        # proportional: a page that several processes share counts once among them
        return int(process.memory_full_info().pss)
    except psutil.Error:
        return 0
