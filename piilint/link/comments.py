"""Comments that speak to piilint: suppressions, declarations of data, purposes of screens.

What is not understood is left alone: a comment in prose may well start with `pii:`. Only a date that cannot be read
counts, as one that has passed, since a suppression must never last longer than its author meant.
"""

from __future__ import annotations

import datetime
import re

from piilint.ir.module import CommentIR
from piilint.ir.program import Module, Program, in_cell
from piilint.link.standing import function_at
from piilint.terms.finding import SuppressionComment

IGNORE = re.compile(r"piilint:\s*ignore(?:\[(?P<rules>[^\]]*)\])?(?P<rest>(?:\s.*)?)", re.DOTALL)
UNTIL = re.compile(r"\s*until\s*=\s*(?P<date>\S*)")
DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
PURPOSE = re.compile(r"piilint:\s*purpose\s*=\s*(?P<purpose>[\w.-]+)\s*(?:(?:--|#).*)?")
DECLARATION = re.compile(r"pii:\s*(?P<data>[\w-]+(?:\.[\w-]+)*)\s*(?:(?:--|#).*)?")


def link_comments(program: Program) -> None:
    """Fills `suppressions`, `declarations` and `purposes`. Lines of declarations are those of the lowered text."""
    suppressions: dict[SuppressionComment, None] = {}  # a template has its comments once for each dialect
    for module in program.modules:
        for comment in module.ir.comments:
            suppression = _suppression(module, comment)
            if suppression is not None:
                suppressions[suppression] = None
            elif declared := DECLARATION.fullmatch(comment.text):
                for line in range(comment.first_line, comment.last_line + 1):
                    program.declarations.setdefault((module.path, line), declared["data"])
            elif stated := PURPOSE.fullmatch(comment.text):
                program.purposes.setdefault(function_at(program, module, comment).id, stated["purpose"])
    program.suppressions.extend(suppressions)


def _suppression(module: Module, comment: CommentIR) -> SuppressionComment | None:
    written = IGNORE.fullmatch(comment.text)
    if written is None:
        return None
    rules = tuple(rule.strip() for rule in (written["rules"] or "").split(","))
    if written["rules"] is not None and not all(rules):
        return None
    terms, dashes, reason = written["rest"].partition("--")
    terms = terms.partition("#")[0]  # another tool's comment behind
    until = UNTIL.match(terms)
    if written["rules"] is None and terms.strip() and until is None:
        return None  # `ignore PII101` without brackets would silence every rule
    first, last = in_cell(module, comment.first_line, comment.last_line), in_cell(module, comment.line, comment.line)
    return SuppressionComment(
        path=module.path,
        line=last.line,
        first_line=first.line,
        last_line=first.end_line or first.line,
        rules=() if written["rules"] is None else rules,
        until=None if until is None else _date(until["date"]),
        reason=(reason.strip() or None) if dashes else None,
        cell=first.cell,
    )


def _date(text: str) -> datetime.date:
    try:
        # the pattern too, since Python 3.11 reads more than 3.10 does
        return datetime.date.fromisoformat(text) if DATE.fullmatch(text) else datetime.date.min
    except ValueError:
        return datetime.date.min
