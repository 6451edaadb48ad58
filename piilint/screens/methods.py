"""Methods that a library calls before the others of a class: what one checks before it goes on holds for them all.

A `hook` entry names the library's method: `web.View.dispatch`. A class of the program that has its own checks in it,
and calls the library's from there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from piilint.ir.instructions import Call, LoadAttribute
from piilint.ir.program import Function
from piilint.screens.checks import Check, in_both
from piilint.screens.runs import Runs
from piilint.screens.scene import Scene


@dataclass(slots=True)
class AroundMethods:
    """Answers about the classes of one scene, each found out once."""

    scene: Scene
    runs: Runs
    gates: Runs
    _found: dict[int, tuple[tuple[int, tuple[Check, ...]], ...]] = field(default_factory=dict, repr=False)

    def checks_of(self, function: Function, cls: int) -> Iterator[Check]:
        """What the methods that come first have checked before this one of the class runs."""
        if not len(self.scene.checks.patterns("hook")):
            return
        if cls not in self._found:
            self._found[cls] = tuple(self._first_methods(cls))
        for method, checks in self._found[cls]:
            if method != function.id:
                yield from checks

    def before_page(self, cls: int) -> tuple[Check, ...]:
        """What has passed where a class is a page by itself: in the methods that show it, if it writes them all."""
        shown_in = next((one for name in self.scene.names.class_names(cls) for one in self.scene.pages.find(name)), ())
        written = [(self.scene.program.method(cls, name), name) for name in shown_in]
        found: list[Check] | None = None
        for function, name in written:
            if function is None:
                return ()
            here = list(self._before_going_on(self.runs, function, name, self.scene.rendering))
            found = here if found is None else in_both(found, here)
        return tuple(one.bound(lambda slot: self.scene.given.rest(slot, cls)) for one in found or ())

    def _first_methods(self, cls: int) -> Iterator[tuple[int, tuple[Check, ...]]]:
        names = self.scene.names.class_names(cls)
        wanted = self.scene.checks.patterns("hook").last_parts()
        for base in self.scene.program.classes[cls].mro:
            methods = self.scene.program.classes[base].methods if isinstance(base, int) else {}
            for name in sorted(wanted & methods.keys()):
                if self.scene.checks.find("hook", [f"{one}.{name}" for one in names]):
                    checks = self._before_going_on(self.gates, methods[name], name)
                    yield (
                        methods[name],
                        tuple(one.bound(lambda slot: self.scene.given.rest(slot, cls)) for one in checks),
                    )

    def _before_going_on(
        self, runs: Runs, function: int, name: str, others: frozenset[str] = frozenset()
    ) -> tuple[Check, ...]:
        """What has passed wherever the method calls the one of that name that it stands before, or another one."""
        found: list[Check] | None = None
        for at, instruction in enumerate(self.scene.program.functions[function].body.code):
            callee = (
                self.scene.names.instruction(function, instruction.callee) if isinstance(instruction, Call) else None
            )
            if isinstance(callee, LoadAttribute) and (callee.name == name or callee.name in others):
                here = runs.before(function, at)
                found = [one for one in found if one in here] if found is not None else list(here)
        return tuple(found) if found is not None else runs.effect(function).always
