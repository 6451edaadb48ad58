"""Which format is made by which renderer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from piilint.report.concise import concise
from piilint.report.full import full
from piilint.report.github import github
from piilint.report.gitlab import gitlab_quality, gitlab_sast
from piilint.report.html import html
from piilint.report.json_document import json_document
from piilint.report.json_lines import json_lines
from piilint.report.junit import junit
from piilint.report.markdown import markdown
from piilint.report.options import RenderOptions
from piilint.report.rdjson import rdjson
from piilint.report.sarif import sarif
from piilint.terms.errors import UserError
from piilint.terms.finding import Report
from piilint.terms.spelling import did_you_mean, listed

Renderer = Callable[[Report, RenderOptions], str]

RENDERERS: Mapping[str, Renderer] = MappingProxyType(
    {
        "full": full,
        "concise": concise,
        "json": json_document,
        "jsonl": json_lines,
        "sarif": sarif,
        "github": github,
        "gitlab": gitlab_quality,
        "gitlab-sast": gitlab_sast,
        "junit": junit,
        "rdjson": rdjson,
        "markdown": markdown,
        "html": html,
    }
)
"""Format -> renderer, in the order in which help lists them."""

WHOLE = frozenset({"html"})
"""Formats that show suppressed findings whether or not they are asked to."""


def render(report: Report, format: str, options: RenderOptions) -> str:  # noqa: A002 - it is the format's flag
    """The report as text that ends in a newline, or is empty. Raises UserError for a format that does not exist."""
    renderer = RENDERERS.get(format)
    if renderer is None:
        hint = did_you_mean(format, RENDERERS)
        raise UserError(f'"{format}" is no output format; there are {listed(RENDERERS, "and")}{hint}')
    if not options.show_suppressed and format not in WHOLE:
        shown = tuple(finding for finding in report.findings if finding.suppressed is None)
        report = replace(report, findings=shown)
    return renderer(report, options)
