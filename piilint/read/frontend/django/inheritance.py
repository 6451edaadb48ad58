"""Blocks, `extends` and `include`: how templates run one another.

A template hands its blocks to the one it extends inside the context, under `<block NAME>`; where a block stands, the
one from the context runs, or else the template's own. `{{ block.super }}` runs what stands under `<super NAME>`: the
own block of that place, and those that templates in between have handed on.
"""

from __future__ import annotations

from collections.abc import Sequence

from piilint.ir.instructions import Call, CallTemplate, LoadAttribute, LoadItem, MakeFunction, Phi, Value
from piilint.read.frontend.django.frame import Frame
from piilint.read.frontend.django.tokens import Token


def block_key(name: str) -> str:
    """The key of the context under which a block is handed to the extended template."""
    return f"<block {name}>"


def super_key(name: str) -> str:
    """The key of the context under which a block finds those that it overrides."""
    return f"<super {name}>"


def call_block(frame: Frame, name: str, at: Token) -> None:
    """Runs the most derived block of a name with the context and all variables that are set where it stands."""
    chosen, overridden = _block(frame, name, at)
    context = frame.dict_of([*frame.variables, (super_key(name), overridden)], at, context=True)
    frame.emit(Call(chosen, [context], unused=True), at)


def call_super(frame: Frame, at: Token) -> None:
    """Runs the block that the current one overrides."""
    overridden = frame.emit(LoadItem(frame.context, frame.constant(super_key(frame.name), at)), at)
    frame.emit(Call(overridden, [frame.context], unused=True), at)


def call_parent(frame: Frame, template: Value, at: Token) -> None:
    """Runs the template that this one extends, with the context and this one's blocks."""
    items: list[tuple[str, Value]] = []
    for name in frame.module.blocks:
        chosen, overridden = _block(frame, name, at)
        items += [(block_key(name), chosen), (super_key(name), overridden)]
    frame.emit(CallTemplate(template, frame.dict_of(items, at, context=True), "extends"), at)


def call_partial(frame: Frame, name: str, at: Token) -> None:
    """Runs a part of this template that was given a name."""
    function = frame.module.partials.get(name)
    if function is not None:
        context = frame.dict_of(frame.variables, at, context=True)
        frame.emit(Call(frame.emit(MakeFunction(function), at), [context], unused=True), at)


def include(frame: Frame, template: Value, pairs: Sequence[tuple[str, Value]], only: bool, at: Token) -> None:
    """Runs another template, with the context, the variables that are set and what it is given, or with that alone."""
    if only:
        context = frame.dict_of(pairs, at)
    else:
        context = frame.dict_of(list({**dict(frame.variables), **dict(pairs)}.items()), at, context=True)
    frame.emit(CallTemplate(template, context, "include"), at)


def _block(frame: Frame, name: str, at: Token) -> tuple[Value, Value]:
    """The most derived block of a name, and what it overrides."""
    own = frame.emit(MakeFunction(frame.module.blocks[name]), at)
    chosen = _handed_on(frame, block_key(name), own, at)
    return chosen, frame.emit(Phi([_handed_on(frame, super_key(name), own, at), own]), at)


def _handed_on(frame: Frame, key: str, own: Value, at: Token) -> Value:
    get = frame.emit(LoadAttribute(frame.context, "get"), at)
    return frame.emit(Call(get, [frame.constant(key, at), own]), at)
