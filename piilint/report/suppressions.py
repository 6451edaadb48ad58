"""The ledger of suppressions: as text, as JSON for scripts, as CSV for a spreadsheet."""

from __future__ import annotations

import csv
import datetime
import io
import json
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from piilint.report.closing import counted
from piilint.report.code_line import printable
from piilint.report.spreadsheet import harmless
from piilint.report.style import Style
from piilint.terms.grades import Severity
from piilint.terms.ledger import LedgerEntry
from piilint.terms.location import Place

VERSION = 1
COLUMNS = ("path", "cell", "line", "rules", "until", "reason", "covers", "problems")


def ledger_as_text(entries: Sequence[LedgerEntry], color: bool = False) -> str:
    """One line an entry with what is wrong below it, and a line that counts."""
    style = Style(color)
    lines: list[str] = []
    for entry in entries:
        comment = entry.comment
        rules = f"[{', '.join(comment.rules)}]" if comment.rules else ""
        until = f" until {_date(comment.until)}" if comment.until else ""
        reason = f" -- {comment.reason}" if comment.reason else ""
        place = style.place(str(Place(comment.path, comment.line, cell=comment.cell)))
        covers = f"covers {counted(entry.covers, 'finding')}"
        lines.append(f"{place}: {printable(f'ignore{rules}{until}')}, {covers}{printable(reason)}")
        lines += [
            f"  {style.severity(problem, Severity.WARNING)}: {printable(words)}" for problem, words in entry.problems
        ]
    wrong = sum(bool(entry.problems) for entry in entries)
    tail = f", {wrong} of them with something wrong" if wrong else ""
    lines.append(f"{counted(len(entries), 'suppression')}{tail}.")
    return "\n".join(lines) + "\n"


def ledger_as_json(entries: Sequence[LedgerEntry], _color: bool = False) -> str:
    """One document, the same bytes for the same entries."""
    return json.dumps({"version": VERSION, "suppressions": [_object(entry) for entry in entries]}, indent=2) + "\n"


def ledger_as_csv(entries: Sequence[LedgerEntry], _color: bool = False) -> str:
    """A header and one row an entry. What a spreadsheet would take for a formula gets a quote before it."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for entry in entries:
        row = _object(entry)
        row["rules"] = " ".join(row["rules"])
        row["problems"] = "; ".join(f"{one['problem']}: {one['message']}" for one in row["problems"])
        writer.writerow([harmless(row[column]) for column in COLUMNS])
    return text.getvalue()


LEDGER_FORMATS: Mapping[str, Callable[[Sequence[LedgerEntry], bool], str]] = MappingProxyType(
    {"text": ledger_as_text, "json": ledger_as_json, "csv": ledger_as_csv}
)


def _object(entry: LedgerEntry) -> dict[str, Any]:
    comment = entry.comment
    return {
        "path": comment.path,
        "cell": comment.cell,
        "line": comment.line,
        "rules": list(comment.rules),
        "until": None if comment.until is None else _date(comment.until),
        "reason": comment.reason,
        "covers": entry.covers,
        "problems": [{"problem": problem, "message": words} for problem, words in entry.problems],
    }


def _date(date: datetime.date) -> str:
    """A date that could not be read is the first of all."""
    return "unreadable" if date == datetime.date.min else date.isoformat()
