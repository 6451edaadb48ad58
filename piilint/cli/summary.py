"""What was analysed, on stderr: told on every run, so that one that saw nothing cannot look like a clean one."""

from __future__ import annotations

from collections.abc import Sequence

from piilint.cli.console import tell
from piilint.terms.finding import Report, Summary


def tell_counts(report: Report, written_to: Sequence[str]) -> None:
    """The files that the findings went to; warnings; then one line of counts."""
    for path in written_to:
        tell(f"{_counted(report.summary.findings, 'finding')} written to {path}")
    for warning in (*report.warnings, *_blind_spots(report.summary)):
        tell(f"warning: {warning}")
    for note in report.notes:
        tell(note)
    tell(counts_line(report.summary))


def counts_line(summary: Summary) -> str:
    """`Analysed 10 files, 80 functions: 31 sources, 12 sinks, 4 unresolved calls, ...`."""
    seen = f"{_counted(summary.files, 'file')}, {_counted(summary.functions, 'function')}"
    met = ", ".join(
        _counted(number, noun)
        for number, noun in (
            (summary.sources, "source"),
            (summary.sinks, "sink"),
            (summary.unresolved_calls, "unresolved call"),
            (summary.unreadable_files, "unreadable file"),
            (summary.unmatched_templates, "unmatched template"),
        )
    )
    return f"Analysed {seen}: {met}."


def _blind_spots(summary: Summary) -> list[str]:
    blind = []
    if not summary.sources:
        blind.append("no source of personal data was met; [[source]] in a rule file or `# pii: ...` declares yours")
    if not summary.sinks:
        blind.append("no sink was met; [[sink]] in a rule file says where your program shows data")
    return blind


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
