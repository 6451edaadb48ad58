"""What a file says apart from the numbers of its lines: digests that are equal where nothing but lines has moved."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from hashlib import blake2b

import msgspec

from piilint.ir.module import ClassIR, FunctionIR, ModuleIR, decode_body, encode_module
from piilint.store import Store

_KIND = "shape"
_NOTHING = msgspec.Raw(msgspec.msgpack.encode(None))


class Shape(msgspec.Struct, frozen=True, array_like=True):
    """`head` and `bodies` are digests, `lines` the lines that the head mentions and `body_lines` those of each body,
    ascending. `whole`: lines count and all bodies are part of the head."""

    head: bytes
    lines: list[int] = []
    bodies: list[bytes] = []
    body_lines: list[list[int]] = []
    whole: bool = False


def shapes_of(modules: Sequence[ModuleIR], store: Store) -> list[Shape]:
    """The shape of each, from the store where it was asked for before."""
    names = [_digest(encode_module(module)) for module in modules]
    known = {name: shape for name, data in store.get_many(_KIND, names).items() if (shape := _decoded(data))}
    for name, module in zip(names, modules, strict=True):
        if name not in known:
            known[name] = shape_of(module)
            store.put(_KIND, name, msgspec.msgpack.encode(known[name]))
    return [known[name] for name in names]


def shape_of(module: ModuleIR) -> Shape:
    """The shape of one file."""
    if module.cells or module.units or module.queries:
        return Shape(_digest(encode_module(module)), whole=True)
    lines = sorted(set(_head_lines(module)))
    ranks = {line: rank for rank, line in enumerate(lines)}
    bodies: list[bytes] = []
    body_lines: list[list[int]] = []
    for function in module.functions:
        body = decode_body(function)
        own = sorted({*body.lines, *(line for statement in body.statements for line in statement)})
        places = {line: rank for rank, line in enumerate(own)}
        between = [(bisect_left(lines, line), line in ranks) for line in own]
        moved = msgspec.structs.replace(
            body,
            lines=[places[line] for line in body.lines],
            statements=[(places[first], places[last]) for first, last in body.statements],
        )
        bodies.append(_digest(msgspec.msgpack.encode((moved, between))))
        body_lines.append(own)
    return Shape(_digest(encode_module(_ranked(module, ranks))), lines, bodies, body_lines)


def _head_lines(module: ModuleIR) -> Iterable[int]:
    """Where the file ends is left out, and with it the end of its own body: nothing is ever said to stand there."""
    for number, function in enumerate(module.functions):
        yield from (function.line, function.end_line) if number else (function.line,)
        yield from (parameter.line for parameter in function.parameters)
    for cls in module.classes:
        yield from (cls.line, cls.end_line)
        for field in cls.fields:
            yield from (field.line, field.end_line)
    yield from (one.line for one in module.imports)
    for comment in module.comments:
        yield from (comment.line, comment.first_line, comment.last_line)


def _ranked(module: ModuleIR, ranks: dict[int, int]) -> ModuleIR:
    """A head whose lines are ranks."""
    replace = msgspec.structs.replace

    def function(number: int, one: FunctionIR) -> FunctionIR:
        parameters = [replace(each, line=ranks[each.line]) for each in one.parameters]
        end = ranks[one.end_line] if number else 0
        return replace(one, line=ranks[one.line], end_line=end, parameters=parameters, body=_NOTHING)

    def cls(one: ClassIR) -> ClassIR:
        fields = [replace(each, line=ranks[each.line], end_line=ranks[each.end_line]) for each in one.fields]
        return replace(one, line=ranks[one.line], end_line=ranks[one.end_line], fields=fields)

    return replace(
        module,
        lines=0,
        functions=[function(number, one) for number, one in enumerate(module.functions)],
        classes=[cls(one) for one in module.classes],
        imports=[replace(one, line=ranks[one.line]) for one in module.imports],
        comments=[
            replace(one, line=ranks[one.line], first_line=ranks[one.first_line], last_line=ranks[one.last_line])
            for one in module.comments
        ],
    )


def _digest(data: bytes) -> bytes:
    return blake2b(data, digest_size=20).digest()


def _decoded(data: bytes) -> Shape | None:
    try:
        return msgspec.msgpack.decode(data, type=Shape)
    except msgspec.DecodeError:
        return None
