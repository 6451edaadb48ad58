"""The identifiers that a function's code mentions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from piilint.ir.instructions import (
    AnyInstruction,
    Call,
    Constant,
    LoadAttribute,
    StoreAttribute,
)


def mentions_of(variables: Iterable[str], code: Iterable[AnyInstruction]) -> list[str]:
    """Variables, attributes, string keys and keyword arguments, sorted; of a dotted string each part."""
    mentioned = {name for instruction in code for name in _mentions(instruction) if name.isidentifier()}
    return sorted(mentioned.union(variables))


def _mentions(instruction: AnyInstruction) -> Iterator[str]:
    if isinstance(instruction, (LoadAttribute, StoreAttribute)):
        yield instruction.name
    elif isinstance(instruction, Constant) and isinstance(instruction.value, str):
        yield from instruction.value.split(".")
    elif isinstance(instruction, Call):
        yield from (name for name, _ in instruction.keywords)
