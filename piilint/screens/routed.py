"""The functions that decorators register with a framework: screens, whether they show personal data or not."""

from __future__ import annotations

from collections.abc import Iterator

from piilint.ir.program import Function, Program
from piilint.screens.before import Before
from piilint.screens.declared import Declarations
from piilint.screens.scene import Scene
from piilint.terms.config import Config
from piilint.terms.rulebook import Rulebook
from piilint.terms.screen import Screen, SinkContext


def routed(program: Program, rulebook: Rulebook, config: Config) -> tuple[tuple[Screen, SinkContext], ...]:
    """Each such function as a screen, with what stands before it, in the order of the program; tests' are left out."""
    scene = Scene.of(program, rulebook)
    before = Before.of(scene)
    declared = Declarations(scene, before.routes, rulebook, config)
    return tuple(_found(function, before, declared) for function in _registered(program, scene, before))


def _registered(program: Program, scene: Scene, before: Before) -> Iterator[Function]:
    for function in program.functions:
        if not function.is_python or not function.ir.decorators or function.module.in_test_code:
            continue
        if any(scene.registers(before.decorators.names(one)) for one in before.decorators.of_function(function)):
            yield function


def _found(function: Function, before: Before, declared: Declarations) -> tuple[Screen, SinkContext]:
    chain = ((function.id, -1),)
    checks = before.checks(chain)
    facts = {fact for one in checks for fact in one.facts()}
    guards = tuple(sorted(facts, key=lambda one: (one.path, one.line, one.kind, one.role or "")))
    audits = tuple(sorted({(one.path, one.line) for one in checks if one.is_audit}))
    screen = declared.screen(function.name, function.module.path, chain, checks)
    return screen, SinkContext(guards, bool(audits), audits, screen)
