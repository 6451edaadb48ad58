"""The keys of a config file, and how each is read.

A reader returns the value, or tells what is wrong and returns None.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from piilint.terms.config import Override
from piilint.terms.grades import Confidence, Severity
from piilint.terms.spelling import did_you_mean, listed

Where = str | int


class Tell(Protocol):
    """Told what is wrong with a key's value; then the keys below it, or which table of a list, that lead there."""

    def __call__(self, cause: str, *within: Where) -> Any: ...


Mistake = tuple[str, tuple[Where, ...]]
Read = Callable[[object, Tell], Any]


def read_table(table: Mapping[str, object], keys: Mapping[str, Read]) -> dict[str, tuple[object, list[Mistake]]]:
    """Each key with its value and what is wrong with it."""
    result: dict[str, tuple[object, list[Mistake]]] = {}
    for key, value in table.items():
        mistakes: list[Mistake] = []

        def tell(cause: str, *within: Where, mistakes: list[Mistake] = mistakes) -> None:
            mistakes.append((cause, within))

        if key in keys:
            result[key] = (keys[key](value, tell), mistakes)
        else:
            near = did_you_mean(key, keys) or f"; the keys are {listed(keys, 'and')}"
            result[key] = (None, [(f"unknown key{near}", ())])
    return result


def _text(value: object, tell: Tell) -> Any:
    if isinstance(value, str) and value:
        return value
    return tell("expected text")


def _texts(value: object, tell: Tell) -> Any:
    if isinstance(value, list) and all(isinstance(each, str) and each for each in value):
        return tuple(value)
    return tell("expected a list of texts")


def _flag(value: object, tell: Tell) -> Any:
    return value if isinstance(value, bool) else tell("expected true or false")


def _days(value: object, tell: Tell) -> Any:
    if isinstance(value, int) and not isinstance(value, bool) and value > 0:
        return value
    return tell("expected a whole number of days above 0")


def _grade(grade: type[Severity] | type[Confidence]) -> Read:
    words = {str(each): each for each in reversed(grade)}

    def read(value: object, tell: Tell) -> Any:
        if isinstance(value, str) and value in words:
            return words[value]
        return tell(f"expected {listed(words)}{did_you_mean(value, words) if isinstance(value, str) else ''}")

    return read


def _severities(value: object, tell: Tell) -> Any:
    if not isinstance(value, dict):
        return tell('expected a table like { PII101 = "warning" }')
    return _told(read_table(value, dict.fromkeys(value, _grade(Severity))), tell)


def _overrides(value: object, tell: Tell) -> Any:
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        return tell("expected [[overrides]] with paths, and ignore or purpose")
    return tuple(_override(each, nth, tell) for nth, each in enumerate(value))


def _override(table: Mapping[str, object], nth: int, tell: Tell) -> Override | None:
    values = _told(read_table(table, {"paths": _texts, "ignore": _texts, "purpose": _text}), tell, nth)
    if "paths" not in table:
        tell('needs "paths", to say which files it is for', nth)
    return Override(**values) if values is not None and "paths" in values else None


def _told(read: Mapping[str, tuple[object, list[Mistake]]], tell: Tell, *within: Where) -> dict[str, Any] | None:
    """The values of a table within a key; None where there are mistakes in it."""
    for key, (_, mistakes) in read.items():
        for cause, _ in mistakes:
            tell(f"{key}: {cause}", *within, key)
    return None if any(mistakes for _, mistakes in read.values()) else {key: value for key, (value, _) in read.items()}


def _version(value: object, tell: Tell) -> Any:
    from piilint import __version__

    if not isinstance(value, str) or not re.fullmatch(r"\d+(\.\d+)*", value):
        return tell('expected a version like "1.2"')
    if _numbers(value) > _numbers(__version__):
        return tell(f"piilint {value} or newer is wanted, and this is {__version__}; install a newer one")
    return value


def _numbers(version: str) -> tuple[int, ...]:
    numbers = [int(number) for number in re.findall(r"\d+", version)[:4]]
    return tuple(numbers + [0] * (4 - len(numbers)))


KEYS: Mapping[str, Read] = {
    "paths": _texts,
    "exclude": _texts,
    "rules": _texts,
    "select": _texts,
    "ignore": _texts,
    "severity": _severities,
    "fail-on": _grade(Severity),
    "min-confidence": _grade(Confidence),
    "src": _texts,
    "template-folders": _texts,
    "baseline": _text,
    "overrides": _overrides,
    "require-reason": _flag,
    "max-suppression-days": _days,
    "min-version": _version,
    "preview": _flag,
}
PATHS = ("paths", "rules", "src", "template_folders", "baseline")
"""Fields that hold paths; globs (`exclude`, the paths of overrides) stay relative to the config's folder."""
