"""Command lines: the values that a parser sets by itself, as the function that a sub command runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from piilint.propagate.arguments import Arguments
from piilint.propagate.atoms import EMPTY, MADE_WITH, OPAQUE, Alloc, Sym, Value, fact
from piilint.propagate.memory import Fields, joined
from piilint.propagate.native_registry import made_of, native
from piilint.propagate.taints import only_taints
from piilint.propagate.things import things_of
from piilint.terms.access_path import attribute, key
from piilint.terms.column import Column
from piilint.terms.flow import Verb

if TYPE_CHECKING:
    from piilint.propagate.run import FunctionRun

PARSER = "argparse.ArgumentParser"
DEFAULT = ".<default>"
"""What stands before the names of attributes that a parser sets by itself."""
ASKED = ".<asked>"
"""What stands before the names of those that it asks people for."""
FLAGS = frozenset({"store_true", "store_false", "store_const", "append_const", "count", "help", "version"})
"""What a parser does with arguments that nobody gives a value."""


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


@native(f"{PARSER}.add_argument")
def _add_argument(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    """What people are asked for is what its name says."""
    action, _ = run.constants(arguments.keywords.get("action", EMPTY))
    name = _name_asked(run, arguments)
    if not name or not FLAGS.isdisjoint(one for one in action if isinstance(one, str)):
        return EMPTY
    told = run.engine.query_sources(run.id, (Column(name),), at).get(name, ())
    for atom in receiver or EMPTY:
        for source in told if isinstance(atom, (Alloc, Sym)) else ():
            asked: Value = {OPAQUE: None, fact(source, atom): run.hop(None, Verb.READ, at)}
            run.state.write(atom, ASKED + name, asked, strong=False)
    return EMPTY


def _name_asked(run: FunctionRun, arguments: Arguments) -> str:
    """The attribute under which an argument is found: `phone_number` of `--phone-number`."""
    chosen, _ = run.constants(arguments.keywords.get("dest", EMPTY))
    written = [one for value in arguments.positional for one in run.constants(value)[0] if isinstance(one, str)]
    named = [one for one in chosen if isinstance(one, str)]
    named += [one for one in written if one.startswith("--")] + written
    return named[0].lstrip("-").replace("-", "_") if named else ""


@native(f"{PARSER}.parse_args", f"{PARSER}.parse_intermixed_args")
def _parse(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    fields: Fields = {}
    for thing in (thing for atom in receiver or EMPTY for thing in things_of(run, atom) or (atom,)):
        held = run.engine.fields_of(run, thing) if isinstance(thing, Alloc) else run.state.heap.get(thing, {})
        for label, value in held.items():
            start = next((one for one in (DEFAULT, ASKED) if label.startswith(one)), None)
            if start is not None:
                name = attribute(label[len(start) :])
                fields[name] = joined((fields.get(name, EMPTY), value))
    if not fields:
        return None
    given = [only_taints(run.state.deep(value)) for value in arguments.positional[:1]]
    return joined((made_of(run, at, MADE_WITH, fields), *given))


@native(f"{PARSER}.parse_known_args", f"{PARSER}.parse_known_intermixed_args")
def _parse_known(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    parsed = _parse(run, arguments, receiver, at)
    if parsed is None:
        return None
    rest = [only_taints(run.state.deep(value)) for value in arguments.positional[:1]]
    return made_of(run, at, "tuple", {key(0): parsed, key(1): joined(({OPAQUE: None}, *rest))}, "known")
