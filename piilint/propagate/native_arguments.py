"""Command lines: the values that a parser sets by itself, as the function that a sub command runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from piilint.propagate.arguments import Arguments
from piilint.propagate.atoms import EMPTY, MADE_WITH, Alloc, Sym, Value
from piilint.propagate.memory import Fields, joined
from piilint.propagate.native_registry import made_of, native
from piilint.propagate.taints import only_taints
from piilint.terms.access_path import attribute

if TYPE_CHECKING:
    from piilint.propagate.run import FunctionRun

PARSER = "argparse.ArgumentParser"
DEFAULT = ".<default>"
"""What stands before the names of attributes that a parser sets by itself."""


@native(PARSER)
def _parser(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    del arguments, receiver
    return made_of(run, at, PARSER, {})


@native(f"{PARSER}.set_defaults")
def _set_defaults(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    del at
    for atom in receiver or EMPTY:
        if isinstance(atom, (Alloc, Sym)):
            for name, value in arguments.keywords.items():
                run.state.write(atom, DEFAULT + name, value, strong=False)
    return EMPTY


@native(f"{PARSER}.parse_args", f"{PARSER}.parse_intermixed_args")
def _parse(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    fields: Fields = {}
    for atom in receiver or EMPTY:
        for label, value in run.state.heap.get(atom, {}).items():
            if label.startswith(DEFAULT):
                name = attribute(label[len(DEFAULT) :])
                fields[name] = joined((fields.get(name, EMPTY), value))
    if not fields:
        return None
    given = [only_taints(run.state.deep(value)) for value in arguments.positional[:1]]
    return joined((made_of(run, at, MADE_WITH, fields), *given))
