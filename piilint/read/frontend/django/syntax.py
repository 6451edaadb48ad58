"""Filter expressions: `user.name|default:"nobody"|upper`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from piilint.ir.instructions import Scalar

_STRING = r'"(?:[^"\\]|\\.)*"' + r"|'(?:[^'\\]|\\.)*'"
_OPERAND = rf"_\((?:{_STRING})\)|{_STRING}|[-+.]?\d[\d.e]*(?![\w.])|[\w.]+"
_FIRST = re.compile(_OPERAND)
_FILTER = re.compile(rf"\s*\|\s*(\w+)(?::({_OPERAND}))?")
_INTEGER = re.compile(r"[-+]?[0-9]+")
_NUMBER = re.compile(r"[-+]?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_NAMED = {"True": True, "False": False, "None": None}
_MAX_INTEGER = 2**63


class NotAnExpression(ValueError):
    """The text cannot be read; says which part of it."""


@dataclass(frozen=True, slots=True)
class Literal:
    """A number, a text, translated or not, or one of True, False and None."""

    value: Scalar


@dataclass(frozen=True, slots=True)
class Variable:
    """A dotted path: its first part is a variable, each further one an attribute, a key, or a position if it is all
    digits."""

    path: tuple[str, ...]


Operand = Literal | Variable


@dataclass(frozen=True, slots=True)
class Expression:
    """An operand and the filters that it goes through, each with its argument."""

    operand: Operand
    filters: tuple[tuple[str, Operand | None], ...] = ()


@lru_cache(maxsize=4096)
def parse_expression(text: str) -> Expression:
    """Reads a filter expression. Raises NotAnExpression."""
    first = _FIRST.match(text)
    if first is None:
        raise NotAnExpression(f"{text!r} is no variable and no constant")
    filters = []
    position = first.end()
    while (found := _FILTER.match(text, position)) is not None:
        argument = found.group(2)
        filters.append((found.group(1), None if argument is None else _operand(argument)))
        position = found.end()
    if position < len(text):
        raise NotAnExpression(f"{text[position:].strip()!r} cannot be read in {text!r}")
    return Expression(_operand(first.group()), tuple(filters))


def parse_filters(text: str) -> tuple[tuple[str, Operand | None], ...]:
    """Reads the filters alone, as in `{% filter force_escape|lower %}`. Raises NotAnExpression."""
    return parse_expression(f"_|{text}").filters


def _operand(text: str) -> Operand:
    if text.startswith("_("):
        text = text[2:-1]
    if text[0] in "\"'":
        return Literal(_ESCAPE.sub(r"\1", text[1:-1]))
    if text in _NAMED:
        return Literal(_NAMED[text])
    if _INTEGER.fullmatch(text):
        return Literal(_integer(text))
    if _NUMBER.fullmatch(text):
        return Literal(float(text))
    if text[0] in "-+":
        raise NotAnExpression(f"{text!r} is no variable and no constant")
    return Variable(tuple(part for part in text.split(".") if part) or (text,))


def _integer(text: str) -> Scalar:
    if len(text) > 20 or not -_MAX_INTEGER <= int(text) < _MAX_INTEGER:
        return text
    return int(text)
