"""Reports as the store keeps them."""

from __future__ import annotations

from piilint.store import Store
from piilint.terms.finding import Report

_KIND = "report"


def kept(name: bytes | None, store: Store) -> Report | None:
    """The report of the run with that name; None where there is none, or not in a form that can be read."""
    data = None if name is None else store.get(_KIND, name)
    if data is None:
        return None
    import msgspec

    try:
        return msgspec.msgpack.decode(data, type=Report)
    except msgspec.DecodeError:
        return None


def keep(name: bytes | None, report: Report, store: Store) -> None:
    """Keeps a report for later runs with that name."""
    if name is None:
        return
    import msgspec

    store.put(_KIND, name, msgspec.msgpack.encode(report))
