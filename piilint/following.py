"""Follows the data of a program, part by part: as an earlier run did where nothing that counts has changed, else anew.

Parts that have to be followed anew are so in processes of their own, small ones in one together, as many at a time as
there are jobs. What a process leaves without an answer (it may have been killed for want of memory) is done here.
"""

from __future__ import annotations

import gc
import signal
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING

from piilint.ir.program import Program
from piilint.ir.read_module import ReadModule
from piilint.link import Part, link, parts
from piilint.read import available_cores, batches
from piilint.reuse import Bodies, Past, read_bodies
from piilint.store import Store
from piilint.terms.config import Config
from piilint.terms.flow import Flow, Propagation, Step
from piilint.terms.progress import Progress
from piilint.terms.rulebook import Rulebook
from piilint.terms.watched import Spot

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

BATCHES_A_JOB = 4
SMALLEST_BATCH = 128 << 10
"""Into how many batches parts are put for each job, and how many bytes of code one has at least."""

Followed = tuple[Propagation, Bodies]
"""What was found in a part, and what was read for it."""


def follow(
    program: Program,
    modules: Sequence[ReadModule],
    config: Config,
    rulebook: Rulebook,
    store: Store,
    progress: Progress,
) -> Propagation:
    """What the data of a program does that was linked of these modules."""
    todo: list[_Todo] = []
    found: list[tuple[Part, Propagation]] = []
    for part in parts(program, modules):
        past = Past(part.modules, config, rulebook, store)
        known = past.recall()
        if known is not None:
            found.append((part, known))
        else:
            todo.append(_Todo(part, past))
    for done, (one, (propagation, bodies)) in enumerate(_all(todo, program, config, rulebook), 1):
        progress("following data", done, len(todo))
        one.past.keep(bodies, propagation)
        found.append((one.part, propagation))
    return _joined(found)


def follow_at(
    spot: Spot, program: Program, modules: Sequence[ReadModule], config: Config, rulebook: Rulebook
) -> Propagation:
    """What the data does in the part that a spot lies in, and what there is at the spot."""
    found = parts(program, modules)
    part = next((one for one in found if any(module.path == spot.path for module in one.modules)), found[0])
    propagation, _ = _followed(part, program, config, rulebook, spot)
    return replace(propagation, flows=_renumbered(propagation.flows, part.functions))


@dataclass(frozen=True, slots=True)
class _Todo:
    """A part that has to be followed."""

    part: Part
    past: Past

    @property
    def size(self) -> int:
        """About how much there is to follow, in bytes of code."""
        return sum(len(function.body) for module in self.part.modules for function in module.ir.functions)


def _followed(part: Part, whole: Program, config: Config, rulebook: Rulebook, spot: Spot | None = None) -> Followed:
    if len(part.functions) < len(whole.functions):
        return _followed_alone(part.modules, config, rulebook, spot)
    return _followed_in(whole, part.modules, rulebook, spot)


def _followed_alone(
    modules: Sequence[ReadModule], config: Config, rulebook: Rulebook, spot: Spot | None = None
) -> Followed:
    program = link(modules, rulebook, config.src, config.template_folders)
    return _followed_in(program, modules, rulebook, spot)


def _followed_in(program: Program, modules: Sequence[ReadModule], rulebook: Rulebook, spot: Spot | None) -> Followed:
    from piilint.identify import identify
    from piilint.propagate import propagate

    propagation = propagate(program, identify(program, rulebook), rulebook, spot)
    return propagation, read_bodies(program, modules)


def _all(
    todo: Sequence[_Todo], program: Program, config: Config, rulebook: Rulebook
) -> Iterator[tuple[_Todo, Followed]]:
    """Each part with what was found, in the order in which they are done; the largest are begun first."""
    jobs = config.jobs or available_cores()
    size = max(sum(one.size for one in todo) // (jobs * BATCHES_A_JOB), SMALLEST_BATCH)
    shared_out = batches(todo, lambda one: one.size, size)
    left = list(chain.from_iterable(shared_out))
    if jobs > 1 and len(shared_out) > 1:
        for one, followed in _in_processes(shared_out, jobs, config, rulebook):
            left.remove(one)
            yield one, followed
    for one in left:
        yield one, _followed(one.part, program, config, rulebook)
        if len(left) > 1:
            gc.collect()


def _in_processes(
    shared_out: Sequence[Sequence[_Todo]], jobs: int, config: Config, rulebook: Rulebook
) -> Iterator[tuple[_Todo, Followed]]:
    """Each batch in a process of its own. Parts without an answer are left out, all where no process can be had."""
    from multiprocessing.connection import wait

    rest = list(reversed(shared_out))
    running: dict[Connection, tuple[list[_Todo], BaseProcess]] = {}
    try:
        while rest or running:
            while rest and len(running) < jobs:
                batch = rest.pop()
                started = _start(batch, config, rulebook)
                if started is None:
                    rest.clear()
                else:
                    running[started[0]] = (list(reversed(batch)), started[1])
            ready = wait(list(running)) if running else ()
            for answers in [one for one in running if one in ready]:
                waiting, process = running[answers]
                followed = _answer(answers)
                if followed is not None:
                    yield waiting.pop(), followed
                if followed is None or not waiting:
                    answers.close()
                    process.join()
                    del running[answers]
    finally:
        for _, process in running.values():
            process.kill()


def _start(batch: Sequence[_Todo], config: Config, rulebook: Rulebook) -> tuple[Connection, BaseProcess] | None:
    """A process that follows parts, and where its answers come out in order; None where no process can be had."""
    import multiprocessing

    try:
        answers, answering = multiprocessing.Pipe(duplex=False)
        modules = [one.part.modules for one in batch]
        process = multiprocessing.Process(
            target=_in_a_process, args=(answering, modules, config, rulebook), daemon=True
        )
        process.start()
    except (OSError, NotImplementedError):
        return None
    answering.close()
    return answers, process


def _in_a_process(
    answering: Connection, parts_of_batch: Sequence[Sequence[ReadModule]], config: Config, rulebook: Rulebook
) -> None:
    # Ctrl-C is for the parent to handle; what is wrong with a part is told by the parent, which tries it itself
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(Exception):
        for modules in parts_of_batch:
            answering.send(_followed_alone(modules, config, rulebook))
            gc.collect()
    answering.close()


def _answer(answers: Connection) -> Followed | None:
    """The next that a process found; None where it was killed."""
    try:
        followed: Followed = answers.recv()
    except (EOFError, OSError):
        return None
    return followed


def _joined(found: Sequence[tuple[Part, Propagation]]) -> Propagation:
    """What was found in all parts, in the words of the whole program."""
    if len(found) == 1:
        return found[0][1]
    found = sorted(found, key=lambda one: one[0].modules[0].path)
    ones = [one for _, one in found]
    flows = [flow for part, one in found for flow in _renumbered(one.flows, part.functions)]
    return Propagation(
        tuple(sorted(flows, key=lambda flow: flow.order)),
        sum(one.sources for one in ones),
        sum(one.sinks for one in ones),
        sum(one.unresolved_calls for one in ones),
        tuple(sorted({place for one in ones for place in one.unmatched_templates}, key=str)),
        tuple(sorted({template for one in ones for template in one.missing_templates})),
        tuple(dict.fromkeys(mask for one in ones for mask in one.masks)),
    )


def _renumbered(flows: Sequence[Flow], numbers: Sequence[int]) -> tuple[Flow, ...]:
    """Flows of a part with the functions' numbers in the whole program."""

    def step(one: Step) -> Step:
        return replace(one, function=numbers[one.function]) if one.function >= 0 else one

    return tuple(
        replace(
            flow,
            sink=replace(flow.sink, function=numbers[flow.sink.function]),
            steps=tuple(map(step, flow.steps)),
            call_chain=tuple((numbers[function], at) for function, at in flow.call_chain),
        )
        for flow in flows
    )
