"""Lowers many texts on all cores. Where processes cannot be had it works in this one; what kills a worker is told."""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from piilint.read.lowering import Outcome, Text, lower

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

FEW_TEXTS = 40
"""Up to so many texts, starting processes costs more than it saves."""

_SMALLEST_CHUNK = 32 << 10
_LARGEST_CHUNK = 512 << 10
_CHUNKS_A_WORKER = 8

_CRASHED = Outcome(message="the parser crashed on this file; please report it", lasting=False)

T = TypeVar("T")
Numbered = tuple[int, Text]
Done = tuple[int, Outcome]


def lower_all(texts: Sequence[Text], jobs: int) -> Iterator[Done]:
    """Each text's position and outcome, in the order in which they are done. `jobs` 0: as many as there are cores."""
    numbered = list(enumerate(texts))
    workers = jobs or available_cores()
    if workers == 1 or len(texts) <= FEW_TEXTS:
        yield from _in_this_process(numbered)
    else:
        yield from _in_workers(numbered, workers)


def available_cores() -> int:
    """The cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def chunks_of(texts: Sequence[Numbered], workers: int) -> list[list[Numbered]]:
    """Parts of about equal size, the largest texts first, so that no worker is left alone with a big one at the end."""
    total = sum(len(text.content) for _, text in texts)
    size = min(max(total // (workers * _CHUNKS_A_WORKER), _SMALLEST_CHUNK), _LARGEST_CHUNK)
    return batches(texts, lambda item: len(item[1].content) + 256, size)


def batches(items: Sequence[T], size_of: Callable[[T], int], size: int) -> list[list[T]]:
    """Items in parts of at least that size, but for the last; the largest items first, equal ones in their order."""
    found: list[list[T]] = []
    filled = size
    for item in sorted(items, key=lambda item: -size_of(item)):
        if filled >= size:
            found.append([])
            filled = 0
        found[-1].append(item)
        filled += size_of(item)
    return found


def _in_this_process(texts: Sequence[Numbered]) -> Iterator[Done]:
    for number, text in texts:
        with _no_garbage_collection():
            outcome = lower(text)
        yield number, outcome


def _in_workers(texts: Sequence[Numbered], workers: int) -> Iterator[Done]:
    from concurrent.futures import as_completed
    from concurrent.futures.process import BrokenProcessPool

    chunks = chunks_of(texts, workers)
    waiting = dict(texts)
    pool: ProcessPoolExecutor | None = None
    try:
        pool = _pool(min(workers, len(chunks)))
        for future in as_completed([pool.submit(_lower_chunk, chunk) for chunk in chunks]):
            for number, outcome in future.result():
                del waiting[number]
                yield number, outcome
    except (BrokenProcessPool, OSError, NotImplementedError):
        yield from _one_by_one(sorted(waiting.items()))
    finally:
        if pool is not None:
            pool.shutdown(wait=False, cancel_futures=True)


def _one_by_one(texts: Sequence[Numbered]) -> Iterator[Done]:
    """A worker died, or none could be started. Each text alone, so that one which kills its worker harms no other."""
    from concurrent.futures.process import BrokenProcessPool

    worker = _Worker()
    try:
        for position, (number, text) in enumerate(texts):
            try:
                if not worker.is_up():
                    yield from _in_this_process(texts[position:])
                    return
                outcome = worker.lower(text)
            except BrokenProcessPool:
                worker = _Worker()
                outcome = _CRASHED
            yield number, outcome
    finally:
        worker.stop()


@dataclass(slots=True)
class _Worker:
    """One process that takes one text at a time."""

    pool: ProcessPoolExecutor | None = None

    def is_up(self) -> bool:
        """Whether it takes work; starts it. False where processes cannot be had here at all."""
        from concurrent.futures.process import BrokenProcessPool

        if self.pool is not None:
            return True
        try:
            self.pool = _pool(1)
            self.pool.submit(_lower_chunk, []).result()
        except (BrokenProcessPool, OSError, NotImplementedError):
            return False
        return True

    def lower(self, text: Text) -> Outcome:
        """The text's outcome. Raises BrokenProcessPool where it kills the process."""
        assert self.pool is not None
        return self.pool.submit(_lower_chunk, [(0, text)]).result()[0][1]

    def stop(self) -> None:
        """Lets go of the process."""
        if self.pool is not None:
            self.pool.shutdown(wait=False, cancel_futures=True)


def _pool(workers: int) -> ProcessPoolExecutor:
    from concurrent.futures import ProcessPoolExecutor

    return ProcessPoolExecutor(workers, initializer=_prepare_worker)


def _prepare_worker() -> None:
    """Ctrl-C is for the parent to handle; and collecting garbage while parsing costs a third more and finds nothing."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.disable()


def _lower_chunk(chunk: list[Numbered]) -> list[Done]:
    return [(number, lower(text)) for number, text in chunk]


@contextmanager
def _no_garbage_collection() -> Iterator[None]:
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
