"""The guards and audits of a program that no rule names: decorators, base classes, and calls that let some pass."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from piilint.ir.instructions import Call
from piilint.ir.program import Program
from piilint.screens.before import Before
from piilint.screens.checks import Check, Word
from piilint.screens.decorators import Decoration
from piilint.screens.scene import Scene
from piilint.terms.deeds import guards, names_role, records
from piilint.terms.names import tokenise
from piilint.terms.own_code import OwnCheck
from piilint.terms.rulebook import Rulebook


def own_checks(program: Program, rulebook: Rulebook) -> tuple[OwnCheck, ...]:
    """One entry for each of them, with the number of places that use it; the most used first."""
    scene = Scene.of(program, rulebook)
    before = Before.of(scene)
    found: dict[tuple[str, str], OwnCheck] = {}
    for one in (*_decorators(scene, before), *_bases(scene), *_calls(scene, before)):
        key = (one.by, one.name)
        known = found.get(key, one)
        roles = tuple(dict.fromkeys((*known.roles, *one.roles)))
        found[key] = replace(known, uses=known.uses + 1 if key in found else 1, roles=roles)
    return tuple(sorted(found.values(), key=lambda one: (one.is_audit, -one.uses, one.name)))


def _decorators(scene: Scene, before: Before) -> Iterator[OwnCheck]:
    for function in scene.program.functions:
        if function.ir.decorators and function.is_python and not function.module.in_test_code:
            for decoration in before.decorators.of_function(function):
                yield from _decorator(scene, before, decoration)


def _decorator(scene: Scene, before: Before, decoration: Decoration) -> Iterator[OwnCheck]:
    names = before.decorators.names(decoration)
    if not names or scene.checks.find("decorator", names) or scene.registers(names):
        return
    name = names[0]
    call = before.decorators.call_of(decoration)
    functions = scene.names.callee(decoration.function, decoration.value if call is None else call.callee).functions
    path, line = scene.place(decoration.function, decoration.value)
    words = tokenise(name.rpartition(".")[2])
    inside = [one for number in functions for one in before.decorators.wrapper(number, call is not None)]
    if functions:
        owner = scene.program.functions[functions[0]]
        path, line = owner.module.path, owner.ir.line
    if inside:
        roles = _roles(before.decorators.checks(decoration))
        audit = all(one.is_audit for one in inside)
        yield OwnCheck(name, path, line, "decorator", is_audit=audit, proven=True, roles=roles)
    elif guards(words) or records(words):
        parameter = scene.program.functions[functions[0]].ir.parameters[:1] if functions and call is not None else []
        says = names_role({*words, *(word for one in parameter for word in tokenise(one.name))})
        port = "argument:0" if call is not None and call.arguments and says else None
        yield OwnCheck(name, path, line, "decorator", is_audit=not guards(words), role_port=port)


def _bases(scene: Scene) -> Iterator[OwnCheck]:
    """Mixins whose name says so; what rules know of their own bases is known of them."""
    for cls in scene.program.classes:
        names = scene.names.class_names(cls.id)
        if cls.module.in_test_code or scene.checks.find("base_class", names[1:]):
            continue
        for base in cls.bases:
            name = next(iter(scene.names.names_of(base)), "")
            words = tokenise(name.rpartition(".")[2])
            if "mixin" in words and guards({*words, "require"}):
                yield OwnCheck(name, cls.module.path, cls.ir.line, "mixin")


def _calls(scene: Scene, before: Before) -> Iterator[OwnCheck]:
    for function in scene.program.functions:
        if not function.is_python or function.module.in_test_code or function.ir.kind == "class":
            continue
        for at, call in enumerate(function.body.code):
            if not isinstance(call, Call) or call.decorator:
                continue
            written = scene.names.written(function.id, call.callee).rpartition(".")[2]
            words = tokenise(written)
            if not (guards(words) or records(words)):
                continue
            callee = scene.callee(function.id, at)
            if not callee.names or scene.checks.find("call", callee.names):
                continue
            path, line = scene.place(function.id, at)
            effect = before.runs.effect(callee.functions[0]) if len(callee.functions) == 1 else None
            inside = (*effect.always, *effect.if_true) if effect is not None else ()
            if callee.functions:
                owner = scene.program.functions[callee.functions[0]]
                path, line = owner.module.path, owner.ir.line
            audit = all(one.is_audit for one in inside) if inside else not guards(words)
            if inside or call.unused:
                roles = _roles(inside)
                yield OwnCheck(callee.names[0], path, line, "call", is_audit=audit, proven=bool(inside), roles=roles)


def _roles(checks: Iterator[Check] | tuple[Check, ...]) -> tuple[str, ...]:
    words: tuple[Word, ...] = tuple(word for one in checks for word in one.roles)
    return tuple(dict.fromkeys(word for word in words if isinstance(word, str)))
