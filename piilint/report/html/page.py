"""The page: counts, screens by kind of data, findings with their steps, suppressions, and what was looked at."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from piilint.report.about import VERSION
from piilint.report.closing import counted, problem_line
from piilint.report.html.views import CellView, DataView, FindingView, cell, finding_view
from piilint.report.options import RenderOptions
from piilint.terms.finding import Finding, Report
from piilint.terms.grades import Severity
from piilint.terms.rulebook import Rulebook

NO_DATA = ""
"""The key of findings that are about no data, such as an expired suppression."""

Numbered = tuple[FindingView, Finding]


def html(report: Report, options: RenderOptions) -> str:
    """The whole page, suppressed findings included: who answers for them wants to see them."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["with_code"] = _with_code
    numbered = [(finding_view(one, number, options.rules), one) for number, one in enumerate(report.findings, 1)]
    open_ones = [pair for pair in numbered if pair[1].suppressed is None]
    columns = _data_keys(numbered, options.rules)
    page = environment.get_template("page.html.jinja").render(
        version=VERSION,
        today=options.today.isoformat(),
        tiles=_tiles(numbered),
        columns=[(key, options.rules.title_of(key)) for key in columns],
        rows=_rows(numbered, columns),
        groups=_groups(open_ones, [*columns, NO_DATA], options.rules),
        suppressed=[pair for pair in numbered if pair[1].suppressed is not None],
        problems=[problem_line(problem) for problem in report.problems],
        analysed=_analysed(report),
    )
    return page.rstrip("\n") + "\n"


def _with_code(text: str) -> str:
    """Text with what stands between backticks as code."""
    from markupsafe import Markup

    parts = text.split("`")
    if len(parts) % 2 == 0:
        return text
    pieces = [Markup("<code>{}</code>").format(part) if at % 2 else part for at, part in enumerate(parts)]
    return Markup("").join(pieces)


def _tiles(numbered: Sequence[Numbered]) -> list[tuple[str, int, str]]:
    """Class, number and word of each count at the top."""
    counts = [
        (severity.value, sum(one.suppressed is None and one.severity is severity for _, one in numbered))
        for severity in reversed(Severity)
    ]
    suppressed = sum(one.suppressed is not None for _, one in numbered)
    tiles = [(name, count, name if count == 1 else f"{name}s") for name, count in counts]
    return [*tiles, ("suppressed", suppressed, "suppressed")]


def _data_keys(numbered: Sequence[Numbered], rulebook: Rulebook) -> list[str]:
    """The kinds of data that findings are about, the most sensitive first."""
    keys = {data for _, one in numbered for data in one.data}

    def rank(key: str) -> tuple[int, str]:
        known = rulebook.data_type(key)
        return (-known.sensitivity if known is not None else 0, key)

    return sorted(keys, key=rank)


def _rows(numbered: Sequence[Numbered], columns: Sequence[str]) -> list[tuple[str, list[CellView]]]:
    """Each screen with one cell for each kind of data."""
    screens: dict[str, list[tuple[str, Finding]]] = {}
    for view, one in numbered:
        if one.data:
            screens.setdefault(one.screen or one.sink.place.path, []).append((view.anchor, one))
    return [
        (screen, [cell([pair for pair in found if key in pair[1].data]) for key in columns])
        for screen, found in sorted(screens.items())
    ]


def _groups(numbered: Sequence[Numbered], keys: Sequence[str], rulebook: Rulebook) -> list[DataView]:
    """The findings by kind of data, a combination by its first; in each the worst first."""
    groups = []
    for key in keys:
        found = [pair for pair in numbered if (pair[1].data[0] if pair[1].data else NO_DATA) == key]
        found.sort(key=lambda pair: -pair[1].severity.rank)
        if found:
            title = rulebook.title_of(key) if key else "about comments and files"
            groups.append(DataView(key, title, tuple(view for view, _ in found)))
    return groups


def _analysed(report: Report) -> str:
    summary = report.summary
    seen = ", ".join(
        (
            counted(summary.files, "file"),
            counted(summary.functions, "function"),
            counted(summary.sources, "source"),
            counted(summary.sinks, "sink"),
            counted(summary.unresolved_calls, "unresolved call"),
            counted(summary.unreadable_files, "unreadable file"),
        )
    )
    return f"{seen}."
