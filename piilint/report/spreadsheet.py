"""Values for a spreadsheet."""

from __future__ import annotations


def harmless(value: object) -> object:
    """Nothing for None; what a spreadsheet would take for a formula gets a quote before it."""
    if value is None:
        return ""
    return f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")) else value
