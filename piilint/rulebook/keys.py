"""How the keys of the rule language's tables are described, and readers that many of them share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from piilint.rulebook import readers as read
from piilint.rulebook.readers import Reader


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a table. `field` is the spec's, where it is called otherwise; `names` is what its words are names of
    ("data", "sink", "guard", "audience"), to be looked up once all files are read; `beside` is the matcher that it
    needs; `inside` describes the tables that its value is a list of."""

    read: Reader
    required: bool = False
    field: str | None = None
    names: str | None = None
    beside: tuple[str, ...] = ()
    inside: Table | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """One table: what it becomes, its keys, and its matchers, of which an entry has exactly one."""

    spec: type
    keys: Mapping[str, Key]
    matchers: Mapping[str, Reader] = field(default_factory=dict)
    extendable: bool = False


def one_or_more(pattern: Reader) -> Reader:
    return read.list_of(pattern, "texts", or_one=True)


texts = read.list_of(read.text, "texts")
phrases = read.list_of(read.text, "phrases", or_none=True)
data_patterns = read.list_of(read.key_pattern, "data types")
origins = read.list_of(read.port_with_variables, "ports", or_one=True, or_none=True)
ports = read.list_of(read.port, "ports", or_one=True)
port_texts = read.list_of(read.port_text, "ports", or_one=True)
call = one_or_more(read.name_pattern)
