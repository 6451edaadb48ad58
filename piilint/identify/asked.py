"""What people are asked for: fields of windows that are called after what is typed into them.

`email_entry` holds no address but the widget that asks for one; `email_entry.get()` is the address.
"""

from __future__ import annotations

from piilint.ir.instructions import AnyInstruction, Assign, Captured, LoadAttribute, LoadCell, Name, Value
from piilint.terms.names import NameMatcher, tokenise
from piilint.terms.rulebook import Rulebook
from piilint.terms.words import FIELDS, GLUED, WINDOWS

_SHORTEST = 3


def inputs_of(rulebook: Rulebook) -> frozenset[str]:
    """The names of the attributes and methods that give what stands in a field."""
    return frozenset(pattern.rpartition(".")[2] for entry in rulebook.input for pattern in entry.match.patterns)


def asked_by(matcher: NameMatcher, name: str) -> str | None:
    """What the field of that name asks for: `email` of `email_entry`, `txtEmail` and `emailfield`; None for others."""
    words = list(tokenise(name))
    kept = list(words)
    while kept and kept[-1] in FIELDS:
        kept.pop()
    while kept and kept[0] in FIELDS:
        kept.pop(0)
    if len(kept) == len(words) and len(words) == 1:
        kept = [_unglued(words[0])]
    if not kept or kept == words:
        return None
    bare = "_".join(kept)
    return bare if matcher.classify(bare) else None


def object_name(code: list[AnyInstruction], value: Value) -> str:
    """The name by which an object is read: `email_entry` of `self.email_entry`; "" where it has none."""
    instruction = code[value] if value >= 0 else None
    return instruction.name if isinstance(instruction, (Assign, Captured, LoadAttribute, LoadCell, Name)) else ""


def owner_of(code: list[AnyInstruction], value: Value) -> Value:
    """What an object is a part of: `self` of `self.email_entry`; the object itself where it is a variable."""
    instruction = code[value] if value >= 0 else None
    return instruction.object if isinstance(instruction, LoadAttribute) else value


def whose(owner: str) -> str:
    """Whom a window is called after: `Customer` of `CustomerDialog`."""
    words = list(tokenise(owner))
    while len(words) > 1 and words[-1] in WINDOWS:
        words.pop()
    return "_".join(words)


def _unglued(word: str) -> str:
    for part in GLUED:
        if len(word) >= len(part) + _SHORTEST:
            if word.endswith(part):
                return word[: -len(part)]
            if word.startswith(part):
                return word[len(part) :]
    return word
