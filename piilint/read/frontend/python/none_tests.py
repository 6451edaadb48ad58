"""Tests that tell a variable's value: where `x is None` holds, x is None whatever it was given before."""

from __future__ import annotations

from typing import Any

import libcst as cst


def none_test(node: Any) -> tuple[str, bool]:
    """The name that `name is None` or `name is not None` tests, and which of both it is; no name for other tests."""
    if type(node) is cst.Comparison and len(node.comparisons) == 1 and type(node.left) is cst.Name:
        operator, other = type(node.comparisons[0].operator), node.comparisons[0].comparator
        if operator in (cst.Is, cst.IsNot) and type(other) is cst.Name and other.value == "None":
            return node.left.value, operator is cst.Is
    return "", False
