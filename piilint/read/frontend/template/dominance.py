"""Immediate dominators of a control-flow graph (Cooper, Harvey and Kennedy: "A Simple, Fast Dominance Algorithm")."""

from __future__ import annotations

from collections.abc import Sequence


def immediate_dominators(successors: Sequence[Sequence[int]]) -> list[int]:
    """For each block its immediate dominator; -1 for the entry, block 0, and for blocks that cannot be reached."""
    order = _reverse_postorder(successors)
    rank = {block: position for position, block in enumerate(order)}
    predecessors: dict[int, list[int]] = {block: [] for block in order}
    for block in order:
        for successor in successors[block]:
            predecessors[successor].append(block)
    dominator = {0: 0}
    changed = True
    while changed:
        changed = False
        for block in order[1:]:
            known = [one for one in predecessors[block] if one in dominator]
            nearest = known[0]
            for other in known[1:]:
                nearest = _common(nearest, other, dominator, rank)
            if dominator.get(block) != nearest:
                dominator[block] = nearest
                changed = True
    return [-1 if block == 0 else dominator.get(block, -1) for block in range(len(successors))]


def _common(a: int, b: int, dominator: dict[int, int], rank: dict[int, int]) -> int:
    while a != b:
        while rank[a] > rank[b]:
            a = dominator[a]
        while rank[b] > rank[a]:
            b = dominator[b]
    return a


def _reverse_postorder(successors: Sequence[Sequence[int]]) -> list[int]:
    finished: list[int] = []
    seen = {0}
    stack = [(0, iter(successors[0]))]
    while stack:
        block, rest = stack[-1]
        following = next((one for one in rest if one not in seen), None)
        if following is None:
            finished.append(block)
            stack.pop()
        else:
            seen.add(following)
            stack.append((following, iter(successors[following])))
    return finished[::-1]
