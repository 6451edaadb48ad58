"""The order in which a class and its bases are looked through (C3)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

Base = int | str
"""A class of the program by its number, or of a library by its name."""


def linearized(bases: Mapping[int, Sequence[Base]]) -> dict[int, tuple[Base, ...]]:
    """The order of look-up for every class, given the bases of each.

    Where Python would refuse the classes, or they inherit from each other in a circle, the order is depth first.
    """
    orders: dict[int, tuple[Base, ...]] = {}
    for start in bases:
        _linearize(start, bases, orders)
    return orders


def _linearize(start: int, bases: Mapping[int, Sequence[Base]], orders: dict[int, tuple[Base, ...]]) -> None:
    pending, entered = [start], set()
    while pending:
        cls = pending[-1]
        if cls in orders:
            pending.pop()
            continue
        missing = [base for base in bases[cls] if isinstance(base, int) and base not in orders]
        if cls not in entered:
            entered.add(cls)
            pending.extend(base for base in missing if base not in entered)
            if missing:
                continue
        pending.pop()
        merged = None if missing else _merged([_order(base, orders) for base in bases[cls]], bases[cls])
        # a class that is found among its own ancestors stands in a circle
        circular = merged is not None and cls in merged
        orders[cls] = _depth_first(cls, bases) if merged is None or circular else (cls, *merged)


def _order(base: Base, orders: Mapping[int, tuple[Base, ...]]) -> tuple[Base, ...]:
    return orders[base] if isinstance(base, int) else (base,)


def _merged(orders: Sequence[tuple[Base, ...]], bases: Sequence[Base]) -> Sequence[Base] | None:
    """One order that keeps the bases' own ones and the order of the bases; None where they contradict each other."""
    if len(orders) == 1:
        return orders[0]
    merged: list[Base] = []
    # the next one stands last, where taking it costs nothing
    waiting = [list(reversed(order)) for order in (*orders, bases) if order]
    behind = Counter(base for order in waiting for base in order[:-1])
    while waiting:
        first = next((order[-1] for order in waiting if not behind[order[-1]]), None)
        if first is None:
            return None
        merged.append(first)
        for order in waiting:
            if order[-1] == first:
                order.pop()
                if order:
                    behind[order[-1]] -= 1
        waiting = [order for order in waiting if order]
    return merged


def _depth_first(cls: int, bases: Mapping[int, Sequence[Base]]) -> tuple[Base, ...]:
    seen: dict[Base, None] = {}
    pending: list[Base] = [cls]
    while pending:
        current = pending.pop()
        if current not in seen:
            seen[current] = None
            if isinstance(current, int):
                pending.extend(reversed(bases[current]))
    return tuple(seen)
