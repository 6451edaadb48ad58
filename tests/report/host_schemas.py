"""What hosts ask of the reports that they take, as JSON Schemas made from their documentation."""

from __future__ import annotations

from piilint.report.json_schema import NUMBER, STRING, TEXT, Schema, either, exactly, listed

RELATIVE: Schema = {"type": "string", "pattern": r"^(?!\./)[^/].*"}

CODE_QUALITY = listed(
    exactly(
        {
            "description": TEXT,
            "check_name": TEXT,
            "fingerprint": TEXT,
            "severity": either("info", "minor", "major", "critical", "blocker"),
            "location": exactly({"path": RELATIVE, "lines": exactly({"begin": NUMBER})}),
        }
    )
)

POSITION = exactly({"line": NUMBER, "column": NUMBER}, ("column",))
RANGE = exactly({"start": POSITION, "end": POSITION}, ("end",))
RDJSON = exactly(
    {
        "source": exactly({"name": TEXT, "url": TEXT}),
        "diagnostics": listed(
            exactly(
                {
                    "message": TEXT,
                    "location": exactly(
                        {"path": TEXT, "range": exactly({"start": POSITION, "end": POSITION}, ("end",))}
                    ),
                    "severity": either("ERROR", "WARNING", "INFO"),
                    "code": exactly({"value": TEXT}),
                },
                ("code",),
            )
        ),
    }
)

TIME: Schema = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$"}
TOOL = exactly({"id": TEXT, "name": TEXT, "version": TEXT, "url": TEXT, "vendor": exactly({"name": TEXT})})
VULNERABILITY = exactly(
    {
        "id": TEXT,
        "name": {"type": "string", "maxLength": 255},
        "description": {"type": "string", "maxLength": 1048576},
        "severity": either("Info", "Unknown", "Low", "Medium", "High", "Critical"),
        "solution": {"type": "string", "maxLength": 7000},
        "location": exactly({"file": RELATIVE, "start_line": NUMBER, "method": STRING}, ("method",)),
        "identifiers": {
            **listed(exactly({"type": TEXT, "name": TEXT, "value": TEXT, "url": TEXT}, ("url",))),
            "minItems": 1,
            "maxItems": 20,
        },
        "details": exactly(
            {
                "trace": exactly(
                    {
                        "name": TEXT,
                        "type": {"const": "list"},
                        "items": listed(
                            exactly({"type": {"const": "file-location"}, "file_name": TEXT, "line_start": NUMBER})
                        ),
                    }
                )
            }
        ),
    },
    ("solution", "details"),
)
SAST = exactly(
    {
        "version": {"type": "string", "pattern": r"^\d+\.\d+\.\d+$"},
        "scan": exactly(
            {
                "type": {"const": "sast"},
                "status": either("success", "failure"),
                "start_time": TIME,
                "end_time": TIME,
                "analyzer": TOOL,
                "scanner": TOOL,
                "messages": listed(exactly({"level": either("info", "warn", "fatal"), "value": TEXT})),
            }
        ),
        "vulnerabilities": listed(VULNERABILITY),
    }
)
