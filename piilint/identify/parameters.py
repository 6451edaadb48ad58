"""Parameters: what a caller that nobody sees may hand in."""

from __future__ import annotations

from collections.abc import Sequence

from piilint.identify import kinds
from piilint.identify.declared import NOT_PERSONAL
from piilint.identify.evidence import Siblings
from piilint.identify.found import by_annotation, by_comment, guessed, ruled
from piilint.identify.scene import Scene
from piilint.identify.values import is_value_name
from piilint.ir.instructions import Constant, MakeFunction
from piilint.ir.module import ParameterIR
from piilint.ir.program import Function, in_cell
from piilint.ir.types import declared_data
from piilint.terms.location import Place
from piilint.terms.specs import FoundSource, NotPersonalSpec

_KEPT = frozenset({"self", "cls", "args", "kwargs"})


def identify_parameters(scene: Scene, function: Function) -> None:
    """Adds what the function's parameters are to the sources."""
    parameters = function.ir.parameters
    if not parameters or not function.is_python:
        return
    siblings = Siblings.of(scene.weigher.matcher, (parameter.name for parameter in parameters))
    cls = scene.class_of(function)
    owners = [cls.ir.name] if cls is not None and function.ir.name == "__init__" else []
    for index, parameter in enumerate(parameters):
        if parameter.name in _KEPT or (index == 0 and cls is not None and parameter.name.startswith("_")):
            continue
        found = _sources(scene, function, parameter, owners, siblings)
        if found and (found[0].declared or not (parameter.has_default and _is_switch(scene, function, index))):
            scene.sources.parameters[function.id, index] = found


def declares_parameters(scene: Scene, function: Function) -> bool:
    """Whether a parameter's annotation says what it holds, whatever it is called."""
    return any(
        parameter.annotation is not None and _annotated(scene, function, parameter) is not None
        for parameter in function.ir.parameters
    )


def _annotated(scene: Scene, function: Function, parameter: ParameterIR) -> str | None:
    return declared_data(parameter.annotation, scene.program, function.module.id)


def _is_switch(scene: Scene, function: Function, index: int) -> bool:
    """Whether a parameter is on or off by default, as in `last_name_first=True`."""
    first = function.module.first_function
    code = scene.program.functions[first + function.ir.parent].body.code if function.ir.parent >= 0 else []
    for instruction in code:
        if isinstance(instruction, MakeFunction) and first + instruction.function == function.id:
            default = next((code[value] for parameter, value in instruction.defaults if parameter == index), None)
            return isinstance(default, Constant) and isinstance(default.value, bool)
    return False


def _sources(
    scene: Scene, function: Function, parameter: ParameterIR, owners: Sequence[str], siblings: Siblings
) -> tuple[FoundSource, ...]:
    line = parameter.line or function.ir.line
    place = in_cell(function.module, line, line)
    declared = _declared(scene, function, parameter, place)
    if declared is not None:
        return declared
    if not is_value_name(parameter.name) or not scene.weigher.matcher.classify(parameter.name):
        return ()
    if parameter.annotation is None and scene.objects.leads_to_object(parameter.name):
        return ()
    clues = scene.weigher.clues(parameter.name, owners, siblings, scene.is_near(function))
    if not clues:
        return ()
    kind = kinds.of_annotation(scene.program, function.module.id, parameter.annotation)
    return tuple(guessed(clue, place, parameter.name, function.id) for clue in clues if not kind.refuses(clue.data))


def _declared(scene: Scene, function: Function, parameter: ParameterIR, place: Place) -> tuple[FoundSource, ...] | None:
    """What a rule, an annotation or a comment says; () where it says that the parameter is not personal."""
    spec = scene.declared.parameter(function.name, parameter.name)
    spec = spec or scene.declared.by("name", (parameter.name, f"{function.name}.{parameter.name}"))
    if spec is not None:
        if isinstance(spec, NotPersonalSpec):
            return ()
        return (ruled(spec, place, parameter.name, function.id),)
    annotated = _annotated(scene, function, parameter)
    if annotated is not None and annotated in scene.declared.data:
        return (by_annotation(annotated, place, parameter.name, function.id),)
    commented = _comment(scene, function, parameter)
    if commented == NOT_PERSONAL:
        return ()
    return (by_comment(commented, place, parameter.name, function.id),) if commented is not None else None


def _comment(scene: Scene, function: Function, parameter: ParameterIR) -> str | None:
    """A comment on the parameter's own line; one on the whole header speaks of a function's only parameter."""
    path = function.module.path
    others = [other for other in function.ir.parameters if other.name not in _KEPT and other is not parameter]
    if not others:
        return scene.declared.comment(path, parameter.line)
    if any(other.line == parameter.line for other in others):
        return None
    return scene.declared.own_line(function.module, parameter.line)
