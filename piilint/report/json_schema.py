"""The JSON report's promise as a JSON Schema: what scripts may rely on. Keys may come, none goes or changes."""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]

STRING: Schema = {"type": "string"}
TEXT: Schema = {"type": "string", "minLength": 1}
NUMBER: Schema = {"type": "integer", "minimum": 1}
DATE: Schema = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d$"}
COUNT: Schema = {"type": "integer", "minimum": 0}


def maybe(schema: Schema) -> Schema:
    """The schema, or null."""
    return {"anyOf": [schema, {"type": "null"}]}


def either(*values: str) -> Schema:
    """One of these words."""
    return {"enum": list(values)}


def exactly(properties: Schema, optional: tuple[str, ...] = ()) -> Schema:
    """An object with these keys and no others."""
    return {
        "type": "object",
        "properties": properties,
        "required": [key for key in properties if key not in optional],
        "additionalProperties": False,
    }


def listed(items: Schema) -> Schema:
    """A list of these."""
    return {"type": "array", "items": items}


START: Schema = {"path": TEXT, "cell": NUMBER, "line": NUMBER, "column": maybe(NUMBER)}
RANGE: Schema = {**START, "end_line": maybe(NUMBER), "end_column": maybe(NUMBER), "text": STRING}
SOURCE = exactly(RANGE, ("cell",))
SINK = exactly({**RANGE, "kind": maybe(TEXT)}, ("cell",))
TRACE = listed(exactly({**START, "message": STRING}, ("cell",)))

FINDING = exactly(
    {
        "rule": TEXT,
        "name": TEXT,
        "severity": either("error", "warning", "note"),
        "confidence": either("high", "medium", "low"),
        "evidence": STRING,
        "data": listed(TEXT),
        "masked": either("none", "weak", "adequate"),
        "message": TEXT,
        "fingerprint": TEXT,
        "source": maybe(SOURCE),
        "sink": SINK,
        "trace": TRACE,
        "members": listed(exactly({"data": TEXT, "source": SOURCE, "sink": SINK, "trace": TRACE})),
        "screen": maybe(TEXT),
        "guards": listed(exactly({"kind": TEXT, "role": maybe(STRING), "path": TEXT, "line": NUMBER})),
        "audited": {"type": "boolean"},
        "change": maybe(TEXT),
        "purpose": maybe(TEXT),
        "suppressed": maybe(
            exactly({"by": either("comment", "baseline"), "reason": maybe(STRING), "until": maybe(DATE)})
        ),
    }
)

REPORT = exactly(
    {
        "version": {"const": 1},
        "tool": exactly({"name": {"const": "piilint"}, "version": TEXT}),
        "findings": listed(FINDING),
        "problems": listed(exactly({"path": TEXT, "line": NUMBER, "message": TEXT})),
        "summary": exactly(
            dict.fromkeys(
                ("files", "functions", "sources", "sinks", "unresolved_calls", "unreadable_files", "findings"), COUNT
            )
        ),
    }
)


def report_schema() -> Schema:
    """What `--output-format json` prints. Unlike REPORT it lets keys be that a later version may bring."""
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "A report of piilint",
        **_open(REPORT),
    }


def _open(schema: Any) -> Any:
    if isinstance(schema, dict):
        return {key: _open(value) for key, value in schema.items() if key != "additionalProperties"}
    return [_open(item) for item in schema] if isinstance(schema, list) else schema
