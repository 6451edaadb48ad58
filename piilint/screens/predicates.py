"""Functions that say whether somebody passes: what they check counts where a guard of the rules asks them.

`user_passes_test(lambda user: user.is_staff)`, a mixin's `test_func`, the methods of the classes in a list.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from piilint.ir.instructions import Call, Value
from piilint.ir.program import ClassRef, FunctionRef
from piilint.ir.variables import settled
from piilint.screens.checks import Check, Spec
from piilint.screens.roles_given import Binder
from piilint.screens.runs import Runs
from piilint.screens.scene import Scene
from piilint.terms.guard_specs import GuardSpec
from piilint.terms.port import Port

METHOD = "method:"


def asks_classes(spec: Spec) -> bool:
    """Whether it is the classes in a list that say who passes."""
    return isinstance(spec, GuardSpec) and spec.predicate is not None and spec.predicate.startswith(METHOD)


def of_call(scene: Scene, runs: Runs, spec: Spec, function: int, call: Call, place: tuple[str, int]) -> Iterator[Check]:
    """What the function checks that a call is handed at the spec's port."""
    asked = spec.predicate if isinstance(spec, GuardSpec) else None
    if asked is None or asked.startswith(METHOD):
        return
    which = Port.parse(asked).which
    named = dict(call.keywords)
    value = named.get(str(which), -1)
    if isinstance(which, int) and which < len(call.arguments):
        value = call.arguments[which]
    for reference in settled(scene.program, scene.names.references(function, value)):
        if isinstance(reference, FunctionRef):
            yield from _passed(runs, reference.id, place, scene.given.by_value(function, value))


def of_class(
    scene: Scene, runs: Runs, spec: Spec, cls: int, place: tuple[str, int], given: Binder | None = None
) -> Iterator[Check]:
    """What the class's own method checks that the spec names; `given` says its roles where an object of it is made."""
    asked = spec.predicate if isinstance(spec, GuardSpec) else None
    method = scene.program.method(cls, asked.removeprefix(METHOD)) if asked and asked.startswith(METHOD) else None
    if method is not None:
        yield from _passed(runs, method, place, given or scene.given.by_class(cls))


def of_values(
    scene: Scene, runs: Runs, spec: Spec, values: Iterable[tuple[int, Value]], place: tuple[str, int], asking: int = -1
) -> Iterator[Check]:
    """What the methods of classes check that stand in a list; each of them has to let people pass.

    `asking` is the class that has the list.
    """
    for function, value in values:
        written = scene.names.instruction(function, value)
        named = written.callee if isinstance(written, Call) else value
        for reference in settled(scene.program, scene.names.references(function, named)):
            if isinstance(reference, ClassRef):
                is_made = isinstance(written, Call)
                given = scene.given.by_value(function, value) if is_made else scene.given.by_class(reference.id, asking)
                yield from of_class(scene, runs, spec, reference.id, place, given)


def _passed(runs: Runs, function: int, place: tuple[str, int], given: Binder) -> Iterator[Check]:
    effect = runs.effect(function)
    for one in dict.fromkeys((*effect.always, *effect.if_true)):
        yield one.bound(given, place)
