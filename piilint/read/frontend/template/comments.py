"""Comments that speak to piilint: `{# piilint: ignore[...] #}` and `{# pii: none #}`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from piilint.ir.module import CommentIR
from piilint.read.frontend.template.builder import Span


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment's text, and whether nothing else stands on its lines."""

    text: str
    line: int
    end_line: int
    alone: bool


@dataclass(frozen=True, slots=True)
class Layout:
    """How many lines a template has, which of them hold nothing, and which lines its tags take."""

    lines: int
    blank: frozenset[int]
    tags: Sequence[Span]


def comments_of(comments: Iterable[Comment], layout: Layout) -> list[CommentIR]:
    """The comments that matter, each with the lines that it is about: its own, or the next one's if it stands alone."""
    comments = list(comments)
    alone = {line for comment in comments if comment.alone for line in range(comment.line, comment.end_line + 1)}
    return [_about(comment, layout, alone) for comment in comments if comment.text.startswith(("piilint:", "pii:"))]


def _about(comment: Comment, layout: Layout, alone: set[int]) -> CommentIR:
    first, last = comment.line, comment.end_line
    if comment.alone:
        following = range(comment.end_line + 1, layout.lines + 1)
        first = last = next((line for line in following if line not in alone and line not in layout.blank), first)
    for line, end_line in layout.tags:
        if line <= last and first <= end_line:
            first, last = min(first, line), max(last, end_line)
    return CommentIR(comment.text, comment.line, first, last)
