"""Text built by `str.format`: what its fields name, and nothing else of the arguments; and by `str.join`."""

from __future__ import annotations

import re
from string import Formatter
from typing import TYPE_CHECKING

from piilint.propagate.access import constants_of
from piilint.propagate.arguments import Arguments, positions_of
from piilint.propagate.atoms import OPAQUE, TEXT, Alloc, Bound, Cls, Ext, Func, Sym, Value, const, ext_inst
from piilint.propagate.built_texts import built
from piilint.propagate.folded_texts import formatted_constants, joined_constants
from piilint.propagate.memory import joined
from piilint.propagate.native_registry import first_of, native
from piilint.propagate.ports import base_values
from piilint.propagate.taints import only_taints
from piilint.propagate.text import text_of
from piilint.propagate.things import things_of
from piilint.terms.flow import Verb
from piilint.terms.port import Port

if TYPE_CHECKING:
    from piilint.propagate.run import FunctionRun

CALLABLE = ("closure", "partial", "getter")
_STEP = re.compile(r"\.([^.\[]+)|\[([^\]]+)\]")


@native("builtins.str.format")
def _format(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    constants, others = constants_of(run, receiver or {}, 0)
    if others or len(constants) != 1 or not isinstance(constants[0], str):
        return None
    if not (arguments.keywords or arguments.rest or arguments.mappings):
        folded = formatted_constants(run, constants[0], arguments.positional)
        if folded is not None:
            return folded
    try:
        fields = _fields(constants[0])
    except ValueError:
        return None
    parts: list[Value] = []
    for field, method in fields:
        value = _field_value(run, field, arguments, at)
        if any(isinstance(atom, Sym) or atom.is_opaque for atom in value):
            parts.append({OPAQUE: None})
        parts.append(run.moved(text_of(run, value, at, method), Verb.FORMAT, at))
    return joined(({TEXT: None}, *parts, built(run, [receiver or {}], [{}, *parts], at)))


@native("builtins.str.format_map")
def _format_map(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    return _format(run, Arguments(mappings=[first_of(arguments)]), receiver, at) if arguments.positional else None


@native("builtins.str.join")
def _join(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    """What stands beside an address is looked at, and of a mapping its keys are joined; all else the rules say."""
    joins = first_of(arguments)
    if joins and all(isinstance(atom, Alloc) and atom.kind == "dict" for atom in joins):
        told = text_of(run, run.iterate(joins, at), at)
        return joined(({TEXT: None, OPAQUE: None}, only_taints(receiver or {}), run.moved(told, Verb.FORMAT, at)))
    folded = joined_constants(run, arguments, receiver)
    if folded is not None:
        return folded
    parts = positions_of(run, first_of(arguments))
    if parts is not None:
        built(run, parts, [text_of(run, part, at) for part in parts], at)
    return None


@native("re.sub", "re.subn", "re.Pattern.sub", "re.Pattern.subn")
def _substituted(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    """Where a function makes what stands in the place of what was found: the text around, and what it gives."""
    given = arguments.positional if receiver is not None else arguments.positional[1:]
    maker: Value = {
        atom: hop
        for atom, hop in (given[0] if given else {}).items()
        if isinstance(atom, (Func, Bound, Cls, Ext, Sym)) or (isinstance(atom, Alloc) and atom.kind in CALLABLE)
    }
    if not maker or len(given) < 2 or any(isinstance(atom, Sym) and not things_of(run, atom) for atom in maker):
        return None
    around = run.moved(only_taints(run.state.own(given[1])), Verb.CALL, at)
    told = run.call_value(maker, Arguments([{ext_inst("re.Match", -1, (run.id, at)): None, **around}]), at)
    return joined(({TEXT: None, OPAQUE: None}, around, run.moved(text_of(run, told, at), Verb.FORMAT, at)))


def _fields(template: str) -> list[tuple[str, str]]:
    """The replacement fields of a template, those within format specifications too, and how each becomes text."""
    found: list[tuple[str, str]] = []
    number = 0
    pending = [template]
    while pending:
        for _, field, specification, conversion in Formatter().parse(pending.pop()):
            if field is None:
                continue
            if field[:1] in ("", ".", "["):
                field, number = f"{number}{field}", number + 1
            found.append((field, "__str__" if conversion == "s" else "__repr__" if conversion else "__format__"))
            if specification and "{" in specification:
                pending.append(specification)
    return found


def _field_value(run: FunctionRun, field: str, arguments: Arguments, at: int) -> Value:
    """The value that `{name.attribute[key]}` names."""
    end = min((place for mark in ".[" if (place := field.find(mark)) >= 0), default=len(field))
    if arguments.mappings and not arguments.keywords and not arguments.positional:
        value = run.subscript(joined(arguments.mappings), {const(field[:end]): None}, at)
    else:
        value = joined(base_values(run, Port.parse(f"argument:{field[:end]}"), arguments, None, None))
    for name, index in _STEP.findall(field[end:]):
        if name:
            value = run.load_attribute(value, name, at)
        else:
            value = run.subscript(value, {const(int(index) if index.isdigit() else index): None}, at)
    return value
