"""The keys of `piilint.toml` and of `[tool.piilint]` as a JSON Schema, for editors."""

from __future__ import annotations

from typing import Any

from piilint.terms.grades import Confidence, Severity

Object = dict[str, Any]

_TEXT: Object = {"type": "string", "minLength": 1}
_TEXTS: Object = {"type": "array", "items": _TEXT}
_SEVERITY: Object = {"enum": [str(grade) for grade in reversed(Severity)]}


def config_schema() -> Object:
    """What a config file may hold."""
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "The settings of piilint",
        "type": "object",
        "properties": {
            "paths": {**_TEXTS, "description": "Files and folders that are the program."},
            "exclude": {**_TEXTS, "description": "Globs of what is left out below them."},
            "rules": {**_TEXTS, "description": "Rule files, folders of them, or package:NAME."},
            "select": {**_TEXTS, "description": "Only these rules: ids, starts of ids, names."},
            "ignore": {**_TEXTS, "description": "All rules but these."},
            "severity": {
                "type": "object",
                "additionalProperties": _SEVERITY,
                "description": "Rules that are more or less severe here.",
            },
            "fail-on": {**_SEVERITY, "description": "From which severity on the exit code is 1."},
            "min-confidence": {
                "enum": [str(grade) for grade in reversed(Confidence)],
                "description": "How sure findings must be.",
            },
            "src": {**_TEXTS, "description": "Folders from which modules are named."},
            "template-folders": {**_TEXTS, "description": "Folders from which templates are named."},
            "baseline": {**_TEXT, "description": "The file of findings that are put off."},
            "overrides": {
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": {"paths": _TEXTS, "ignore": _TEXTS, "purpose": _TEXT},
                    "required": ["paths"],
                    "additionalProperties": False,
                },
                "description": "Other settings for what is shown by some files.",
            },
            "require-reason": {"type": "boolean", "description": "Suppressions without a reason do not count."},
            "max-suppression-days": {
                "type": "integer",
                "minimum": 1,
                "description": "How far away the end of a suppression may be.",
            },
            "preview": {"type": "boolean", "description": "Rules that are new count too."},
            "min-version": {
                "type": "string",
                "pattern": r"^\d+(\.\d+)*$",
                "description": "The oldest piilint that may read this.",
            },
        },
        "additionalProperties": False,
    }
