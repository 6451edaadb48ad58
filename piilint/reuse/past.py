"""What earlier runs followed, as the store keeps it, and whether it is good for this one."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from hashlib import blake2b

import msgspec

from piilint.ir.program import Program
from piilint.ir.read_module import ReadModule
from piilint.reuse.moved import Mover, UnknownLineError
from piilint.reuse.shape import Shape, shapes_of
from piilint.store import Store, code_version
from piilint.terms.config import Config
from piilint.terms.flow import Flow, Propagation
from piilint.terms.location import Place
from piilint.terms.own_code import OwnMask
from piilint.terms.rulebook import Rulebook

_KIND = "followed"


Bodies = Mapping[int, Sequence[int]]
"""By module the functions whose bodies were read, counted from its first."""


def read_bodies(program: Program, modules: Sequence[ReadModule]) -> dict[int, list[int]]:
    """The bodies that were read of a program that was linked of these modules, as `propagate` left it."""
    numbers = {(module.path, module.ir.language): number for number, module in enumerate(modules)}
    read: dict[int, list[int]] = {}
    for function in program.functions:
        number = numbers.get((function.module.path, function.module.ir.language))
        if number is not None and function.was_read:
            read.setdefault(number, []).append(function.id - function.module.first_function)
    return read


class Kept(msgspec.Struct, frozen=True, array_like=True):
    """A result as it is kept. `read` are the functions whose bodies were read, by module, `said` the digest of these
    bodies; `lines` the lines that modules mentioned then, by path, for paths that the result names."""

    read: Bodies
    said: bytes
    lines: dict[str, list[list[int]]]
    flows: tuple[Flow, ...]
    counts: tuple[int, int, int]
    unmatched: tuple[Place, ...]
    missing: tuple[tuple[str, str], ...]
    masks: tuple[OwnMask, ...]


class Past:
    """What is kept of earlier runs over files with the same heads as these."""

    def __init__(
        self, modules: tuple[ReadModule, ...], config: Config, rulebook: Rulebook, store: Store, ask: bool = True
    ) -> None:
        self._store = store
        self._modules = modules
        self._shapes: list[Shape] = []
        self._name: bytes | None = None
        if ask and config.cache_dir is not None:
            self._shapes = shapes_of([module.ir for module in modules], store)
            self._name = self._named(config, rulebook)

    def _named(self, config: Config, rulebook: Rulebook) -> bytes:
        digest = blake2b(code_version(), digest_size=20)
        said = (sys.version_info[:2], rulebook.digest, config.src, config.template_folders)
        files = [
            (module.path, module.root, module.ir.language, shape.head)
            for module, shape in zip(self._modules, self._shapes, strict=True)
        ]
        digest.update(repr((said, files)).encode("utf-8", "surrogateescape"))
        return digest.digest()

    def recall(self) -> Propagation | None:
        """What an earlier run followed, with today's lines; None where something that it read has changed."""
        data = None if self._name is None else self._store.get(_KIND, self._name)
        if data is None:
            return None
        try:
            kept = msgspec.msgpack.decode(data, type=Kept)
        except (msgspec.DecodeError, ValueError):
            return None
        if self._said(kept.read) != kept.said:
            return None
        try:
            return self._moved(kept)
        except UnknownLineError:
            return None

    def _moved(self, kept: Kept) -> Propagation:
        today = self._lines(kept.read, set(kept.lines))
        maps: dict[str, dict[int, int]] = {}
        for path, parts in kept.lines.items():
            if parts == today[path]:
                continue
            lines = maps[path] = {}
            for then, now in zip(parts, today[path], strict=True):
                for before, after in zip(then, now, strict=True):
                    if lines.setdefault(before, after) != after:
                        raise UnknownLineError
        mover = Mover(maps)
        return Propagation(
            tuple(mover.flow(flow) for flow in kept.flows),
            *kept.counts,
            tuple(mover.place(place) for place in kept.unmatched),
            kept.missing,
            tuple(mover.mask(mask) for mask in kept.masks),
        )

    def keep(self, bodies: Bodies, propagation: Propagation) -> None:
        """Keep what was followed, for later runs, with the bodies that were read for it."""
        if self._name is None:
            return
        read = {number: functions for number, functions in bodies.items() if not self._shapes[number].whole}
        paths = {place.path for place in propagation.unmatched_templates}
        paths |= {mask.path for mask in propagation.masks}
        for flow in propagation.flows:
            paths |= {flow.source.path, flow.sink.place.path}
            paths |= {step.place.path for step in flow.steps}
        kept = Kept(
            read,
            self._said(read),
            self._lines(read, paths),
            propagation.flows,
            (propagation.sources, propagation.sinks, propagation.unresolved_calls),
            propagation.unmatched_templates,
            propagation.missing_templates,
            propagation.masks,
        )
        self._store.put(_KIND, self._name, msgspec.msgpack.encode(kept))

    def _said(self, read: Bodies) -> bytes:
        digest = blake2b(digest_size=20)
        for number in sorted(read):
            for function in read[number]:
                digest.update(self._shapes[number].bodies[function])
        return digest.digest()

    def _lines(self, read: Bodies, paths: set[str]) -> dict[str, list[list[int]]]:
        """Of each path the lines of its modules' heads and of the bodies that were read, in a fixed order."""
        found: dict[str, list[list[int]]] = {path: [] for path in sorted(paths)}
        for number, module in enumerate(self._modules):
            shape = self._shapes[number]
            if module.path in found and not shape.whole:
                found[module.path].append(shape.lines)
                found[module.path].extend(shape.body_lines[function] for function in read.get(number, ()))
        return found
