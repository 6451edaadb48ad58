"""Calls of unknown code that find what they are asked for: what they give back is what was found, not the key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from piilint.propagate.atoms import ext
from piilint.propagate.native_registry import NATIVES
from piilint.propagate.things import model_of
from piilint.terms.names import singular, tokenise
from piilint.terms.words import CODES, FINDING, HANDING_ON, MAKING, PERSONS, TAKING_OUT

if TYPE_CHECKING:
    from piilint.propagate.arguments import Arguments
    from piilint.propagate.atoms import Atom, Ext, Value
    from piilint.propagate.run import FunctionRun

_CONDITIONS = frozenset({"by", "or", "from", "for", "with", "if"})
"""Words behind which a name no longer says what is found."""


def keeps_nothing(run: FunctionRun, at: int) -> bool:
    """Whether a method hands on what it is given, or ends what a key stands for: its object keeps none of it."""
    method = run.method_name(at)
    return method in HANDING_ON or next(iter(tokenise(method)), "") in TAKING_OUT


def is_lookup(run: FunctionRun, thing: Atom, at: int) -> bool:
    """Whether an unknown call finds an object by the keys that it is given: `find_user(name)`, `Order.get(number)`;
    or makes a code of them that shows nothing of them: `generate_token(email)`.

    Its name is all that there is to go by: a verb of finding, and a person, `by` something, or a class that is asked.
    """
    words = tokenise(run.method_name(at))
    if len(words) > 1 and words[0] in MAKING and words[-1] in CODES:
        return True
    if "by" in words and not FINDING.isdisjoint(words[: words.index("by")]):
        return True
    if not words or words[0] not in FINDING:
        return False
    if model_of(thing) >= 0 and run.program.classes[model_of(thing)].external_bases:
        return True
    end = next((place for place, word in enumerate(words) if word in _CONDITIONS), len(words))
    return end > 1 and singular(words[end - 1]) in PERSONS


def read_as_mapping(run: FunctionRun, thing: Ext, arguments: Arguments, at: int) -> Value | None:
    """`request.form.get("email")` of what a library has: by the key, as in a mapping."""
    of, _, method = thing.name.rpartition(".")
    native = NATIVES.get(f"builtins.dict.{method}") if "." in of else None
    return native(run, arguments, {ext(of): None}, at) if native is not None else None
