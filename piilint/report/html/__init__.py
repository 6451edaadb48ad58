"""One page that explains itself, for who answers for the data: no script, nothing from elsewhere, fit to print."""

from piilint.report.html.page import html

__all__ = ["html"]
