"""What the class of a view says about who may open it: its bases, and its attributes."""

from __future__ import annotations

from collections.abc import Iterator

from piilint.ir.instructions import Build, Constant, Value
from piilint.screens.asked import required, stands_for
from piilint.screens.checks import Check, Spec, check, nowhere
from piilint.screens.predicates import of_class, of_values
from piilint.screens.runs import Runs
from piilint.screens.scene import Scene
from piilint.terms.guard_specs import GuardSpec
from piilint.terms.pattern import matches


def checks_of_class(scene: Scene, runs: Runs, cls: int) -> Iterator[Check]:
    """The checks that hold for each method of a class."""
    owner = scene.program.classes[cls]
    place = (owner.module.path, owner.ir.line)
    for spec in scene.checks.attributes:
        if isinstance(spec, GuardSpec) and spec.predicate is not None:
            yield from of_values(scene, runs, spec, _asked_for(scene, cls, spec), place, cls)
    specs = [*scene.checks.find("base_class", scene.names.class_names(cls)[1:])]
    specs += [spec for spec in scene.checks.attributes if _has(scene, cls, spec)]
    for spec in specs:
        yield from of_class(scene, runs, spec, cls, place)
        yield check(spec, owner.module.path, owner.ir.line, nowhere, lambda name: scene.words.of_class(cls, name))


def _has(scene: Scene, cls: int, spec: Spec) -> bool:
    if isinstance(spec, GuardSpec) and spec.predicate is not None:
        return False  # who passes, the classes in the list say
    return any(_fits(scene, cls, pattern, spec) for pattern in spec.match.patterns)


def _asked_for(scene: Scene, cls: int, spec: Spec) -> Iterator[tuple[int, Value]]:
    """The values that an attribute of the class asks for, where the spec is about it."""
    for pattern in spec.match.patterns:
        owner, _, attribute = pattern.rpartition(".")
        if not owner or any(matches(owner, name) for name in scene.names.class_names(cls)):
            where = scene.words.attribute(cls, attribute)
            if where is not None:
                yield from ((where[0], one) for one in required(scene, *where))


def _fits(scene: Scene, cls: int, pattern: str, spec: Spec) -> bool:
    """Whether the class has the attribute, with the value that the rule asks for, or any that is no nothing."""
    owner, _, attribute = pattern.rpartition(".")
    if owner and owner != "**" and not any(matches(owner, name) for name in scene.names.class_names(cls)):
        return False
    where = scene.words.attribute(cls, attribute)
    if where is None:
        return False
    if spec.value is None:
        return not _is_nothing(scene, *where)
    return any(stands_for(scene, where[0], one, spec.value) for one in required(scene, *where))


def _is_nothing(scene: Scene, function: int, value: Value) -> bool:
    written = scene.names.instruction(function, value)
    if isinstance(written, Constant):
        return not written.value
    return isinstance(written, Build) and not written.items
