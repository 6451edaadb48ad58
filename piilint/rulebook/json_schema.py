"""The rule language as a JSON Schema, for editors: made of the same table that rule files are read by."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from piilint.rulebook.keys import Table
from piilint.rulebook.readers import ListOf, OneOf, Reader, kind_of
from piilint.rulebook.schema import TABLES

Object = dict[str, Any]

_SAMPLES: Mapping[str, object] = {
    "string": "text",
    "number": 1,
    "boolean": True,
    "array": ["text"],
    "object": {"text": "text"},
}


def rules_schema() -> Object:
    """What a rule file may hold: tables, their keys, which of them are required, and the words to choose from."""
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "A rule file of piilint",
        "type": "object",
        "properties": {name: {"type": "array", "items": _table(table)} for name, table in TABLES.items()},
        "additionalProperties": False,
    }


def _table(table: Table) -> Object:
    properties = {name: _value(key.read, key.inside) for name, key in table.keys.items()}
    # a word may be a key beside one matcher and a matcher itself
    properties |= {name: _value(read) for name, read in table.matchers.items() if name not in properties}
    if table.extendable:
        properties["extend"] = {"type": "boolean"}
    made: Object = {"type": "object", "properties": properties, "additionalProperties": False}
    required = [name for name, key in table.keys.items() if key.required and not table.extendable]
    if table.extendable:
        required = ["id"]
    if required:
        made["required"] = required
    if table.matchers:
        made["anyOf"] = [{"required": [name]} for name in table.matchers]
    return made


def _value(read: Reader, inside: Table | None = None) -> Object:
    if inside is not None:
        return {"type": "array", "items": _table(inside), "minItems": 1}
    if isinstance(read, OneOf):
        return {"enum": list(read.meanings)}
    if isinstance(read, ListOf):
        items: Object = {"type": "array", "items": _value(read.item)}
        if not read.or_none:
            items["minItems"] = 1
        return {"anyOf": [_value(read.item), items]} if read.or_one else items
    return {"type": [kind for kind, sample in _SAMPLES.items() if _is_taken(read, sample)]}


def _is_taken(read: Reader, sample: object) -> bool:
    """Whether a reader takes values of that kind at all: it is asked."""
    causes: list[str] = []

    def complain(cause: str, *within: str) -> None:
        if not within:
            causes.append(cause)

    read(sample, complain)
    return not any(cause.startswith("expected") and cause.endswith(f"found {kind_of(sample)}") for cause in causes)
