"""What `# pii: ...` says of the statements of a function; it overrules what their names tell."""

from __future__ import annotations

from collections.abc import Iterable

from piilint.identify.declared import NOT_PERSONAL
from piilint.identify.found import by_comment
from piilint.identify.owners import Owners
from piilint.identify.scene import Scene
from piilint.identify.values import constant_key, mapping_key
from piilint.ir.instructions import Assign, Build, Call, LoadAttribute, LoadItem, StoreItem
from piilint.ir.program import Function


def apply_comments(scene: Scene, function: Function) -> None:
    """Puts what comments declare in the place of what was guessed."""
    path = function.module.path
    if path not in scene.declared.commented_paths or function.ir.kind == "class":
        return
    for statement, lines in enumerate(function.body.statements):
        data = scene.declared.comment(path, *lines)
        if data is not None:
            _apply(scene, function, statement, data)


def _apply(scene: Scene, function: Function, statement: int, data: str) -> None:
    instructions = [at for at, span in enumerate(function.body.spans) if span == statement]
    if data == NOT_PERSONAL:
        for at in instructions:
            scene.sources.reads.pop((function.id, at), None)
            scene.sources.not_personal.add((function.id, at))
        return
    for at, owner in _meant(scene, function, instructions):
        place = scene.program.place(function.id, at)
        scene.sources.reads[function.id, at] = (by_comment(data, place, owner, function.id, at),)


def _meant(scene: Scene, function: Function, instructions: Iterable[int]) -> list[tuple[int, str]]:
    """A comment speaks of the variables its statement assigns, else of the keys it stores, else of what it reads."""
    owners, code = Owners(scene, function), function.body.code
    assigned: list[tuple[int, str]] = []
    stored: list[tuple[int, str]] = []
    read: list[tuple[int, str]] = []
    for at in instructions:
        instruction = code[at]
        if isinstance(instruction, Assign):
            assigned.append((at, instruction.name))
        elif isinstance(instruction, StoreItem) and (key := constant_key(code, instruction.index)) is not None:
            stored.append((instruction.index, f'{owners.as_written(instruction.object)}["{key}"]'))
        elif isinstance(instruction, Build) and instruction.kind == "dict":
            keys = ((item, constant_key(code, item)) for item, _ in instruction.items)
            stored.extend((item, f'["{key}"]') for item, key in keys if key is not None)
        elif isinstance(instruction, LoadAttribute):
            read.append((at, f"{owners.as_written(instruction.object)}.{instruction.name}"))
        elif isinstance(instruction, LoadItem) and (key := constant_key(code, instruction.index)) is not None:
            read.append((at, f'{owners.as_written(instruction.object)}["{key}"]'))
        elif isinstance(instruction, Call) and (got := mapping_key(code, instruction)) is not None:
            read.append((at, f'{owners.as_written(got[0])}["{got[1]}"]'))
    return assigned or stored or read[-1:]
