"""Comments that speak to piilint: `{# piilint: ignore[...] #}` and `{# pii: none #}`."""

from __future__ import annotations

from piilint.ir.module import CommentIR
from piilint.read.frontend.jinja.tokens import Comment, Tokens


def comments_of(tokens: Tokens) -> list[CommentIR]:
    """The comments that matter, each with the lines that it is about: its own, or the next one's if it stands alone."""
    alone = {line for comment in tokens.comments if comment.alone for line in range(comment.line, comment.end_line + 1)}
    return [
        _about(comment, tokens, alone) for comment in tokens.comments if comment.text.startswith(("piilint:", "pii:"))
    ]


def _about(comment: Comment, tokens: Tokens, alone: set[int]) -> CommentIR:
    first, last = comment.line, comment.end_line
    if comment.alone:
        following = range(comment.end_line + 1, tokens.lines + 1)
        first = last = next((line for line in following if line not in alone and line not in tokens.blank), first)
    for tag in tokens.tags:
        if tag.line <= last and first <= tag.end_line:
            first, last = min(first, tag.line), max(last, tag.end_line)
    return CommentIR(comment.text, comment.line, first, last)
