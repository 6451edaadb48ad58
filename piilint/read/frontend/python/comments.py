"""Comments that speak to piilint, with the statement that they speak of."""

from __future__ import annotations

from bisect import bisect_left

from piilint.ir.module import CommentIR
from piilint.read.frontend.python.layout import Layout


def comments(layout: Layout, decorated: dict[int, int]) -> list[CommentIR]:
    """The comments of a file. One behind or within a statement is about that; one alone on its line about the next.

    `decorated` maps the line of a first decorator to the last line of the header below: they are one statement.
    """
    found: list[CommentIR] = []
    lasts = [last for _, last in layout.logical]
    for comment in layout.comments:
        position = bisect_left(lasts, comment.line)
        if position == len(lasts):
            found.append(CommentIR(comment.text, comment.line, comment.line, comment.line))
            continue
        first, last = layout.logical[position]
        if not comment.trailing:
            last = max(last, decorated.get(first, last))
        found.append(CommentIR(comment.text, comment.line, first, last))
    return found
