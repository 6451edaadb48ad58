"""The conditions of `{% if %}`: operators over filter expressions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from piilint.read.frontend.django.syntax import Expression, NotAnExpression, parse_expression

_COMPARISONS = {
    "in": "contains", "not in": "not_contains", "is": "is_", "is not": "is_not",
    "==": "eq", "!=": "ne", "<": "lt", "<=": "le", ">": "gt", ">=": "ge",
}  # fmt: skip
_STRENGTH = {"or": 1, "and": 2, **dict.fromkeys(_COMPARISONS, 5), "in": 4, "not in": 4}
_NOT = 3


@dataclass(frozen=True, slots=True)
class Not:
    """`not operand`."""

    operand: Condition


@dataclass(frozen=True, slots=True)
class Junction:
    """`left and right`, or `left or right`."""

    either: bool
    left: Condition
    right: Condition


@dataclass(frozen=True, slots=True)
class Comparison:
    """`left == right` and the like; `operator` is its name in the intermediate representation."""

    operator: str
    left: Condition
    right: Condition


Condition = Expression | Not | Junction | Comparison


def parse_condition(words: Sequence[str]) -> Condition:
    """Reads the words of a condition. Raises NotAnExpression."""
    parser = _Parser(_operators_joined(words))
    condition = parser.condition(0)
    if parser.next is not None:
        raise NotAnExpression(f"{parser.next!r} is not expected in {' '.join(words)!r}")
    return condition


def _operators_joined(words: Sequence[str]) -> list[str]:
    """`not in` and `is not` as one word."""
    joined: list[str] = []
    for word in words:
        if joined and (joined[-1], word) in (("not", "in"), ("is", "not")):
            joined[-1] += f" {word}"
        else:
            joined.append(word)
    return joined


class _Parser:
    """Reads operators by how strongly they bind."""

    def __init__(self, words: Sequence[str]) -> None:
        self._words = words
        self._position = 0

    @property
    def next(self) -> str | None:
        """The word that is read next."""
        return self._words[self._position] if self._position < len(self._words) else None

    def condition(self, weakest: int) -> Condition:
        """Reads as far as operators bind more strongly than `weakest`."""
        left = self._first()
        while (operator := self.next) is not None and _STRENGTH.get(operator, 0) > weakest:
            self._position += 1
            right = self.condition(_STRENGTH[operator])
            if operator in _COMPARISONS:
                left = Comparison(_COMPARISONS[operator], left, right)
            else:
                left = Junction(operator == "or", left, right)
        return left

    def _first(self) -> Condition:
        word = self.next
        if word is None or word in _STRENGTH:
            raise NotAnExpression(f"the condition {' '.join(self._words)!r} is not complete")
        self._position += 1
        if word == "not":
            return Not(self.condition(_NOT))
        return parse_expression(word)
