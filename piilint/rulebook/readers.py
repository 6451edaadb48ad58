"""Readers of single values: from what TOML holds to what a spec holds.

A reader returns the value, or complains and returns None. It complains of everything that is wrong in the value, so a
list with two bad patterns makes two complaints; the words after the cause say where below the key each one stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol

from piilint.terms.port import Port, PortError
from piilint.terms.specs import Handed
from piilint.terms.spelling import did_you_mean, listed


class Complain(Protocol):
    """Told what is wrong with a value, and which keys or texts below it lead there.

    It returns None, so that a reader can complain and return in one breath.
    """

    def __call__(self, cause: str, *within: str) -> Any: ...


Reader = Callable[[object, Complain], object]

_KEY = re.compile(r"[\w-]+(?:\.[\w-]+)*")
_KEY_PATTERN = re.compile(r"[\w*-]+(?:\.[\w*-]+)*")
_NAME = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)*")
_NAME_PATTERN = re.compile(r"(?:[^\W\d]|\*)[\w*]*(?:\.(?:[^\W\d]|\*)[\w*]*)*")
_COLUMN_PATTERN = re.compile(r"[^.]+(?:\.[^.]+)+")
_PARAMETER = re.compile(r"(?P<function>.*)\((?P<name>[^\W\d]\w*|\*)\)")
_KEYWORD = re.compile(r"decorator\.[^\W\d]\w*")
_RULE_ID = re.compile(r"[\w.-]+")


_KINDS = {bool: "true or false", str: "text", int: "a number", float: "a number", list: "a list", dict: "a table"}


def kind_of(value: object) -> str:
    """What a reader of TOML calls a value: `a list`, `text`, `a number`, ..."""
    return _KINDS.get(type(value), "a date or time")


def _expected(what: str, value: object, complain: Complain) -> Any:
    complain(f"expected {what}, found {kind_of(value)}")


def text(value: object, complain: Complain) -> Any:
    """Some text, not empty."""
    if not isinstance(value, str):
        return _expected("text", value, complain)
    if not value.strip():
        return complain("is empty; write some text or leave it out")
    return value


def flag(value: object, complain: Complain) -> Any:
    """`true` or `false`."""
    return value if isinstance(value, bool) else _expected("true or false", value, complain)


def only_true(value: object, complain: Complain) -> Any:
    """`true`; `false` would say nothing."""
    if value is False:
        return complain("only true says something here; leave it out")
    return flag(value, complain)


def scalar(value: object, complain: Complain) -> object:
    """Text, a number, true or false."""
    if isinstance(value, (str, int, float, bool)):
        return value
    return _expected("text, a number, true or false", value, complain)


def number(low: int, high: int) -> Reader:
    """A whole number between two bounds."""

    def read(value: object, complain: Complain) -> object:
        if isinstance(value, bool) or not isinstance(value, int):
            return _expected("a whole number", value, complain)
        return value if low <= value <= high else complain(f"{value} is not between {low} and {high}")

    return read


class OneOf:
    """A reader of one of some words; with a mapping, of what the word stands for."""

    def __init__(self, words: Mapping[str, object] | Iterable[str]) -> None:
        self.meanings = dict(words) if isinstance(words, Mapping) else {word: word for word in words}

    def __call__(self, value: object, complain: Complain) -> object:
        """What the word stands for."""
        if not isinstance(value, str):
            return _expected(listed(f'"{word}"' for word in self.meanings), value, complain)
        if value not in self.meanings:
            # the nearest is named first, then all: an enumeration is short
            return complain(f'"{value}" is not {listed(self.meanings)}{did_you_mean(value, self.meanings)}')
        return self.meanings[value]


one_of = OneOf


class ListOf:
    """A reader of a list, each of its items read alike; `or_one`: also a single item; `or_none`: also an empty list."""

    def __init__(self, item: Reader, what: str, *, or_one: bool = False, or_none: bool = False) -> None:
        self.item, self.what, self.or_one, self.or_none = item, what, or_one, or_none

    def __call__(self, value: object, complain: Complain) -> object:
        """The items as a tuple."""
        if self.or_one and isinstance(value, str):
            value = [value]
        if not isinstance(value, list):
            return _expected(f"{'text or ' if self.or_one else ''}a list of {self.what}", value, complain)
        if not value and not self.or_none:
            return complain("is an empty list; name something or leave it out")
        return tuple(self.item(each, _at(complain, each)) for each in value)


list_of = ListOf


def _at(complain: Complain, value: object) -> Complain:
    return (lambda cause, *within: complain(cause, value, *within)) if isinstance(value, str) else complain


def _shaped(shape: re.Pattern[str], form: str) -> Reader:
    def read(value: object, complain: Complain) -> object:
        written = text(value, complain)
        if written is None or shape.fullmatch(written):
            return written
        return complain(f'"{written}" is no {form}')

    return read


def _pattern(shape: re.Pattern[str], form: str, owned: str | None = None) -> Reader:
    """A dotted pattern; `owned` is the form that it must have where one part alone could never match."""
    shaped = _shaped(shape, form)

    def read(value: object, complain: Complain) -> object:
        written = shaped(value, complain)
        if not isinstance(written, str):
            return None
        if "**" in written and any("**" in part and part != "**" for part in written.split(".")):
            return complain(f'"{written}" has ** within a part; ** stands alone between dots, * may be part of a name')
        if owned is not None and "." not in written and written != "**":
            return complain(f'"{written}" has no owner; write "{owned}", or "**.{written}" for any owner')
        return written

    return read


dotted_key = _shaped(_KEY, 'dotted key; write it like "contact.phone", without *')
rule_id = _shaped(_RULE_ID, 'id; write letters, digits, "-", "_" and "." only')
dotted_name = _shaped(_NAME, 'dotted name; write it like "package.module.Class", without *')
key_pattern = _pattern(_KEY_PATTERN, 'pattern; write dotted parts like "contact.*" or "contact.**"')
name_pattern = _pattern(_NAME_PATTERN, 'pattern; write dotted names like "package.module.name" or "**.name"')


def keyword_of_decorator(value: object, complain: Complain) -> object:
    """`decorator.response_model`: what the decorator's call gives for that keyword."""
    return _shaped(_KEYWORD, 'keyword of a decorator; write it like "decorator.response_model"')(value, complain)


def owned_pattern(form: str) -> Reader:
    """A dotted pattern of at least two parts."""
    return _pattern(_NAME_PATTERN, f'pattern; write it like "{form}"', form)


def column_pattern(value: object, complain: Complain) -> object:
    """`table.column`; either may hold any characters."""
    return _pattern(_COLUMN_PATTERN, 'column; write it like "table.column" or "*.column"')(value, complain)


def parameter_pattern(value: object, complain: Complain) -> object:
    """`pkg.f(name)`."""
    written = text(value, complain)
    if written is None:
        return None
    parts = _PARAMETER.fullmatch(written)
    if parts is None:
        return complain(f'"{written}" is no parameter; write it like "package.function(name)"')
    return written if name_pattern(parts["function"], complain) is not None else None


def port(value: object, complain: Complain) -> Any:
    """`argument:0.field`; without path variables."""
    found = port_with_variables(value, complain)
    if found is not None and variables_of(found):
        return complain(f'"{value}" has a path variable; these stand in "from" and "to" of [[propagator]] only')
    return found


def port_with_variables(value: object, complain: Complain) -> Any:
    """`argument:0[*].{k}`."""
    written = text(value, complain)
    if written is None:
        return None
    try:
        return Port.parse(written)
    except PortError as error:
        head = re.match(r"\w+", written)
        known = ("argument", "receiver", "return")
        return complain(str(error) + (did_you_mean(head[0], known) if head and head[0] not in known else ""))


def handed(value: object, complain: Complain) -> Any:
    """A port; `*argument:1` and `**argument:1` spread its value, `argument:1..` is all from there on."""
    written = text(value, complain)
    if written is None:
        return None
    form = re.fullmatch(r"(?P<stars>\*{0,2})(?P<base>\w+(?::\w+)?)(?P<rest>\.\.)?(?P<path>.*)", written)
    how = (form["stars"] or form["rest"] or "") if form is not None else ""
    found = port(f"{form['base']}{form['path']}" if form is not None else written, complain)
    return None if found is None else Handed(found, how)


def port_text(value: object, complain: Complain) -> str | None:
    """A port, kept as it is written."""
    found = port(value, complain)
    return str(value) if found is not None else None


def variables_of(found: Port) -> set[str]:
    """The path variables of a port."""
    return {step for step in found.path if step.startswith("{")}
