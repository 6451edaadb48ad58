"""piilint finds personal data that reaches people's eyes.

It reads Python code, templates and notebooks into one small intermediate representation, follows personal data from
where it enters (fields, keys, columns, calls) to where somebody sees it (pages, API answers, logs, exports, ...), and
reports the flows that your rules forbid, each with its trace. `piilint.pipeline` is the program on a page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from piilint.pipeline import check as check
    from piilint.terms.finding import Finding as Finding
    from piilint.terms.finding import Report as Report

__version__ = "0.1.0"
__all__ = ["Finding", "Report", "__version__", "check"]

_HOME = {"check": "piilint.pipeline", "Finding": "piilint.terms.finding", "Report": "piilint.terms.finding"}


def __getattr__(name: str) -> object:
    """The public names, imported when they are asked for: `import piilint` alone costs nothing."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOME[name]), name)
