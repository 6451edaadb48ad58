"""Texts with named gaps that are filled later: what the gaps name is shown, and nothing else of what fills them."""

from __future__ import annotations

from string import Template
from typing import TYPE_CHECKING

from piilint.propagate.access import constants_of
from piilint.propagate.arguments import Arguments
from piilint.propagate.atoms import EMPTY, OPAQUE, TEXT, Sym, Value, const
from piilint.propagate.memory import joined
from piilint.propagate.native_registry import first_of, made_of, native
from piilint.propagate.summary import NAMED
from piilint.propagate.taints import only_taints
from piilint.propagate.text import text_of
from piilint.terms.access_path import attribute
from piilint.terms.flow import Verb

if TYPE_CHECKING:
    from piilint.propagate.run import FunctionRun

KIND = "string.Template"
WRITTEN = attribute("template")


@native(KIND)
def _template(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    """The text stays whole under its attribute, for whoever fills it."""
    del receiver
    text = first_of(arguments) or arguments.keywords.get("template", EMPTY)
    return {**made_of(run, at, KIND, {WRITTEN: text}), **only_taints(run.state.own(text))} if text else None


@native("string.Template.substitute", "string.Template.safe_substitute")
def _filled(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    """None where the text is not known, or that it is a text: then the rules say that anything may be shown."""
    if receiver is None or arguments.rest:
        return None
    things: Value = {atom: hop for atom, hop in receiver.items() if not atom.is_taint}
    known, others = constants_of(run, joined(run.state.read(atom, WRITTEN) for atom in things), NAMED)
    if others or len(known) != 1 or not isinstance(known[0], str):
        return None
    shown: list[Value] = []
    for name in _names(known[0]):
        value = arguments.keywords.get(name)
        if value is None:
            mappings = [*arguments.mappings, *arguments.positional]
            value = joined(run.subscript(mapping, {const(name): None}, at) for mapping in mappings)
        if any(isinstance(atom, Sym) or atom.is_opaque for atom in value):
            shown.append({OPAQUE: None})
        shown.append(run.moved(text_of(run, value, at), Verb.FORMAT, at))
    return joined(({TEXT: None}, *shown))


def _names(text: str) -> list[str]:
    """The names of a text's gaps, each once, in order."""
    found = (one["named"] or one["braced"] for one in Template.pattern.finditer(text))
    return list(dict.fromkeys(name for name in found if name))
