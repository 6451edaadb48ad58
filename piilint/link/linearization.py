"""The order in which a class and its bases are looked through (C3)."""

from __future__ import annotations

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
        merged = None if missing else _merged([[*_order(base, orders)] for base in bases[cls]] + [list(bases[cls])])
        # a class that is found among its own ancestors stands in a circle
        circular = merged is not None and cls in merged
        orders[cls] = _depth_first(cls, bases) if merged is None or circular else (cls, *merged)


def _order(base: Base, orders: Mapping[int, tuple[Base, ...]]) -> tuple[Base, ...]:
    return orders[base] if isinstance(base, int) else (base,)


def _merged(orders: list[list[Base]]) -> list[Base] | None:
    """One order that keeps each of the given ones; None where they contradict each other."""
    merged: list[Base] = []
    while orders := [order for order in orders if order]:
        for order in orders:
            first = order[0]
            if not any(first in other[1:] for other in orders):
                break
        else:
            return None
        merged.append(first)
        orders = [order[1:] if order[0] == first else order for order in orders]
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
