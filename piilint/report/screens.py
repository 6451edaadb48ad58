"""The table of screens: as text, as JSON, as Markdown, and as CSV, which is a record of processing."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from piilint import __version__
from piilint.report.closing import counted
from piilint.report.code_line import printable
from piilint.report.json_document import Object
from piilint.report.spreadsheet import harmless
from piilint.report.style import Style
from piilint.terms.grades import Mask, Severity
from piilint.terms.screen_table import ScreenRow, ShownData

VERSION = 1
COLUMNS = (
    "screen", "path", "line", "route", "data", "masked", "masked_by", "shown_as", "sources", "guards", "roles",
    "audited", "purpose", "audiences", "regions", "confidence",
)  # fmt: skip


def screens_as_text(rows: Sequence[ScreenRow], color: bool = False) -> str:
    """A block a screen: where it is, who may open it, what it shows and how well that is hidden."""
    style = Style(color)
    lines: list[str] = []
    for row in rows:
        more = f" and {len(row.routes) - 1} more" if len(row.routes) > 1 else ""
        route = f"  {printable(row.route)}{more}" if row.route is not None else ""
        lines.append(f"{style.strong(printable(row.screen))}{route}  {style.place(f'{row.path}:{row.line}')}")
        lines.append(f"  who    {printable(_who(row))}")
        lines += [
            f"         {name}: {printable(', '.join(guards)) or 'no guard'}" for name, guards in row.unlike_methods
        ]
        for one in row.shows:
            label = f"{one.data:<22} {_masking(one)}"
            told = style.severity(label, Severity.ERROR) if one.mask is Mask.NONE else label
            behind = f", behind {', '.join(one.behind)}" if one.behind else ""
            lines.append(f"  shows  {told} in {', '.join(one.kinds)}{printable(behind)}")
        lines += ["  shows  nothing personal"] * (not row.shows)
        lines.append("")
    personal = sum(bool(row.shows) for row in rows)
    lines.append(f"{counted(len(rows), 'screen')}, {personal} of them with personal data.")
    return "\n".join(lines) + "\n"


def _who(row: ScreenRow) -> str:
    told = [", ".join(row.guards) or "no guard is known", "audited" if row.audited else "not audited"]
    told.append(f"for {row.purpose}" if row.purpose else "purpose undeclared")
    told += [f"seen by {', '.join(row.audiences)}"] if row.audiences else []
    told += [f"in {', '.join(row.regions)}"] if row.regions else []
    return "; ".join(told)


def _masking(one: ShownData) -> str:
    if one.mask is Mask.NONE:
        return "unmasked"
    return f"{'adequately' if one.mask is Mask.ADEQUATE else 'weakly'} masked by {one.masked_by or '?'}"


def screens_as_markdown(rows: Sequence[ScreenRow], _color: bool = False) -> str:
    """One table, a row a screen."""
    lines = ["| screen | route | who | shows |", "|---|---|---|---|"]
    for row in rows:
        shows = "<br>".join(f"{one.data} ({_masking(one)})" for one in row.shows) or "nothing personal"
        cells = (f"{row.screen} ({row.path}:{row.line})", row.route or "", _who(row), shows)
        lines.append(f"| {' | '.join(_cell(cell) for cell in cells)} |")
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    kept = printable(text).replace("&", "&amp;").replace("<br>", "\0").replace("<", "&lt;").replace("|", "\\|")
    return kept.replace("\0", "<br>")


def screens_as_csv(rows: Sequence[ScreenRow], _color: bool = False) -> str:
    """A record of processing: a row for each screen and type of data; of a screen without data one row."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in rows:
        for one in row.shows or (None,):
            writer.writerow([harmless(value) for value in _record(row, one)])
    return text.getvalue()


def _record(row: ScreenRow, one: ShownData | None) -> tuple[object, ...]:
    data = (
        (one.data, str(one.mask), one.masked_by, "; ".join(one.kinds), "; ".join(one.sources)) if one else (None,) * 5
    )
    guards = (*row.guards, *(one.behind if one else ()))
    who = ("; ".join(guards), "; ".join(row.roles), "yes" if row.audited else "no", row.purpose)
    where = ("; ".join(row.audiences), "; ".join(row.regions), str(one.confidence) if one else None)
    return (row.screen, row.path, row.line, row.route, *data, *who, *where)


def screens_as_json(rows: Sequence[ScreenRow], _color: bool = False) -> str:
    """One document, the same bytes for the same screens."""
    document = {
        "version": VERSION,
        "tool": {"name": "piilint", "version": __version__},
        "screens": [_object(row) for row in rows],
    }
    return json.dumps(document, indent=2) + "\n"


def _object(row: ScreenRow) -> Object:
    return {
        "screen": row.screen,
        "path": row.path,
        "line": row.line,
        "route": row.route,
        "routes": list(row.routes) or [row.route] * (row.route is not None),
        "templates": list(row.templates),
        "guards": list(row.guards),
        "methods": [{"method": name, "guards": list(guards)} for name, guards in row.methods],
        "roles": list(row.roles),
        "audited": row.audited,
        "purpose": row.purpose,
        "audiences": list(row.audiences),
        "regions": list(row.regions),
        "shows": [
            {
                "data": one.data,
                "masked": str(one.mask),
                "masked_by": one.masked_by,
                "kinds": list(one.kinds),
                "sources": list(one.sources),
                "confidence": str(one.confidence),
                "behind": list(one.behind),
            }
            for one in row.shows
        ],
    }


SCREEN_FORMATS: Mapping[str, Callable[[Sequence[ScreenRow], bool], str]] = MappingProxyType(
    {"text": screens_as_text, "json": screens_as_json, "csv": screens_as_csv, "markdown": screens_as_markdown}
)
