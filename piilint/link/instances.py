"""Library callables that make an instance of one fixed class, as the rules say (`[[returns]]`)."""

from __future__ import annotations

import re

from piilint.terms.pattern import PatternIndex
from piilint.terms.rulebook import Rulebook

CLASS_NAME = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+")
DEPENDS_ON_CALL = ("argument", "receiver", "return")


def instance_makers(rulebook: Rulebook) -> PatternIndex[str]:
    """The class by the name of the callable; entries whose type depends on the arguments are the engine's."""
    makers: PatternIndex[str] = PatternIndex()
    for entry in rulebook.returns:
        if CLASS_NAME.fullmatch(entry.type) and entry.type.split(".")[0] not in DEPENDS_ON_CALL:
            for pattern in entry.match.patterns:
                makers.add(pattern, entry.type)
    return makers
