"""Ways that exclude each other: what one object is asked about itself, and what is read from it on either way."""

from __future__ import annotations

from piilint.identify.values import root
from piilint.ir.blocks import tests_before
from piilint.ir.instructions import Value
from piilint.ir.module import Body
from piilint.ir.operands import operands

DEPTH = 4
"""Steps from a test to what it is about: `principal.kind == Kind.group` is about the principal."""


def apart(body: Body, one: Value, other: Value, group: Value | str) -> bool:
    """Whether two reads from one object never both happen, since the object is of another kind on either's way."""
    ways = dict(tests_before(body, one))
    return any(
        test in ways and ways[test] is not polarity and _is_about(body, test, group)
        for test, polarity in tests_before(body, other)
    )


def _is_about(body: Body, test: Value, group: Value | str, depth: int = DEPTH) -> bool:
    if root(body.code, test) == group:
        return True
    return depth > 0 and any(_is_about(body, one, group, depth - 1) for one in operands(body.code[test]) if one >= 0)
