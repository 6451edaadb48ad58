"""What the rule language says and the engine cannot do yet.

Such entries are read and validated like all others and then refused, so that no rule is ever silently without effect.
When the engine learns one of them, its line here goes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType

NOT_YET: Mapping[tuple[str, str | None, str | None], str] = MappingProxyType(
    {
        ("registration", "outputs", None): "what a callback's result goes to is not followed",
        ("render", "template", "method:"): "templates that a method names are not bound",
    }
)
"""(table, key or matcher, start of its value) -> why not. None stands for any."""


_TABLES = frozenset(table for table, _, _ in NOT_YET)


def refused(table: str, raw: Mapping[str, object]) -> Iterator[tuple[str | None, str]]:
    """What an entry uses that does not work yet: its key, or None for the whole table, and why."""
    if table not in _TABLES:
        return
    if (table, None, None) in NOT_YET:
        yield None, NOT_YET[table, None, None]
        return
    for key, value in raw.items():
        for start in _starts(table, key):
            if start is None or (isinstance(value, str) and value.startswith(start)):
                yield key, NOT_YET[table, key, start]


@lru_cache(maxsize=1024)
def _starts(table: str, key: str) -> tuple[str | None, ...]:
    return tuple(start for of_table, of_key, start in NOT_YET if (of_table, of_key) == (table, key))
