"""One JSON object a line for each finding, for programs that read as they go."""

from __future__ import annotations

import json

from piilint.report.json_document import finding_object
from piilint.report.options import RenderOptions
from piilint.terms.finding import Report


def json_lines(report: Report, _options: RenderOptions) -> str:
    """Each finding as it stands in the JSON document; nothing where there is none."""
    return "".join(json.dumps(finding_object(finding)) + "\n" for finding in report.findings)
